// Shows the k-th step of a picture, and is itself the control that chooses k. It knows nothing of convolution:
// what is computed or drawn is Python. From the kernel come `svg` (every step in one text), `alts` (the words of
// each step), `verdict` and `value` (the step); back go `value` and, as messages, the cells that a reader chose.

let views = 0;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function render({ model, el }) {
  const ids = `cnn${++views}-`; // two views of one picture must not share the ids of their patterns
  const stage = make("div", { class: "cnn-stage" });
  const image = make("div", { class: "cnn-picture", role: "img" });
  const back = make("button", { type: "button", "aria-label": "step back" }, "←");
  const slider = make("input", { type: "range", min: 0, step: 1, "aria-label": "step" });
  const play = make("button", { type: "button", "aria-label": "play" }, "▶ play");
  const forward = make("button", { type: "button", "aria-label": "step forward" }, "→");
  const speed = make("select", { "aria-label": "speed" });
  for (const [name, per] of [["slow", 1200], ["normal", 500], ["fast", 150]]) speed.append(make("option", { value: per }, name));
  speed.value = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1200 : 500;
  const count = make("span", { class: "cnn-count" });
  const words = make("p", { class: "cnn-words" });
  const verdict = make("p", { class: "cnn-verdict" });
  const spoken = make("div", { class: "cnn-spoken", "aria-live": "polite" });
  stage.append(image);
  el.classList.add("cnn-canvas");
  el.append(stage, make("div", { class: "cnn-bar" }, back, slider, forward, play, speed, count), words, verdict, spoken);

  let k = 0, parts = [], timer = null, rest = null;
  const last = () => model.get("alts").length - 1;

  function draw() { // a new picture: all of its steps at once
    image.innerHTML = model.get("svg").replace(/(id="|url\(#)/g, `$1${ids}`);
    parts = [...image.querySelectorAll("[data-at], [data-from]")];
    slider.max = last();
    for (const control of [back, slider, play, forward, speed]) control.disabled = last() === 0;
    verdict.textContent = model.get("verdict");
    grids();
    show(model.get("value"));
  }

  function show(step) { // one step of the picture that is here already: no word to the kernel is needed
    k = Math.max(0, Math.min(step, last()));
    for (const part of parts) {
      const on = "at" in part.dataset ? Number(part.dataset.at) === k : Number(part.dataset.from) <= k;
      if (on) part.removeAttribute("display");
      else part.setAttribute("display", "none");
    }
    for (const box of overlays.values()) if (box.dataset.row) box.place(box.row, k);
    slider.value = k;
    count.textContent = `${k + 1} of ${last() + 1}`;
    slider.setAttribute("aria-valuetext", `step ${count.textContent}`);
    words.textContent = model.get("alts")[k];
    image.setAttribute("aria-label", words.textContent);
    clearTimeout(rest); // a screen reader hears where the motion came to rest, not every frame
    rest = setTimeout(() => { if (!timer) spoken.textContent = `${verdict.textContent} ${words.textContent}`; }, 600);
  }

  function go(step) {
    show(step);
    model.set("value", k);
    model.save_changes();
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = "▶ play";
    play.setAttribute("aria-label", "play");
  }

  function start() {
    if (k === last()) go(0);
    timer = setInterval(() => { if (k < last()) go(k + 1); if (k === last()) { stop(); show(k); } }, Number(speed.value));
    play.textContent = "❚❚ pause";
    play.setAttribute("aria-label", "pause");
  }

  slider.addEventListener("input", () => { stop(); go(Number(slider.value)); });
  back.addEventListener("click", () => { stop(); go(k - 1); });
  forward.addEventListener("click", () => { stop(); go(k + 1); });
  play.addEventListener("click", () => (timer ? stop() : start()));
  speed.addEventListener("change", () => { if (timer) { stop(); start(); } });

  // Grids whose cells a reader may choose. They lie over the picture, outside its role "img", and keep the
  // focus when the picture under them is drawn anew.
  const overlays = new Map();

  function grids() {
    const marks = [...image.querySelectorAll("[data-grid]")];
    const [width, height] = image.firstElementChild.getAttribute("viewBox").split(" ").slice(2).map(Number);
    for (const name of overlays.keys()) {
      if (!marks.some((mark) => mark.dataset.grid === name)) { overlays.get(name).remove(); overlays.delete(name); }
    }
    for (const mark of marks) {
      if (!overlays.has(mark.dataset.grid)) overlays.set(mark.dataset.grid, stage.appendChild(overlay(mark.dataset.grid)));
      const box = overlays.get(mark.dataset.grid), [x, y, w, h] = mark.dataset.box.split(" ").map(Number);
      Object.assign(box.dataset, mark.dataset);
      Object.assign(box.style, { left: `${100 * x / width}%`, top: `${100 * y / height}%`, width: `${100 * w / width}%`, height: `${100 * h / height}%` });
      box.place(Number(mark.dataset.row ?? Math.min(box.row, mark.dataset.rows - 1)), Math.min(box.column, mark.dataset.columns - 1));
    }
  }

  function overlay(name) {
    const box = make("div", { class: "cnn-grid", tabindex: 0, role: "application" }), cell = make("div", { class: "cnn-cell" });
    box.append(cell);
    Object.assign(box, { row: 0, column: 0 });
    const value = () => box.dataset.values?.split(" ")[box.row * box.dataset.columns + box.column];
    box.place = (row, column) => {
      [box.row, box.column] = [row, column];
      const { rows, columns, label } = box.dataset;
      Object.assign(cell.style, { left: `${100 * column / columns}%`, top: `${100 * row / rows}%`, width: `${100 / columns}%`, height: `${100 / rows}%` });
      const now = `row ${row}, column ${column}${value() === undefined ? "" : `: ${value()}`}`;
      box.setAttribute("aria-label", `${label}, ${rows} by ${columns} cells. Arrow keys choose${value() === undefined ? "" : ", a number or Enter changes"}. At ${now}`);
      if (document.activeElement === box) spoken.textContent = now;
    };
    const choose = (row, column) => {
      box.place(Math.max(0, Math.min(row, box.dataset.rows - 1)), Math.max(0, Math.min(column, box.dataset.columns - 1)));
      if (Number(box.dataset.row) === box.row) { stop(); go(box.column); }
      else if (value() === undefined) model.send({ grid: name, row: box.row, column: box.column });
    };
    const edit = (first) => {
      const field = cell.appendChild(make("input", { inputmode: "numeric", "aria-label": `${box.dataset.label}, row ${box.row}, column ${box.column}` }));
      const close = (keep) => {
        if (!field.isConnected) return;
        const text = field.value;
        field.remove();
        if (keep && text !== value()) model.send({ grid: name, row: box.row, column: box.column, value: text });
      };
      field.value = first ?? value();
      field.focus();
      if (first === undefined) field.select();
      field.addEventListener("blur", () => close(true));
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === "Escape") { close(event.key === "Enter"); box.focus(); }
        event.stopPropagation();
      });
    };
    box.addEventListener("pointerdown", (event) => {
      if (event.target.tagName === "INPUT") return;
      const area = box.getBoundingClientRect();
      event.preventDefault();
      box.focus();
      choose(Math.floor((event.clientY - area.top) / area.height * box.dataset.rows), Math.floor((event.clientX - area.left) / area.width * box.dataset.columns));
      if (value() !== undefined) edit();
    });
    box.addEventListener("keydown", (event) => {
      const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (move) choose(box.row + move[0], box.column + move[1]);
      else if (value() !== undefined && event.key === "Enter") edit();
      else if (value() !== undefined && /^[-0-9]$/.test(event.key)) edit(event.key);
      else return;
      event.preventDefault();
    });
    return box;
  }

  // JupyterLab takes single keys as commands ("d d" deletes the cell): keep them from it, in the whole explorer.
  // Its sliders' handles have no names of their own.
  function adopt() {
    const explorer = el.closest(".cnn-explorer") ?? el;
    if (explorer.dataset.lmSuppressShortcuts) return;
    explorer.dataset.lmSuppressShortcuts = "true";
    explorer.addEventListener("keydown", (event) => { if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation(); });
    for (const handle of explorer.querySelectorAll(".noUi-handle")) {
      handle.setAttribute("aria-label", handle.closest(".widget-slider").querySelector(".widget-label").textContent);
    }
  }
  const attached = new ResizeObserver(adopt);
  attached.observe(el);

  const changed = () => show(model.get("value"));
  const judged = () => { verdict.textContent = model.get("verdict"); };
  model.on("change:verdict", judged);
  model.on("change:svg", draw);
  model.on("change:value", changed);
  draw();
  return () => { stop(); clearTimeout(rest); attached.disconnect(); model.off("change:svg", draw); model.off("change:value", changed); model.off("change:verdict", judged); };
}

export default { render };
