// A grid of cells over the picture: arrow keys and clicks choose one. With data-values its cells can be changed too,
// with data-paint they are drawn on (paint.js), with data-called arrows only move and Enter chooses. `chosen(cell, text)` is told of every choice: `cell` has the grid's
// name, row and column, and `value` where one was typed; `text` is what a screen reader should hear of a cell with a
// value or of the paper that is drawn on. `send` takes the points of a stroke. What a pointer does besides is in touch.js and
// drag.js. With data-python its cells could be changed or drawn on too, if there were a Python.

import { makePaintable } from "./paint.js";

/** @import { Message } from "./model.js" */

/**
 * A grid: what is chosen in it, and what paint.js gives it. With data-row its cells are steps, from the first of that row
 * on: `cellOf` and `stepOf`, NaN for a cell that is none.
 * @typedef {HTMLDivElement & {
 *   name: string, row: number, column: number, mark(row: number, column: number): string,
 *   cellOf(step: number): [number, number], stepOf(cell: Cell): number,
 *   value(): string | undefined, takes(): boolean, pull(text: string): void, cellAt(event: MouseEvent): { row: number, column: number },
 *   stroke(event: PointerEvent): void, strike(event: KeyboardEvent, move?: number[]): boolean,
 * }} Grid
 * @typedef {{ grid: string, row: number, column: number, value?: string }} Cell
 */

/** @param {HTMLElement} box @param {number[]} place in cells or pixels @param {number[]} whole */
export function lay(box, [x, y, w, h], [width, height]) {
  Object.assign(box.style, {
    left: `${100 * x / width}%`, top: `${100 * y / height}%`, width: `${100 * w / width}%`, height: `${100 * h / height}%`,
  });
}

/**
 * Whether one box ("x y width height") stands above another one, or beside it on its left: the Tab key goes as one reads.
 * @param {string} one
 * @param {string} other
 */
export function readsBefore(one, other) {
  const [[x, y, , height], [otherX, otherY, , otherHeight]] = [one, other].map((box) => box.split(" ").map(Number));
  return y + height <= otherY || (otherY + otherHeight > y && x < otherX);
}

/** @param {KeyboardEvent} event */
const isLetter = ({ key, ctrlKey, metaKey, altKey }) => key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;

const MOVES = new Map([["ArrowUp", [-1, 0]], ["ArrowDown", [1, 0]], ["ArrowLeft", [0, -1]], ["ArrowRight", [0, 1]]]);

/**
 * @param {string} name
 * @param {(cell: Cell, text?: string, came?: boolean) => void} chosen `came`: the focus did, and nothing else has happened
 * @param {(message: Message) => void} send
 */
