// Which cells meet, as a picture says it in the data-meets of a grid (helpers/draw/meets.py): read, and counted.

/** @typedef {{ name: string, what: string, boxes: number[][], words: string }} Met boxes are [column, row, columns, rows] */

/** The spans (first, size) of the i-th part of a list. @param {string} list @param {number} i */
function spansOf(list, i) {
  const part = list.split("/")[i];
  return part ? part.split(",").map((span) => span.split("+").map(Number)).map(([first, size = 1]) => [first, size]) : [];
}

/**
 * What a cell meets, in each of the grids that `told` names: the boxes, and a sentence with how many they are, or "".
 * @param {string} told @param {{ row: number, column: number }} cell
 * @param {(grid: string) => number} across how many columns a grid has
 * @returns {Met[]}
 */
export function metBy(told, { row, column }, across) {
  return told.split(";").filter(Boolean).flatMap((part) => {
    const [names, what, rows, columns, ...words] = part.split("|");
    return names.split(",").map((name, i) => met(name, what, rows, columns, i ? [] : words));
  });

  /** @param {string} name @param {string} what @param {string} rows @param {string} columns @param {string[]} words */
  function met(name, what, rows, columns, words) {
    const wide = across(name);
    const boxes = what === "pairs"
      ? spansOf(rows, row * across("") + column).map(([number]) => [number % wide, Math.floor(number / wide), 1, 1])
      : spansOf(rows, row).flatMap(([top, high]) => spansOf(columns || rows, column).map(([left, broad]) => [left, top, broad, high]));
    const count = what === "cells" ? boxes.reduce((sum, [, , broad, high]) => sum + broad * high, 0) : boxes.length;
    return { name, what, boxes, words: (words[Math.min(count, 2)] ?? "").replace("{}", String(count)) };
  }
}

/** Where a window can stand: "3 0,2,4" are its span and its first rows, or columns; "3" is one around each step's cell. @param {string} told */
export function placesOfWindow(told) {
  const [span, starts] = told.split(" ");
  return { span: Number(span), starts: starts?.split(",").map(Number) ?? [] };
}

/**
 * The step whose window is nearest to one with this corner; filters come one after the other, and `k` is of the one that shows.
 * @param {number[]} starts @param {number[]} corner [row, column] @param {number} k
 */
export function nearestStep(starts, corner, k) {
  const [i, j] = corner.map((at) => starts.reduce((best, start, n) => Math.abs(start - at) < Math.abs(starts[best] - at) ? n : best, 0));
  const all = starts.length ** 2;
  return Math.floor(k / all) * all + i * starts.length + j;
}

/**
 * The cells of a box in which a text is another one than before; texts lie at "x y" in the picture's own px.
 * @param {Map<string, string>} before @param {Map<string, string>} now
 * @param {{ box: number[], rows: number, columns: number }} grid
 * @returns {[number, number][]} [row, column]
 */
export function changedCells(before, now, { box: [left, top, width, height], rows, columns }) {
  const cells = new Map(); // a cell may have two texts
  for (const [place, text] of now) {
    const [x, y] = place.split(" ").map(Number);
    const row = Math.floor((y - top) / height * rows), column = Math.floor((x - left) / width * columns);
    const inside = row >= 0 && row < rows && column >= 0 && column < columns;
    if (inside && before.has(place) && before.get(place) !== text) cells.set(row * columns + column, [row, column]);
  }
  return [...cells.values()];
}
