// Shows the k-th step of a picture, and is itself the control that chooses k. It knows nothing of convolution:
// what is computed or drawn is Python. From the kernel come `svg` (every step in one text), `alts` (the words of
// each step), `verdict`, `refusal` and `value` (the step); back go `value` and, as messages, the cells that a reader chose and
// the strokes that were drawn. Until the answer comes, waiting.js marks the picture.

import { makeDrag } from "./drag.js";
import { lay, makeGrid, readsBefore } from "./grid.js";
import { makeMotion } from "./motion.js";
import { freshNumber, keepNames } from "./names.js";
import { makeNumbers } from "./numbers.js";
import { arrange, boxOf, reveal, watch } from "./panels.js";
import { makeRefusal } from "./refusal.js";
import { makeSpoken } from "./spoken.js";
import { makeTouch, placedTexts } from "./touch.js";
import { makeWaiting } from "./waiting.js";

/** @import { Cell, Grid } from "./grid.js" */
/** @import { Model } from "./model.js" */
/** @typedef {{ line: string, first: number, last: number, gap?: any, drawn?: any }} Part a line that not every step shows */

const MARKUP = `
  <div class="cnn-scroll"><div class="cnn-stage">
    <div class="cnn-picture" role="img"></div><p class="cnn-late" role="status"></p>
    <p class="cnn-refusal" role="alert"></p>
  </div></div>
  <div class="cnn-bar">
    <button type="button" aria-label="step back">←</button><input type="range" min="0" step="1" aria-label="step">
    <button type="button" aria-label="step forward">→</button><button type="button" aria-label="play">▶ play</button>
    <select aria-label="speed"><option value="1200">slow</option><option value="500">normal</option>
    <option value="150">fast</option></select><span class="cnn-count"></span>
    <button type="button" class="cnn-copy">copy link</button>
  </div>
  <div class="cnn-sentences"><p class="cnn-words"></p><p class="cnn-verdict"></p></div>
  <div class="cnn-spoken" aria-live="polite"></div>`;

const STEPS = /^<g data-(?:at="(\d+)"|from="(\d+)"(?: data-to="(\d+)")?)/;

/** The first and the last step at which a line of the picture shows; null where it always does. @param {string} line */
export function spanOf(line) {
  const [timed, at, from, to] = STEPS.exec(line) ?? [];
  return timed ? { first: Number(at ?? from), last: Number(at ?? to ?? Infinity) } : null;
}

/** @param {string} markup */
function parsed(markup) {
  const paper = document.createElement("template");
  paper.innerHTML = markup;
  return paper.content;
}

/** @param {string} line */
function drawn(line) { // without its `display`, which is for a page without scripts
  const part = parsed(`<svg>${line}</svg>`).querySelector("svg").firstElementChild;
  part.removeAttribute("display");
  return part;
}

/** @param {() => void} act */
function afterTheFrame(act) {
  requestAnimationFrame(() => setTimeout(act));
}

