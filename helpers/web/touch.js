// The hand on the picture: a pointer over a grid whose cells are steps shows that step for as long as it stays; one that rests
// on a cell marks what that cell meets (meets.js), as the keys do. Nothing of it goes to the kernel, and nothing is said
// aloud by a pointer. `after` flashes what a typed cell has changed.

import { lay } from "./grid.js";
import { changedCells, metBy } from "./meets.js";

/** @import { Cell, Grid } from "./grid.js" */
/** @typedef {{ row: number, column: number }} Place */

const RESTED = 250, LONG = 450, FLASH = 400; // ms: a pointer rests, a finger stays; a flash, as in canvas.css
const UNLIT = 500; // ms from flash to flash: three in a second may harm (WCAG 2.3.1), and a hand that drags makes more

/** The texts of a picture by their places. @param {ParentNode} picture */
export function placedTexts(picture) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  for (const text of picture.querySelectorAll("text")) {
    const spans = text.querySelectorAll("tspan[x]");
    for (const one of spans.length ? spans : [text]) {
      texts.set(`${one.getAttribute("x")} ${text.getAttribute("y")}`, one.textContent ?? "");
    }
  }
  return texts;
}

/** @param {string} className @param {number[]} box in cells @param {Grid} grid */
function markOn(className, box, grid) {
  const mark = document.createElement("div");
  mark.className = className;
  lay(mark, box, [Number(grid.dataset.columns), Number(grid.dataset.rows)]);
  return grid.appendChild(mark);
}

/** The grid that an event is on. @param {Event} event */
export const gridOf = ({ target }) => /** @type {Grid | null} */ (/** @type {Element} */ (target).closest?.(".cnn-grid"));

/** Whether a pointer is over the cells of a grid, not over what lies around them. @param {Grid} grid @param {PointerEvent} event */
export function over(grid, { clientX, clientY }) {
  const { left, top, right, bottom } = grid.getBoundingClientRect();
  return clientX >= left && clientX < right && clientY >= top && clientY < bottom;
}

/**
 * `peek` shows a step, or with null the chosen one again; `tell` puts a sentence in place of the step's words, or with "" takes
 * it back; `idle` says whether nothing moves by itself.
 * @param {HTMLElement} stage @param {Map<string, Grid>} grids
 * @param {{ last(): number, peek(step: number | null): void, tell(words: string): void, idle(): boolean }} canvas
 */
