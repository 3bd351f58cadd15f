import assert from "node:assert/strict";
import { test } from "node:test";

import { makeChooser, placesFor } from "../../helpers/web/chosen.js";

const CONTROLS = [
  { name: "f", label: "filter F", kind: "slider", at: 2, low: 1, count: 11 },
  { name: "stride", label: "stride", kind: "slider", at: 0, low: 1, count: 8 },
  { name: "rounding", label: "rounding", kind: "buttons", at: 0, texts: ["exact", "floor"] },
];

test("values are places along their controls, and what is not named stays", () => {
  assert.deepEqual(placesFor(CONTROLS, [2, 0, 1], { stride: 3 }), { places: [2, 2, 1], step: undefined, by: undefined });
  assert.deepEqual(placesFor(CONTROLS, [2, 0, 1], { f: 1, rounding: "exact", step: 4 }), { places: [0, 0, 0], step: 4, by: undefined });
  for (const values of [{ f: 0 }, { f: 12 }, { stride: 1.5 }, { n: 7 }]) assert.equal(placesFor(CONTROLS, [2, 0, 1], values), undefined);
});

test("a cell of a table sets the controls that it stands for, and no other cell does", () => {
  const went = [], hand = { places: () => [2, 0, 1], go: async (...asked) => { went.push(asked); return true; } };
  const choose = makeChooser({ map: { f: ["row", 1], stride: ["column", 1] }, photo: { f: ["row", 1], step: ["column", 0] } }, CONTROLS, hand);
  assert.equal(choose({ grid: "map", row: 4, column: 6 }), true);
  assert.equal(choose({ grid: "photo", row: 0, column: 5 }), true);
  assert.deepEqual(went, [[[4, 6, 1], undefined, undefined], [[0, 0, 1], 5, undefined]]);
  assert.equal(choose({ grid: "map", row: 4, column: 8 }), false); // no stride is 9
  assert.equal(choose({ grid: "map", row: 4, column: 6, value: "3" }), false);
  assert.equal(choose({ grid: "kernel", row: 0, column: 0 }), false);
  assert.equal(choose({ points: [] }), false);
  assert.equal(went.length, 2);
});

test("a cell may be counted, or stand for a name, and the last control that sets others says where that leads", () => {
  const layers = [{ name: "layer", label: "", kind: "list", at: 0, texts: ["whole", "C3"], sets: [1, 2] },
    { name: "map", label: "", kind: "slider", at: 0, low: 0, count: 16, sets: [2] }, { name: "row", label: "", kind: "slider", at: 0, low: 0, count: 10 }];
  const went = [], hand = { places: () => [0, 0, 7], go: async (...asked) => { went.push(asked); return true; } };
  const choose = makeChooser({ C3: { layer: ["is", "C3"], map: ["place", 0, 2] }, whole: { layer: ["is", "whole"] } }, layers, hand);
  assert.equal(choose({ grid: "C3", row: 4, column: 1 }), true);
  assert.equal(choose({ grid: "whole", row: 0, column: 0 }), true);
  assert.deepEqual(went, [[[1, 9, 7], undefined, 1], [[0, 0, 7], undefined, 0]]);
  assert.equal(choose({ grid: "C3", row: 8, column: 0 }), false); // there is no map 16
});
