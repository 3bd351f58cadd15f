import assert from "node:assert/strict";
import { test } from "node:test";

import { explorersOf } from "../../tools/labextensions/course/asked.js";
import { NOTEBOOKS, cellOf, cellsOf } from "./notebook.js";

const code = (...sources) => sources.map((source) => cellOf({ id: source, cell_type: "code", source }).model);

test("an explorer is named by its function and its place among those of the same function", () => {
  const cells = code("import x", "explore_conv_layer(show=())", "explore_pooling(\n    n=6,\n)", "n = 2\nexplore_conv_layer(n)");
  assert.deepEqual([...explorersOf(cells)], [["conv-layer-1", 1], ["pooling-1", 2], ["conv-layer-2", 3]]);
});

test("what shows no explorer has no name", () => {
  const cells = code("explorer = explore_lenet()", "explore_lenet().picture.still(4)", "explore_lenet()\nprint(1)", "# explore_lenet()", "explore_lenet()");
  assert.deepEqual([...explorersOf(cells)], [["lenet-1", 4]]);
  assert.deepEqual([...explorersOf([cellOf({ id: "1", cell_type: "markdown", source: "explore_lenet()" }).model])], []);
});

test("every stored picture of an explorer has a name, in all notebooks", () => {
  let count = 0;
  for (const name of NOTEBOOKS) {
    const cells = cellsOf(name).map(({ model }) => model), stored = cells.flatMap(({ type, sharedModel, outputs }, k) =>
      type === "code" && outputs.toJSON().some(({ data }) => data?.["image/svg+xml"]) && /\bexplore_/.test(sharedModel.getSource()) ? [k] : []);
    assert.deepEqual([...explorersOf(cells).values()], stored, name);
    count += stored.length;
  }
  assert.ok(count > 25);
});
