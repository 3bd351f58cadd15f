import assert from "node:assert/strict";
import { test } from "node:test";

import { rowDone } from "../../helpers/web/rows.js";
import { pictureName, saidOf } from "../../helpers/web/spoken.js";

const cell = (first, x, y, number, more = "") => ({ line: `<g data-from="${first}"${more}><text x="${x}" y="${y}">${number}</text></g>`, first, last: Infinity });

test("words come first, then that it is the last step, and the verdict where it is new", () => {
  const shown = { words: "Words.", verdict: "Verdict.", k: 1, last: 2, parts: [] };
  assert.equal(saidOf(shown, "", ""), "Words. Verdict.");
  assert.equal(saidOf(shown, "Verdict.", ""), "Words.");
  assert.equal(saidOf(shown, "Another.", "Not yet answered:"), "Not yet answered: Words. Verdict.");
  assert.equal(saidOf({ ...shown, k: 2 }, "", ""), "Words. This is the last step. Verdict.");
  assert.equal(saidOf({ ...shown, k: 0, last: 0 }, "Verdict.", ""), "Words.", "of one step nobody need say that it is the last");
  const parts = [cell(0, 10, 5, 3), cell(1, 20, 5, -4)];
  assert.equal(saidOf({ ...shown, k: 2 }, "Verdict.", "", false), "Words.", "another picture: nobody went to its end");
  assert.equal(saidOf({ ...shown, parts }, "Verdict.", ""), "Words. Output row 0: 3, -4.");
});

test("the last cell of a row says the row, in each output from 0", () => {
  const parts = [cell(0, 10, 5, 3), cell(1, 20, 5, 0.5), cell(2, 10, 15, 7), cell(3, 20, 15, 8, ' display="none"'),
    cell(4, 50, 5, 1), cell(5, 60, 5, 2), cell(6, 50, 15, 9), cell(7, 60, 15, "≈ 1")];
  assert.deepEqual(parts.map((_, k) => rowDone(parts, k)),
    ["", "Output row 0: 3, 0.5.", "", "Output row 1: 7, 8.", "", "Output row 0: 1, 2.", "", "Output row 1: 9, ≈ 1."]);
});

test("an output of one column is a row a step, and one of one row ends with it", () => {
  const column = [cell(0, 10, 5, 3), cell(1, 10, 15, 4)];
  assert.deepEqual(column.map((_, k) => rowDone(column, k)), ["Output row 0: 3.", "Output row 1: 4."]);
  const row = [cell(0, 10, 5, 3), cell(1, 20, 5, 4), cell(2, 30, 5, 5)];
  assert.deepEqual(row.map((_, k) => rowDone(row, k)), ["", "", "Output row 0: 3, 4, 5."]);
});

test("a cell with a frame besides its ground, as one that a shift has changed, is a cell of its row too", () => {
  const framed = cell(1, 20, 5, 6);
  framed.line = framed.line.replace("<text", '<rect x="15" fill="none"/><rect x="16" stroke-dasharray="5 3"/><text');
  assert.deepEqual([0, 1, 2].map((k) => rowDone([cell(0, 10, 5, 3), framed, cell(2, 30, 5, 8)], k)), ["", "", "Output row 0: 3, 6, 8."]);
});

test("what else comes in at a step is no cell", () => {
  const parts = [cell(0, 10, 5, 3), { line: '<g data-at="1"><text x="9" y="5">9</text></g>', first: 1, last: 1 },
    { line: '<g data-from="1"><path d="M0 0"/></g>', first: 1, last: Infinity }, cell(1, 20, 5, 4)];
  assert.equal(rowDone(parts, 1), "Output row 0: 3, 4.");
  assert.equal(rowDone([parts[2]], 1), "");
  assert.equal(rowDone(parts, 2), "", "a step behind all of them");
});

test("a picture is called by the titles of its panels, four at most, and no number is one", () => {
  const picture = (...titles) => ({ querySelectorAll: () => titles.map((textContent) => ({ querySelector: () => textContent === null ? null : { textContent } })) });
  assert.equal(pictureName(picture("input 7 × 7", null, "1.000", "output")), "picture: input 7 × 7, output");
  assert.equal(pictureName(picture("a1", "b", "c", "d", "e")), "picture: a1, b, c, d");
  assert.equal(pictureName(picture()), "picture");
});
