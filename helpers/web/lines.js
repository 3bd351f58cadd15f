// Lines to put in order: a first rung of an exercise. Two lists; a line goes over by a drag, a click or a key.

/** @import { Model } from "./model.js" */

import { freshNumber } from "./names.js";

/**
 * What is said of an order of lines, and the place in it that this is about, -1 where there is none. `places` has for
 * each line its place in the function, the same for lines that may change places, and -1 for a wrong one.
 * @param {number[]} order @param {number[]} places @param {string[]} reasons @param {string} name
 * @returns {{ ok: boolean, words: string, place: number }}
 */
export function judgeLines(order, places, reasons, name) {
  const wanted = places.filter((place) => place >= 0).sort((a, b) => a - b);
  const wrong = order.findIndex((line) => places[line] < 0);
  if (!order.length) return { ok: false, words: "Put lines into the function first: a guess is enough.", place: -1 };
  if (wrong >= 0) return { ok: false, words: `Line ${wrong + 1} is a wrong one. ${reasons[order[wrong]]}`, place: wrong };
  const off = order.findIndex((line, k) => places[line] !== wanted[k]);
  if (off >= 0) {
    const before = off === 0 ? "" : off === 1 ? "Line 1 is right. " : `Lines 1 to ${off} are right. `;
    return { ok: false, words: `${before}Line ${off + 1} comes later.`, place: off };
  }
  const missing = wanted.length - order.length;
  if (missing) return { ok: false, words: `Right so far. ${missing} ${missing === 1 ? "line is" : "lines are"} missing.`, place: -1 };
  return { ok: true, words: `Right: these lines make ${name}. Now write it below, without looking if you can.`, place: -1 };
}