export function makeTouch(stage, grids, { last, peek, tell, idle }) {
  /** @type {HTMLElement[]} */
  let marks = [];
  let /** @type {number | undefined} */ rest, at = "", peeked = false, stayed = false, flashed = -UNLIT;

  /** What a grid's cells meet, or its twin's. @param {Grid} grid */
  const told = ({ dataset }) => dataset.meets ?? grids.get(dataset.twin ?? "")?.dataset.meets ?? "";

  /** The number at the end of a grid's name. @param {Grid} grid */
  const numberOn = ({ name }) => /\d*$/.exec(name)?.[0] ?? "";

  /** @param {Grid} grid @param {Place} place */
  function meeting(grid, place) {
    return metBy(told(grid).replaceAll("#", numberOn(grid)), place, (name) => Number((name ? grids.get(name) : grid)?.dataset.columns));
  }

  /** How many a cell meets, as a sentence; "" where its picture does not say. @param {Grid} grid @param {Place} place */
  const counted = (grid, place) => meeting(grid, place).map(({ words }) => words).filter(Boolean).join("; ");

  /** @param {Grid} grid @param {Place} place */
  function mark(grid, place) {
    clear();
    const spoken = grids.get((grid.dataset.twin ?? "").replace(/\d*$/, numberOn(grid))) ?? grid; // the product of a weight is of its channel
    const { label = "", rows, first = "0" } = spoken.dataset, count = counted(grid, place);
    for (const { name, what, boxes } of meeting(grid, place)) {
      const on = grids.get(name);
      if (on) marks.push(...boxes.map((box) => markOn(`cnn-met cnn-met-${what}`, box, on)));
    }
    if (marks.length || count) marks.push(markOn("cnn-met cnn-met-own", [place.column, place.row, 1, 1], grid));
    const where = Number(rows) === 1 ? `cell ${place.column + Number(first)}` : `row ${place.row + Number(first)}, column ${place.column + Number(first)}`;
    if (count && !grid.dataset.row) tell(`${label[0].toUpperCase()}${label.slice(1)}, ${where}: ${count}.`);
  }

  function clear() {
    clearTimeout(rest);
    if (!marks.length) return;
    for (const one of marks) one.remove();
    marks = [];
    tell("");
  }

  function leave() {
    at = "";
    clear();
    if (peeked) peek(null);
    peeked = false;
  }

  /** @param {PointerEvent} event */
  function gone({ target, buttons }) { // after a drag Chromium may let a pointer out of the stage without a pointerleave
    if (at && !buttons && !stage.contains(/** @type {Node} */ (target))) leave();
  }

  /** @param {PointerEvent} event */
  function moved(event) {
    const grid = gridOf(event), here = `${event.clientX} ${event.clientY}`;
    if (!event.isPrimary || here === at) return; // what moves under a hand that rests asks for nothing
    at = here;
    if (!grid || !over(grid, event) || event.buttons || event.pointerType === "touch") return event.buttons ? undefined : leave();
    const place = grid.cellAt(event), step = grid.dataset.row ? grid.stepOf({ grid: grid.name, ...place }) : NaN;
    const one = Number(grid.dataset.rows) > 1 && last() < Number(grid.dataset.columns); // one row is steps, and is crossed on the way
    const there = step >= 0 && step <= last() && !one && idle();
    if (there) peek(step);
    else if (peeked) peek(null);
    peeked = there;
    if (!told(grid)) return clear();
    if (marks.length) return mark(grid, place);
    clearTimeout(rest);
    rest = setTimeout(() => mark(grid, place), RESTED);
  }

  /** @param {PointerEvent} event */
  function pressed(event) { // a finger has no other way to rest
    const grid = gridOf(event);
    clear();
    stayed = false;
    if (event.pointerType !== "touch" || !grid || !told(grid) || !over(grid, event)) return;
    const place = grid.cellAt(event);
    rest = setTimeout(() => { mark(grid, place); stayed = true; }, LONG);
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    const grid = gridOf(event);
    if (grid?.dataset.meets && (event.key === "Tab" || event.key.startsWith("Arrow"))) mark(grid, grid);
  }

  /** @param {KeyboardEvent} event */
  function dismissed({ key }) { // wherever the focus is
    if (key === "Escape" && (marks.length || peeked)) leave();
  }

  stage.addEventListener("pointermove", moved);
  stage.addEventListener("pointerleave", leave);
  stage.addEventListener("pointerdown", pressed);
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) stage.addEventListener(end, () => clearTimeout(rest));
  stage.addEventListener("click", (event) => { if (stayed) event.stopPropagation(); }, true); // who asked what a cell meets
  stage.addEventListener("focusout", clear);
  stage.addEventListener("keyup", keyed);
  addEventListener("keydown", dismissed, true);
  addEventListener("pointermove", gone);

  return {
    counted,
    /** Something else than the pointer moves the picture. */
    forget() {
      clear();
      peeked = false;
    },
    /**
     * Flashes the cells whose texts are others than `before`, not the one that the hand has changed; where there are none,
     * as of a cell that no step so far reads, marks what that one meets.
     * @param {Map<string, string>} before @param {ParentNode} picture @param {Cell} changed
     */
    after(before, picture, changed) {
      const now = performance.now();
      if (now < flashed + UNLIT) return;
      const texts = placedTexts(picture), own = grids.get(changed.grid);
      for (const { dataset } of /** @type {NodeListOf<HTMLElement>} */ (picture.querySelectorAll("[data-grid]"))) {
        const grid = grids.get(dataset.grid ?? ""), { box = "", rows, columns } = dataset;
        if (!grid) continue;
        const cells = changedCells(before, texts, { box: box.split(" ").map(Number), rows: Number(rows), columns: Number(columns) })
          .filter(([row, column]) => grid.name !== changed.grid || row !== changed.row || column !== changed.column);
        if (cells.length) flashed = now;
        for (const [row, column] of cells) {
          const flash = markOn("cnn-flash", [column, row, 1, 1], grid);
          setTimeout(() => flash.remove(), FLASH);
        }
      }
      if (flashed !== now && own && told(own)) mark(own, changed);
    },
    end() {
      clear();
      removeEventListener("keydown", dismissed, true);
      removeEventListener("pointermove", gone);
    },
  };
}
