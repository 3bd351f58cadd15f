// Rows of an output that fills up, one cell a step: a line of the picture is then one number, from its step on.

/** @typedef {{ line: string, first: number, last: number }} Timed a line that not every step shows */

const CELL = /^<g data-from="\d+"[^>]*>(?:<rect[^>]*>)*<text x="([\d.]+)" y="([\d.]+)">([^<]+)<\/text><\/g>$/;

/**
 * The row that step `k` completes, as a sentence; "" where it completes none. Its number counts from 0 in each output.
 * @param {Timed[]} parts in the order of their steps
 * @param {number} k
 */
export function rowDone(parts, k) {
  let row = -1, /** @type {string[]} */ numbers = [], /** @type {number[]} */ before = [], done = "";
  for (const { line, first } of parts) {
    const [, x, y, number] = CELL.exec(line) ?? [];
    if (!number) continue;
    if (first > k) return Number(y) === before[1] && Number(x) > before[0] ? "" : done;
    if (Number(y) !== before[1] || Number(x) <= before[0]) { // the cell is the first one of a row
      row = Number(y) > before[1] ? row + 1 : 0;
      numbers = [];
    }
    numbers.push(number);
    before = [Number(x), Number(y)];
    done = first === k ? `Output row ${row}: ${numbers.join(", ")}.` : "";
  }
  return done;
}