export function makeGrid(name, chosen, send) {
  const grid = /** @type {Grid} */ (document.createElement("div")), cell = document.createElement("div");
  Object.assign(grid, { className: "cnn-grid", tabIndex: 0, row: 0, column: 0, name });
  grid.setAttribute("role", "application");
  cell.className = "cnn-cell";
  grid.append(cell);
  makePaintable(grid, send, (text) => chosen({ grid: name, row: grid.row, column: grid.column }, text));
  const called = () => grid.dataset.called;
  const paints = () => "paint" in grid.dataset;
  const value = grid.value = () => grid.dataset.values?.split(" ")[grid.row * across() + grid.column];
  const takes = grid.takes = () => value() !== undefined || ("python" in grid.dataset && !paints());
  grid.pull = (text) => { // a number on its way to Python stands in its cell at once
    if (text) cell.dataset.pulled = text;
    else delete cell.dataset.pulled;
  };

  const across = () => Number(grid.dataset.columns);
  grid.cellOf = (step) => [Number(grid.dataset.row) + Math.floor(step / across()), step % across()];
  grid.stepOf = (place) => place.value === undefined ? (place.row - Number(grid.dataset.row)) * across() + place.column : NaN;
  grid.mark = (row, column) => {
    const { label, first = 0, twin } = grid.dataset; // `first`: the number of the first row and column
    Object.assign(grid, { tabIndex: twin ? -1 : 0, ariaHidden: twin ? "true" : null });
    const rows = Number(grid.dataset.rows), columns = across();
    grid.row = Math.max(0, Math.min(row, rows - 1));
    grid.column = Math.max(0, Math.min(column, columns - 1));
    lay(cell, [grid.column, grid.row, 1, 1], [columns, rows]);
    const number = value();
    let keys = number === undefined ? "Arrow keys choose." : "Arrow keys choose, a number or Enter changes.";
    if (called()) keys = "Arrow keys move, Enter chooses.";
    if (paints()) keys = "Arrow keys move, Space makes a dot, Shift and an arrow draw a line.";
    const kind = number === undefined ? "grid of cells" : "grid of numbers";
    const told = { label: `${label}, ${rows} by ${columns}`, roledescription: paints() ? "page to draw on" : kind, description: keys };
    for (const [part, text] of Object.entries(told)) if (grid.getAttribute(`aria-${part}`) !== text) grid.setAttribute(`aria-${part}`, text);
    // Where it stands is no part of its name, which would be read again at each arrow: it is said, and kept for tests.
    const place = `row ${grid.row + Number(first)}, column ${grid.column + Number(first)}`;
    grid.dataset.now = called() ? `${called()} ${grid.row * columns + grid.column}` : `${place}${number === undefined ? "" : `: ${number}`}`;
    return number === undefined && !(grid.dataset.meets || twin) ? "" : grid.dataset.now;
  };

  /** @param {number} row @param {number} column */
  function choose(row, column) {
    const text = grid.mark(row, column);
    chosen({ grid: name, row: grid.row, column: grid.column }, text);
  }

  grid.cellAt = (event) => {
    const { left, top, width, height } = grid.getBoundingClientRect();
    return { row: Math.floor((event.clientY - top) / height * Number(grid.dataset.rows)), column: Math.floor((event.clientX - left) / width * across()) };
  };

  /** @param {MouseEvent} event */
  function take(event) {
    const { row, column } = grid.cellAt(event);
    choose(row, column);
  }

  /** @param {string} [typed] */
  function edit(typed) {
    if (value() === undefined) return chosen({ grid: name, row: grid.row, column: grid.column, value: typed ?? "" });
    const field = cell.appendChild(document.createElement("input")), { row, column } = grid, before = value();
    field.inputMode = "numeric";
    field.setAttribute("aria-label", `${grid.dataset.label}, row ${row}, column ${column}`);
    field.value = typed ?? before ?? "";
    field.focus();
    if (typed === undefined) field.select();
    let open = true; // taking the field away blurs it, which would close it a second time
    /** @param {boolean} keep */
    const close = (keep) => {
      if (!open) return;
      open = false;
      field.remove();
      if (keep && field.value !== before) chosen({ grid: name, row, column, value: field.value });
    };
    field.addEventListener("blur", () => close(true));
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Enter" && event.key !== "Escape") return;
      close(event.key === "Enter");
      focus();
    });
  }

  let own = false; // the focus came by a key of the reader's, not from here
  function focus() {
    own = true;
    grid.focus({ preventScroll: true }); // a cell under a finger stays there
    own = false;
  }
  const quiet = (/** @type {boolean} */ on) => grid.classList.toggle("cnn-quiet", on); // has the focus, and no frame on a cell
  grid.addEventListener("focus", () => { // a cell that is a step is told of by its words
    if (!own) quiet(false);
    if (!own && grid.dataset.row === undefined) chosen({ grid: name, row: grid.row, column: grid.column }, grid.dataset.now, true);
  });
  grid.addEventListener("pointerdown", (event) => {
    if (event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    quiet(event.target !== grid); // what lies on its cells is dragged: nobody has chosen one
    if (!grid.dataset.twin) focus();
    if (paints()) return grid.stroke(event);
    if (event.target === grid) take(event);
  });
  grid.addEventListener("click", (event) => {
    if (event.target instanceof HTMLInputElement || paints()) return;
    quiet(false);
    if (event.target !== grid) take(event); // what lies on its cells may have been dragged
    if (takes()) edit();
  });
  grid.addEventListener("keydown", (event) => {
    quiet(false);
    const move = MOVES.get(event.key);
    if (paints()) { if (!grid.strike(event, move)) return; }
    else if (move && called()) {
      grid.mark(grid.row + move[0], grid.column + move[1]);
      chosen({ grid: name, row: grid.row, column: grid.column }, grid.dataset.now);
    }
    else if (move) choose(grid.row + move[0], grid.column + move[1]);
    else if (called() && [" ", "Enter"].includes(event.key)) choose(grid.row, grid.column);
    else if (takes() && event.key === "Enter") edit();
    else if (takes() && /^[-0-9]$/.test(event.key)) edit(event.key);
    else if (takes() && isLetter(event)) { // refused by who knows what a cell takes
      chosen({ grid: name, row: grid.row, column: grid.column, value: event.key });
    }
    else return;
    event.preventDefault();
  });
  return grid;
}

