// A pixel of the result that is pointed at, or chosen by keys: its window is framed on the photograph, and its sum is said.

import { lay, makeGrid } from "../../helpers/web/grid.js";

/**
 * Lays a grid over the result and frames over both pictures. `told` gives the sentence of a pixel, which goes to `say`; `rest` is
 * called where no pixel is pointed at any more. The answer takes the frames away.
 * @param {HTMLElement} photo @param {HTMLElement} result what holds the pictures @param {number[]} shape rows, columns
 * @param {(row: number, column: number) => string} told @param {(words: string, aloud: boolean) => void} say @param {() => void} rest
 */
export function makePointed(photo, result, [rows, columns], told, say, rest) {
  const frames = [photo, result].map((stage) => stage.appendChild(Object.assign(document.createElement("div"), { className: "frame", hidden: true })));
  const show = (/** @type {number} */ row, /** @type {number} */ column, aloud = false) => {
    for (const [frame, reach] of /** @type {[HTMLElement, number][]} */ ([[frames[0], 1], [frames[1], 0]])) {
      lay(frame, [column - reach, row - reach, 1 + 2 * reach, 1 + 2 * reach], [columns, rows]);
      frame.hidden = false;
    }
    say(told(row, column), aloud);
  };
  const hide = () => { for (const frame of frames) frame.hidden = true; };
  const grid = makeGrid("result", ({ row, column }, _text, came) => show(row, column, !came), () => {});
  Object.assign(grid.dataset, { label: "pixels of the result", rows, columns });
  lay(grid, [0, 0, 1, 1], [1, 1]);
  grid.mark(Math.floor(rows / 2), Math.floor(columns / 2));
  result.append(grid);

  for (const stage of [photo, result]) {
    const point = (/** @type {PointerEvent} */ event) => {
      if (event.type === "pointerdown") event.preventDefault(); // or the grid would lose the focus, and what is shown
      const { left, top, width, height } = stage.getBoundingClientRect();
      const row = Math.floor((event.clientY - top) / height * rows), column = Math.floor((event.clientX - left) / width * columns);
      if (row >= 0 && row < rows && column >= 0 && column < columns) show(row, column);
    };
    for (const type of /** @type {const} */ (["pointerdown", "pointermove"])) stage.addEventListener(type, point);
    stage.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "touch") return; // a finger has no other way to read what it has pointed at
      hide();
      rest();
    });
  }
  grid.addEventListener("blur", () => {
    hide();
    rest();
  });
  return hide;
}
