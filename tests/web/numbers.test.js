// The tables of a picture as the browser reads them, and how much of them shows at a step.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readTable, shownAt } from "../../helpers/web/numbers.js";

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
