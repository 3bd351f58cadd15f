// What is dragged on a picture: a window over its input, from place to place where it can stand; and the number of a cell, up
// and down. A press without a move is a click, as everywhere. The keys have the same by the step slider, by the grid of the
// output and by typing.

import { lay } from "./grid.js";
import { nearestStep, placesOfWindow } from "./meets.js";
import { gridOf, over } from "./touch.js";

/** @import { Cell, Grid } from "./grid.js" */
/**
 * What a pointer holds: a window, `moves`, at a place `from` its corner, in cells, which was at step `first`; or a number, `before`.
 * @typedef {{
 *   id: number, grid: Grid, x: number, y: number, moves: boolean, begun: boolean, from: number[], first: number, before: number, sent: number,
 * }} Hold
 */

const ENDS = /** @type {const} */ (["pointerup", "pointercancel"]);
const SLACK = 4, EACH = 8; // px: a press does not tremble further; so many are one more or one less

/**
 * `go` shows a step, `now` is the one that shows; `change` takes a cell with its new value, and `free` says whether Python has
 * done the one before.
 * @param {HTMLElement} stage @param {Map<string, Grid>} grids
 * @param {{ go(step: number): void, now(): number, change(cell: Cell): void, free(): boolean }} canvas
 */
export function makeDrag(stage, grids, { go, now, change, free }) {
  /** @type {Map<Grid, HTMLElement>} */
  const handles = new Map(); // over the window, one for each grid that has one
  let /** @type {Hold | undefined} */ hold, /** @type {Cell | undefined} */ waits, dragged = false;

  /** Where a grid's window can stand, or its twin's. @param {Grid} grid */
  const told = ({ dataset }) => dataset.drag ?? grids.get(dataset.twin ?? "")?.dataset.drag ?? "";

  /** The corner [row, column] of the window that shows. @param {Grid} grid */
  function cornerOn(grid) {
    const { span, starts } = placesOfWindow(told(grid)), place = now() % starts.length ** 2;
    if (!starts.length) return grid.cellOf(now()).map((at) => at - (span - 1) / 2);
    return [starts[Math.floor(place / starts.length)], starts[place % starts.length]];
  }

  function show() { // the handles lie where the window of this step does
    if (hold && grids.get(hold.grid.name) !== hold.grid) drop(); // another picture came, without it
    for (const [grid, handle] of handles) {
      if (told(grid) && grids.get(grid.name) === grid) continue;
      handle.remove();
      handles.delete(grid);
    }
    for (const grid of grids.values()) {
      const { rows, columns } = grid.dataset;
      if (!told(grid)) continue;
      const { span, starts } = placesOfWindow(told(grid)), corner = cornerOn(grid), sizes = [Number(rows), Number(columns)];
      const first = corner.map((at) => starts.length ? at : Math.max(0, at)); // around a pixel at the edge, no more than the grid
      const [high, broad] = corner.map((at, i) => Math.min(at + span, starts.length ? Infinity : sizes[i]) - first[i]);
      const handle = handles.get(grid) ?? grid.appendChild(Object.assign(document.createElement("div"), { className: "cnn-handle" }));
      handles.set(grid, handle);
      lay(handle, [first[1], first[0], broad, high], [sizes[1], sizes[0]]);
    }
  }

  /** Where a pointer is, in cells. @param {Grid} grid @param {PointerEvent} event */
  function pointOn(grid, event) {
    const { left, top, width, height } = grid.getBoundingClientRect();
    return [(event.clientY - top) / height * Number(grid.dataset.rows), (event.clientX - left) / width * Number(grid.dataset.columns)];
  }

  /** @param {PointerEvent} event */
  function pressed(event) {
    const grid = gridOf(event), handle = grid && handles.get(grid), moves = Boolean(handle) && event.target === handle;
    dragged = false;
    if (!grid || !event.isPrimary || event.button || event.target instanceof HTMLInputElement) return;
    const finger = event.pointerType === "touch" && !grid.classList.contains("cnn-small"); // it scrolls the page there
    if (!moves && (finger || !grid.takes() || !over(grid, event))) return;
    const corner = moves ? cornerOn(grid) : [0, 0], from = pointOn(grid, event).map((at, i) => at - corner[i]);
    const before = Number(grid.value() ?? NaN);
    hold = { id: event.pointerId, grid, x: event.clientX, y: event.clientY, moves, begun: false, from, first: now(), before, sent: before };
  }

  /** @param {PointerEvent} event */
  function moved(event) {
    if (!hold || event.pointerId !== hold.id) return;
    const { grid, moves } = hold, [across, down] = [event.clientX - hold.x, event.clientY - hold.y];
    if (!hold.begun && (moves ? Math.hypot(across, down) : Math.abs(down)) <= SLACK) return;
    if (!hold.begun) {
      hold.begun = dragged = true;
      grid.setPointerCapture(hold.id);
      grid.classList.add(moves ? "cnn-dragged" : "cnn-pulled");
    }
    if (moves) move(pointOn(grid, event).map((at, i) => at - (hold?.from[i] ?? 0)));
    else pull(Math.trunc(-down / EACH));
  }

  /** @param {number[]} corner to which the window is dragged */
  function move(corner) {
    if (!hold) return;
    const { grid } = hold, { span, starts } = placesOfWindow(told(grid));
    if (starts.length) return goTo(nearestStep(starts, corner, now()));
    const sizes = [grid.dataset.rows, grid.dataset.columns]; // its steps are one row of the grid: Python has the others
    const [row, column] = corner.map((at, i) => Math.max(0, Math.min(Number(sizes[i]) - 1, Math.round(at + (span - 1) / 2))));
    const cell = { grid: grid.name, row, column };
    if (row === Number(grid.dataset.row)) return goTo(grid.stepOf(cell));
    send(cell);
  }

  /** @param {number} step */
  function goTo(step) {
    waits = undefined;
    if (step !== now()) go(step);
  }

  /** @param {number} by */
  function pull(by) {
    if (!hold) return;
    const { grid, before } = hold, [least, most] = (grid.dataset.ends ?? "").split(" ").map(Number);
    if (!Number.isNaN(before)) return put(Math.max(least, Math.min(most, Math.round(before) + by))); // whole, as what is typed
    send({ grid: grid.name, row: grid.row, column: grid.column, value: "" }); // only Python knows what stands there
    drop();
  }

  /** @param {number} value */
  function put(value) {
    if (!hold || value === hold.sent) return;
    const { name, row, column } = hold.grid;
    hold.sent = value;
    hold.grid.pull(String(value));
    send({ grid: name, row, column, value: String(value) });
  }

  /** @param {Cell} cell */
  function send(cell) {
    if (free()) change(cell);
    else waits = cell; // only the newest
  }

  function answered() {
    if (!free()) return;
    const cell = waits;
    waits = undefined;
    if (cell) change(cell);
    else if (!hold) for (const grid of grids.values()) grid.pull("");
  }

  function drop() {
    hold?.grid.classList.remove("cnn-dragged", "cnn-pulled");
    hold = undefined;
    if (free() && !waits) for (const grid of grids.values()) grid.pull("");
  }

  /** @param {PointerEvent} event */
  const released = (event) => { if (event.pointerId === hold?.id) drop(); };

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    if (event.key !== "Escape" || !hold?.begun) return;
    event.preventDefault();
    event.stopPropagation();
    if (!hold.moves) put(hold.before);
    else if (told(hold.grid)) goTo(hold.first);
    drop();
  }

  stage.addEventListener("pointerdown", pressed);
  addEventListener("pointermove", moved); // a hand goes on beyond the picture
  for (const end of ENDS) addEventListener(end, released);
  addEventListener("keydown", keyed, true); // wherever the focus is, and before Escape means anything else
  stage.addEventListener("click", (event) => { // what was dragged is not clicked
    if (dragged) event.stopPropagation();
    dragged = false;
  }, true);
  return {
    show,
    answered,
    holds: () => Boolean(hold?.begun),
    end() {
      removeEventListener("pointermove", moved);
      removeEventListener("keydown", keyed, true);
      for (const end of ENDS) removeEventListener(end, released);
    },
  };
}