/** @param {{ model: Model, el: HTMLElement }} view */
export function showCanvas({ model, el }) {
  const ids = `cnn${freshNumber()}-`; // two views of one picture must not share the ids of their patterns
  el.classList.add("cnn-canvas");
  el.innerHTML = MARKUP;
  const [stage, image, words, verdict, count] =
    ["stage", "picture", "words", "verdict", "count"].map((name) => el.querySelector(`.cnn-${name}`));
  const [back, forward, play] = el.querySelectorAll("button");
  const slider = el.querySelector("input"), speed = el.querySelector("select");
  speed.value = matchMedia("(prefers-reduced-motion: reduce)").matches ? "1200" : "500";

  const waiting = makeWaiting(model, el), spoken = makeSpoken(el, waiting.late), motion = makeMotion(el);
  const refusal = makeRefusal(model, el, () => { typed = null; });
  let k = 0, /** @type {Part[]} */ parts = [], /** @type {number | undefined} */ timer;
  let room = Infinity, peeked = /** @type {number | null} */ (null), typed = /** @type {Cell | null} */ (null); // a step under a pointer; the cell that was changed
  const last = () => model.get("alts").length - 1;

  function draw() { // a new picture: the parts of its steps stay text until they show
    parts = [];
    stay();
    const lines = model.get("svg").replace(/( id="|url\(#|href="#)/g, `$1${ids}`).split("\n").map((/** @type {string} */ line) => {
      const span = spanOf(line);
      if (!span) return line;
      parts.push({ line, ...span });
      return "<!---->";
    });
    const paper = parsed(lines.join("\n")), gaps = document.createTreeWalker(paper, NodeFilter.SHOW_COMMENT);
    for (const part of parts) part.gap = gaps.nextNode();
    slider.max = String(last());
    for (const control of [back, slider, play, forward, speed]) control.disabled = last() === 0;
    paper.querySelector("svg").setAttribute("aria-hidden", "true"); // its words say what it shows
    const changed = typed, before = changed ? placedTexts(image) : undefined;
    typed = null;
    motion.take(paper);
    place(paper);
    spoken.name(paper);
    show();
    if (changed && before) touch.after(before, paper, changed);
    image.replaceChildren(paper);
    follow();
  }

  function follow() {
    reveal(stage, [...parts.filter((part) => part.first === k && part.last === k).map((part) => part.drawn), ...motion.marks()]);
  }

  /** @param {boolean} [quietly] nobody has chosen it, and it is not read aloud */
  function show(quietly = false) { // one step of the picture that is here already: no word to the kernel is needed
    k = Math.max(0, Math.min(peeked ?? model.get("value"), last()));
    for (const part of parts) { // not in the page, for what is hidden is laid out all the same
      if (part.first <= k && k <= part.last) part.gap.replaceWith(part.drawn ??= drawn(part.line));
      else part.drawn?.replaceWith(part.gap);
    }
    motion.show(k, quietly || drag.holds());
    slider.value = String(k);
    count.textContent = `${k + 1} of ${last() + 1}`;
    slider.setAttribute("aria-valuetext", `step ${count.textContent}`);
    words.textContent = model.get("alts")[k];
    verdict.textContent = model.get("verdict");
    drag.show();
    if (quietly) return;
    for (const grid of grids.values()) if (grid.dataset.row) grid.mark(...grid.cellOf(k));
    spoken.soon(() => timer || refusal.shows() ? null : // a refusal is an alert already
      { words: words.textContent, verdict: verdict.textContent, k, last: last(), parts });
  }

  /** @param {number} step */
  function go(step) {
    stay();
    model.set("refusal", ""); // who goes on has read it
    model.set("value", Math.max(0, Math.min(step, last()))); // shows it here at once, whatever the kernel does
    afterTheFrame(() => model.save_changes()); // whose answers would take the browser's time from it
  }

  function stay() { // whatever a pointer showed
    peeked = null;
    touch.forget();
  }

  /** @param {boolean} on */
  function run(on) {
    clearInterval(timer);
    timer = on ? setInterval(tick, Number(speed.value)) : undefined;
    play.textContent = on ? "❚❚ pause" : "▶ play";
    play.setAttribute("aria-label", on ? "pause" : "play");
    if (!on) show();
  }

  function tick() {
    if (k < last()) go(k + 1);
    if (k === last()) run(false);
  }

  /** @param {number} step */
  const stopAt = (step) => {
    if (timer) run(false);
    if (!spoken.beyond(step, last())) go(step);
  };
  slider.addEventListener("input", () => stopAt(Number(slider.value)));
  slider.addEventListener("keydown", (/** @type {KeyboardEvent} */ { key, repeat }) => { // at its ends it has no "input"
    if (!repeat) spoken.beyond(k + ({ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[key] ?? 0), last());
  });
  back.addEventListener("click", () => stopAt(k - 1));
  forward.addEventListener("click", () => stopAt(k + 1));
  play.addEventListener("click", () => { if (!timer && k === last()) go(0); run(!timer); });
  speed.addEventListener("change", () => { if (timer) run(true); });

  // Grids of cells that a reader may choose (grid.js). They lie over the picture, outside its role "img", and keep
  // the focus when the picture under them is drawn anew.
  /** @type {Map<string, Grid>} */
  const grids = new Map();
  let left = ""; // the grid that had the focus when another picture came without it: where Escape leads back to

  function keepRoom() { // for the longest words, so that what stands below does not jump from step to step
    const now = words.textContent;
    words.style.minHeight = "";
    if (!el.querySelector(".cnn-narrow")) return;
    words.textContent = model.get("alts").reduce((/** @type {string} */ one, /** @type {string} */ other) => other.length > one.length ? other : one);
    words.style.minHeight = `${Math.ceil(words.getBoundingClientRect().height)}px`;
    words.textContent = now;
  }

  /** @param {ParentNode} picture */
  function place(picture) {
    const size = arrange(picture.querySelector("svg"), stage, room);
    keepRoom();
    const marks = new Map([...picture.querySelectorAll("[data-grid]")].map((mark) => [mark.dataset.grid, mark]));
    const held = [...grids].find(([name, grid]) => !marks.has(name) && grid === document.activeElement)?.[0];
    for (const [name, grid] of grids) {
      if (!marks.has(name)) { grid.remove(); grids.delete(name); }
    }
    for (const [name, mark] of marks) {
      const grid = grids.get(name) ?? makeGrid(name, chosen, waiting.ask), { box, over } = boxOf(mark);
      grids.set(name, grid);
      for (const old of ["row", "meets", "drag", "twin"]) delete grid.dataset[old]; // it may have had one before
      Object.assign(grid.dataset, mark.dataset, { box: box.join(" ") });
      grid.style.setProperty("--cnn-over", `${over}px`);
      lay(grid, box, size);
      grid.classList.toggle("cnn-small", box[3] < 140); // it may take a finger that would scroll the page
      const [row, column] = mark.dataset.chosen?.split(" ") ?? [grid.row, grid.column];
      grid.mark(Number(row), Number(column));
    }
    const focused = stage.querySelector(":focus"), boxOfGrid = (/** @type {Grid} */ grid) => grid.dataset.box ?? "";
    const inOrder = [...grids.values()].sort((one, other) => readsBefore(boxOfGrid(one), boxOfGrid(other)) ? -1 : 1);
    for (const [i, grid] of inOrder.entries()) {
      const there = stage.querySelectorAll(".cnn-grid")[i] ?? null;
      if (there !== grid) stage.insertBefore(grid, there);
    }
    focused?.focus({ preventScroll: true }); // what is moved would lose it
    if (!held) return;
    (grids.get(left) ?? inOrder.find(({ dataset }) => !("paint" in dataset)))?.focus({ preventScroll: true });
    left = held;
  }

  /** @param {Cell} cell @param {string} [text] @param {boolean} [came] */
  function chosen(cell, text, came) {
    if (!came) refusal.heard(); // it is of the cell before, or of the last key
    const grid = grids.get(cell.grid), step = grid?.stepOf(cell) ?? NaN;
    if (step >= 0 && step <= last()) stopAt(step);
    else if (text) spoken.say([text, came || !grid ? "" : touch.counted(grid, cell)].filter(Boolean).join("; "));
    else {
      typed = cell.value === undefined ? null : cell;
      waiting.ask(cell);
    }
  }

  /** @param {KeyboardEvent} event */
  function fold(event) { // what a picture was unfolded from: Escape folds it, anywhere in the explorer, and only then leaves
    const { escape } = /** @type {HTMLElement | null} */ (image.querySelector("[data-escape]"))?.dataset ?? {};
    const explorer = el.closest(".cnn-explorer, .cnn-page") ?? el;
    if (event.key !== "Escape" || !escape || !explorer.contains(/** @type {Node} */ (event.target))) return;
    event.stopPropagation();
    event.preventDefault();
    chosen({ grid: escape, row: 0, column: 0 });
  }
  document.addEventListener("keydown", fold, true);

  const touch = makeTouch(stage, grids, {
    last,
    peek(step) { peeked = step; show(true); },
    tell(told) { words.textContent = told || model.get("alts")[k]; },
    idle: () => !timer,
  });
  const drag = makeDrag(stage, grids, { go: stopAt, now: () => k, change: chosen, free: () => model.get("asked") === model.get("answered") });

  const unname = keepNames(el, model.get("about"));
  const unwatch = watch(stage, (width) => { // the panels stand where there is room for them
    room = width;
    place(image);
    follow();
  });

  const endNumbers = makeNumbers(model, el);
  const move = () => { stay(); show(); follow(); };
  model.on("change:svg", draw);
  model.on("change:value change:verdict", move);
  model.on("change:answered", drag.answered);
  draw();
  refusal.show();
  return () => {
    run(false);
    spoken.end();
    motion.end();
    unname();
    unwatch();
    waiting.end();
    model.off("change:svg", draw);
    model.off("change:value change:verdict", move);
    refusal.end();
    model.off("change:answered", drag.answered);
    touch.end();
    drag.end();
    endNumbers();
    document.removeEventListener("keydown", fold, true);
  };
}
