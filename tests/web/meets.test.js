import assert from "node:assert/strict";
import { test } from "node:test";

import { changedCells, metBy, nearestStep, placesOfWindow } from "../../helpers/web/meets.js";

const across = (name) => ({ "": 3, image: 3, output: 2, other: 2 })[name];

test("a cell's boxes are where the spans of its row cross those of its column, and they are counted", () => {
  const told = "image|windows|0+2/0+2,1+2/1+2||none|one|{} of them;output|cells|0/0+2/1|";
  assert.deepEqual(metBy(told, { row: 1, column: 0 }, across), [
    { name: "image", what: "windows", boxes: [[0, 0, 2, 2], [0, 1, 2, 2]], words: "2 of them" },
    { name: "output", what: "cells", boxes: [[0, 0, 1, 2]], words: "" },
  ]);
  assert.equal(metBy(told, { row: 0, column: 0 }, across)[0].words, "one");
});

test("columns may be others than rows, cells are counted one by one, and none is a number too", () => {
  const told = "image|cells|0+2/|1/0+3|none|one|{} cells";
  assert.deepEqual(metBy(told, { row: 0, column: 1 }, across)[0], { name: "image", what: "cells", boxes: [[0, 0, 3, 2]], words: "6 cells" });
  assert.deepEqual(metBy(told, { row: 1, column: 1 }, across)[0], { name: "image", what: "cells", boxes: [], words: "none" });
});

test("pairs are numbers of cells, for each own cell row by row", () => {
  const told = "output|pairs|//0,3///|";
  assert.deepEqual(metBy(told, { row: 0, column: 2 }, across)[0].boxes, [[0, 0, 1, 1], [1, 1, 1, 1]]);
  assert.deepEqual(metBy(told, { row: 1, column: 0 }, across)[0].boxes, []);
});

test("several grids are marked alike, and their number is said once", () => {
  const found = metBy("output,other|cells|0/1|0/1|none|one|many", { row: 1, column: 0 }, across);
  assert.deepEqual(found.map(({ name, boxes, words }) => [name, boxes, words]), [["output", [[0, 1, 1, 1]], "one"], ["other", [[0, 1, 1, 1]], ""]]);
});

test("a window snaps to the nearest place, of the filter that shows", () => {
  const { span, starts } = placesOfWindow("3 -1,1,3");
  assert.deepEqual([span, starts], [3, [-1, 1, 3]]);
  assert.deepEqual(placesOfWindow("5"), { span: 5, starts: [] });
  assert.equal(nearestStep(starts, [-1, -1], 0), 0);
  assert.equal(nearestStep(starts, [0.9, 2.2], 0), 5);
  assert.equal(nearestStep(starts, [-40, 40], 11), 9 + 2);
});

test("cells have changed whose texts are others at the same place", () => {
  const grid = { box: [100, 10, 40, 20], rows: 2, columns: 2 };
  const before = new Map([["110 15", "1"], ["130 15", "2"], ["110 26", "3"], ["10 15", "x"]]);
  const now = new Map([["110 15", "1"], ["130 15", "-2"], ["110 26", "4"], ["10 15", "y"], ["130 26", "5"]]);
  assert.deepEqual(changedCells(before, now, grid), [[0, 1], [1, 0]]);
  const two = [new Map([["110 15", "1"], ["110 18", "2"]]), new Map([["110 15", "3"], ["110 18", "4"]])];
  assert.deepEqual(changedCells(two[0], two[1], grid), [[0, 0]], "a cell with two texts is one cell");
});
