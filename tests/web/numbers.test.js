// The tables of a picture as the browser reads them: what shows at a step, and which row is done.

import assert from "node:assert/strict";
import { test } from "node:test";

import { doneAt, readTable, shownAt } from "../../helpers/web/numbers.js";

const OUTPUT = readTable("0\t8\t2\toutput 2 × 3\ncolumn 0\tcolumn 1\tcolumn 2\nrow 0\t1\t-2\t3.5\nrow 1\t4\t5\t6");
const INPUT = readTable("3\t3\t\tinput\npadding\npadding\t0");

test("a table is read from its text", () => {
  assert.deepEqual(OUTPUT, {
    first: 0, last: 8, fills: 2, caption: "output 2 × 3", columns: ["column 0", "column 1", "column 2"],
    rows: ["row 0", "row 1"], cells: [["1", "-2", "3.5"], ["4", "5", "6"]],
  });
  assert.deepEqual([INPUT.first, INPUT.last, INPUT.cells], [3, 3, [["0"]]]);
});

test("cells come one a step where the table says so, else they all show", () => {
  assert.deepEqual([0, 1, 2, 3, 8].map((k) => shownAt(OUTPUT, k)), [0, 0, 1, 2, 7]);
  assert.equal(shownAt(INPUT, 3), Infinity);
});

test("a row is said when its last cell has come, and at no other step", () => {
  const said = Array.from({ length: 12 }, (_, k) => doneAt(OUTPUT, k));
  assert.deepEqual(Object.fromEntries([...said.entries()].filter(([, words]) => words)), {
    4: "Output 2 × 3, row 0: 1, -2, 3.5.", 7: "Output 2 × 3, row 1: 4, 5, 6.",
  });
  assert.equal(doneAt(INPUT, 3), "");
});
