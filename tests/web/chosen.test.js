import assert from "node:assert/strict";
import { test } from "node:test";

import { makeChooser, placesFor } from "../../helpers/web/chosen.js";

const CONTROLS = [
  { name: "f", label: "filter F", kind: "slider", at: 2, low: 1, count: 11 },
  { name: "stride", label: "stride", kind: "slider", at: 0, low: 1, count: 8 },
  { name: "rounding", label: "rounding", kind: "buttons", at: 0, texts: ["exact", "floor"] },
];

test("values are places along their controls, and what is not named stays", () => {
  assert.deepEqual(placesFor(CONTROLS, [2, 0, 1], { stride: 3 }), { places: [2, 2, 1], step: undefined });
  assert.deepEqual(placesFor(CONTROLS, [2, 0, 1], { f: 1, rounding: "exact", step: 4 }), { places: [0, 0, 0], step: 4 });
  for (const values of [{ f: 0 }, { f: 12 }, { stride: 1.5 }, { n: 7 }]) assert.equal(placesFor(CONTROLS, [2, 0, 1], values), undefined);
});

test("a cell of a table sets the controls that it stands for, and no other cell does", () => {
  const went = [], hand = { places: () => [2, 0, 1], go: async (...asked) => { went.push(asked); return true; } };
  const choose = makeChooser({ map: { f: ["row", 1], stride: ["column", 1] }, photo: { f: ["row", 1], step: ["column", 0] } }, CONTROLS, hand);
  assert.equal(choose({ grid: "map", row: 4, column: 6 }), true);
  assert.equal(choose({ grid: "photo", row: 0, column: 5 }), true);
  assert.deepEqual(went, [[[4, 6, 1], undefined], [[0, 0, 1], 5]]);
  assert.equal(choose({ grid: "map", row: 4, column: 8 }), false); // no stride is 9
  assert.equal(choose({ grid: "map", row: 4, column: 6, value: "3" }), false);
  assert.equal(choose({ grid: "kernel", row: 0, column: 0 }), false);
  assert.equal(choose({ points: [] }), false);
  assert.equal(went.length, 2);
});
