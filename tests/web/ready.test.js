import assert from "node:assert/strict";
import { test } from "node:test";

import { makeStore, nearTo } from "../../helpers/web/ready.js";

const ready = (key, size) => ({ key, size, shown: [], step: null, state: {} });
const control = (values) => ({ get: (name) => values[name] });

test("a store keeps no more than its letters, and what was used last", () => {
  const store = makeStore(100);
  for (const key of ["a", "b", "c"]) store.put(key, ready(key, 30));
  store.get("a");
  store.put("d", ready("d", 30));
  assert.deepEqual(["a", "b", "c", "d"].map(store.has), [true, false, true, true]);
  assert.equal(store.size(), 90);
  store.put("d", ready("d", 10)); // once more, and smaller
  assert.equal(store.size(), 70);
  store.put("e", ready("e", 101));
  assert.equal(store.has("e"), false);
  store.clear();
  assert.deepEqual([store.size(), store.get("a")], [0, null]);
});

test("where a hand rests the nearest values come first, within the slider", () => {
  assert.deepEqual(nearTo(control({ value: 5, min: 0, max: 9 }), 0), [6, 4, 7, 3]);
  assert.deepEqual(nearTo(control({ value: 0, min: 0, max: 1 }), 0), [1]);
});

test("where a hand moves, those ahead of it", () => {
  assert.deepEqual(nearTo(control({ value: 5, min: 0, max: 8 }), 1), [7, 8, 6]);
  assert.deepEqual(nearTo(control({ value: 5, min: 0, max: 8 }), -1), [3, 2, 1, 4]);
  assert.deepEqual(nearTo(control({ value: 5, min: 0, max: 20 }), 1, 4), [9, 10, 11, 8]);
});

test("of a list all, the nearest first, of a switch the other, of a text none", () => {
  assert.deepEqual(nearTo(control({ index: 1, _options_labels: ["a", "b", "c", "d"] }), 0), [2, 0, 3]);
  assert.deepEqual(nearTo(control({ index: 1, _options_labels: ["a", "b", "c", "d"] }), 1), [2, 0, 3]);
  assert.deepEqual(nearTo(control({ value: false }), 0), [true]);
  assert.deepEqual(nearTo(control({ value: "2 2 3" }), 0), []);
});