/** @param {{ model: Model, el: HTMLElement }} view */
export function showLines({ model, el }) {
  /** @param {string} tag @param {Record<string, string>} attributes @param {(Node | string)[]} children */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const name = model.get("name"), number = freshNumber();
  /** @param {string} id @param {string} words */
  const list = (id, words) => make("ul", { role: "listbox", "aria-label": words, id: `cnn-lines-${number}-${id}` });
  const loose = list("loose", `lines to choose from, ${name}`), placed = list("placed", `your function, ${name}`);
  const said = make("p", { class: "cnn-said", role: "status" });
  /** @param {string} words @param {() => void} act */
  const button = (words, act) => {
    const made = make("button", { type: "button", "aria-label": `${words}: ${name}` }, words);
    made.addEventListener("click", act);
    return made;
  };
  const items = model.get("lines").map((/** @type {string} */ line, /** @type {number} */ k) => {
    const code = make("code", {}, line.trimStart());
    code.style.paddingLeft = `${line.length - line.trimStart().length + 2}ch`; // what is wrapped stands 2 letters further in
    return make("li", { role: "option", "data-line": String(k), tabindex: "-1", "aria-selected": "false" }, make("span", { class: "cnn-grip", "aria-hidden": "true" }, "⠿"), code);
  });
  /** @param {Element} parent @returns {HTMLElement[]} */
  const within = (parent) => /** @type {HTMLElement[]} */ ([...parent.children]);
  const order = () => within(placed).map((item) => Number(item.dataset.line));
  const chosen = () => items.find((/** @type {HTMLElement} */ item) => item.ariaSelected === "true");

  /** One line is chosen, and the Tab key comes to one of each list. @param {HTMLElement | undefined} item */
  const choose = (item, focus = true) => {
    for (const one of items) one.ariaSelected = String(one === item);
    for (const lines of [loose, placed]) {
      const stop = item && lines.contains(item) ? item : within(lines)[0];
      for (const one of within(lines)) one.tabIndex = one === stop ? 0 : -1;
      lines.tabIndex = stop ? -1 : 0;
    }
    if (focus) item?.focus();
  };
  /** @param {HTMLElement} item @param {Element} parent @param {Node | null} before */
  const put = (item, parent, before = null, focus = true) => {
    parent.insertBefore(item, before);
    for (const one of items) one.classList.remove("cnn-wrong");
    choose(item, focus);
  };
  /** Tell the kernel and whoever listens where a line is now. @param {HTMLElement} item */
  const moved = (item) => {
    model.set("order", order());
    model.save_changes();
    const k = within(placed).indexOf(item);
    said.textContent = k < 0 ? "Taken out." : `Line ${k + 1} of ${placed.children.length} in your function.`;
  };
  /** Who presses a button stays on it: `focus` is for keys on a line. @param {HTMLElement | undefined} item @param {number} by */
  const shift = (item, by, focus = false) => {
    if (!item || !placed.contains(item)) return;
    const others = within(placed).filter((one) => one !== item), k = within(placed).indexOf(item) + by;
    if (k < 0 || k > others.length) return;
    put(item, placed, others[k] ?? null, focus);
    moved(item);
  };
  /** @param {HTMLElement | undefined} item */
  const change = (item, focus = false) => {
    if (!item) return;
    const from = item.parentElement === placed ? placed : loose, at = within(from).indexOf(item);
    put(item, from === placed ? loose : placed, null, false);
    const next = within(from)[Math.min(at, from.children.length - 1)]; // the focus stays where the hand is
    choose(next ?? item, focus);
    moved(item);
  };

  const check = button("Check", () => {
    const verdict = judgeLines(order(), model.get("places"), model.get("reasons"), name);
    for (const one of items) one.classList.remove("cnn-wrong");
    within(placed)[verdict.place]?.classList.add("cnn-wrong");
    said.textContent = verdict.words;
  });
  const buttons = make("div", { class: "cnn-buttons" }, check, button("Up", () => shift(chosen(), -1)), button("Down", () => shift(chosen(), 1)), button("In or out", () => change(chosen())));
  /** @param {string} words @param {Element} lines */
  const half = (words, lines) => make("div", {}, make("p", { class: "cnn-heading", "aria-hidden": "true" }, words), lines);
  const needed = model.get("places").filter((/** @type {number} */ place) => place >= 0).length;
  el.append(make("details", {},
    make("summary", {}, `A first rung: ${name} as lines to put in order`),
    make("p", {}, `Put ${needed} of these ${items.length} lines in order; the others are wrong. Drag a line to its place, or click on it to add it. By keys: the arrows choose, Enter brings a line over, Alt with an arrow moves it.`),
    make("div", { class: "cnn-both" }, half("Lines to choose from", loose), half("Your function", placed)),
    buttons, said));
  el.classList.add("cnn-lines");

  /** @param {HTMLElement} item @param {KeyboardEvent} event */
  const press = (item, event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key], lines = within(/** @type {Element} */ (item.parentElement));
    if (by && event.altKey) shift(item, by, true);
    else if (by) choose(lines[lines.indexOf(item) + by] ?? item);
    else if (event.key === "Home") choose(lines[0]);
    else if (event.key === "End") choose(lines[lines.length - 1]);
    else if (event.key === "ArrowRight" && placed.children.length) choose(within(placed)[0]);
    else if (event.key === "ArrowLeft" && loose.children.length) choose(within(loose)[0]);
    else if (event.key === "Enter" || event.key === " ") change(item, true);
    else if ((event.key === "Delete" || event.key === "Backspace") && placed.contains(item)) change(item, true);
    else return;
    event.preventDefault();
  };
  /** Where a line is dragged, it lies at once. @param {HTMLElement} item @param {PointerEvent} event */
  const drag = (item, event) => {
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("ul");
    if (over === loose && item.parentElement !== loose) put(item, loose, null, false);
    if (over !== placed) return;
    const below = within(placed).find((one) => one !== item && event.clientY < one.getBoundingClientRect().top + one.offsetHeight / 2);
    if (item.parentElement !== placed || item.nextElementSibling !== (below ?? null)) put(item, placed, below ?? null, false);
  };
  // A line that goes to another list loses the pointer that it has captured: so the window hears of the hand.
  /** @param {HTMLElement} item @param {PointerEvent} began */
  const take = (item, began) => {
    const from = item.parentElement, heard = new AbortController(), { signal } = heard;
    let dragged = false;
    window.addEventListener("pointermove", (event) => {
      dragged ||= Math.hypot(event.clientX - began.clientX, event.clientY - began.clientY) > 5;
      item.classList.toggle("cnn-dragged", dragged);
      if (dragged) drag(item, event);
    }, { signal });
    /** @param {boolean} done */
    const end = (done) => {
      heard.abort();
      item.classList.remove("cnn-dragged");
      if (dragged) {
        choose(item);
        moved(item);
      } else if (done && from === loose) change(item, true);
      else if (done) choose(item);
    };
    window.addEventListener("pointerup", () => end(true), { signal });
    window.addEventListener("pointercancel", () => end(false), { signal });
  };
  for (const item of items) {
    item.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => press(item, event));
    item.addEventListener("focus", () => item.ariaSelected === "true" || choose(item, false));
    item.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => event.button || take(item, event));
  }

  // As in a question: JupyterLab takes single keys as commands.
  for (const part of [el, ...el.querySelectorAll("button, li, ul, summary")]) part.dataset.lmSuppressShortcuts = "true";
  el.addEventListener("keydown", (event) => { if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation(); });

  const draw = () => {
    const now = model.get("order");
    if (placed.children.length && String(now) === String(order())) return;
    for (const [k, item] of items.entries()) if (!now.includes(k)) loose.append(item);
    for (const k of now) placed.append(items[k]);
    choose(chosen(), false);
  };
  model.on("change:order", draw);
  draw();
}

export default { render: showLines };
