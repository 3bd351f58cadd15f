import assert from "node:assert/strict";
import { test } from "node:test";

import { spanOf } from "../../helpers/web/canvas.js";
import { lay, readsBefore } from "../../helpers/web/grid.js";
import { remember } from "../../helpers/web/model.js";
import { flow, scrolled } from "../../helpers/web/panels.js";

test("a line of the picture says at which steps it shows, or shows always", () => {
  assert.deepEqual(spanOf('<g data-at="12" display="none"><text>1</text></g>'), { first: 12, last: 12 });
  assert.deepEqual(spanOf('<g data-from="3">'), { first: 3, last: Infinity });
  assert.deepEqual(spanOf('<g data-from="3" data-to="10">'), { first: 3, last: 10 });
  for (const always of ['<g data-grid="input" data-at="1">', '<text>data-at="1"</text>', ' <g data-at="1">']) assert.equal(spanOf(always), null);
});

test("a cell lies where its row and column are, in parts of the whole", () => {
  const box = { style: {} };
  lay(box, [1, 2, 1, 1], [4, 8]);
  assert.deepEqual(box.style, { left: "25%", top: "25%", width: "25%", height: "12.5%" });
});

test("the Tab key goes as one reads: down, and from left to right in one row", () => {
  const boxes = ["0 0 100 50", "120 20 100 50", "10 80 80 40", "0 120 20 20"];
  for (const [i, one] of boxes.entries()) {
    for (const [k, other] of boxes.entries()) if (i + 1 === k) assert.deepEqual([readsBefore(one, other), readsBefore(other, one)], [true, false]);
  }
  assert.equal(readsBefore("0 0 100 50", "0 50 100 50"), true, "what begins where the other ends is below it");
});

test("panels stand beside each other while there is room, and then below the highest of the row", () => {
  const boxes = [[10, 5, 100, 40], [130, 5, 100, 60], [250, 5, 100, 20]];
  assert.deepEqual(flow(boxes, 1000), { shifts: [[-10, -5], [-14, -5], [-18, -5]], size: [332, 60] });
  assert.deepEqual(flow(boxes, 216), { shifts: [[-10, -5], [-14, -5], [-250, 71]], size: [216, 96] });
  assert.deepEqual(flow(boxes, 50), { shifts: [[-10, -5], [-130, 51], [-250, 127]], size: [100, 152] });
});

test("what was drawn below all of a row does not come to stand in it", () => {
  assert.deepEqual(flow([[0, 0, 100, 50], [200, 40, 100, 50], [0, 90, 40, 10]], 1000).shifts, [[0, 0], [-84, -40], [0, -24]]);
  assert.deepEqual(flow([[0, 0, 100, 50], [200, 40, 100, 50], [0, 89, 40, 10]], 1000).shifts, [[0, 0], [-84, -40], [232, -89]]);
});

test("what was drawn in one row, all of one height, stays together where it can", () => {
  const boxes = [[0, 0, 100, 90], [110, 0, 100, 80], [220, 0, 100, 80], [330, 0, 20, 70]];
  assert.deepEqual(flow(boxes, 220).shifts, [[0, 0], [-110, 106], [-104, 106], [-330, 202]]);
  assert.deepEqual(flow(boxes, 215).shifts, [[0, 0], [-110, 106], [-220, 202], [-214, 202]], "where it cannot, there is no wish");
  assert.deepEqual(flow(boxes, 1000).shifts, [[0, 0], [6, 0], [12, 0], [18, 0]]);
});

test("a place is scrolled to what is out of sight, and not to what is seen", () => {
  assert.equal(scrolled(10, 40, 0, 100), 0);
  assert.equal(scrolled(90, 110, 0, 100), 50, "its middle comes to the middle");
  assert.equal(scrolled(10, 40, 30, 100), -25, "the browser stops at the beginning");
  assert.equal(scrolled(40, 150, 0, 100), 0, "of what is wider, a part is enough");
  assert.equal(scrolled(41, 150, 0, 100), 41, "or else it begins at the left");
});

test("a model that only remembers tells its listeners of each change, once", () => {
  const told = [], model = remember({ value: 1, svg: "a" }, () => {});
  const listener = () => told.push(model.get("value"));
  model.on("change:value change:svg", listener);
  model.on("change:value", listener);
  model.set("value", 2);
  model.set("svg", "b");
  model.set("verdict", "nobody listens");
  model.off("change:svg", listener);
  model.set("svg", "c");
  model.save_changes();
  assert.deepEqual(told, [2, 2]);
  assert.deepEqual(["value", "svg", "verdict"].map((name) => model.get(name)), [2, "c", "nobody listens"]);
});

test("what would go to the kernel goes to whoever made the model", () => {
  const model = remember({}, (message, self) => self.set("answer", message.answer + 1));
  model.send({ answer: 41 });
  assert.equal(model.get("answer"), 42);
});
