import assert from "node:assert/strict";
import { test } from "node:test";

import { readAddress, writeAddress } from "../../helpers/web/address.js";

const CONTROLS = [
  { name: "stride", label: "stride", kind: "slider", at: 0, low: 1, count: 4 },
  { name: "flip", label: "", kind: "buttons", at: 0, texts: ["correlation", "convolution"], values: ["False", "True"] },
  { name: "image", label: "input", kind: "list", at: 1, texts: ["two & more", "a=b"] },
  { name: "pool", label: "POOL", kind: "switch", at: 1, values: ["False", "True"] },
];

test("an address is read as it was written, whatever its values are called", () => {
  for (const places of [[0, 0, 0, 0], [3, 1, 1, 1], [2, 0, 1, 0]]) {
    const address = writeAddress("conv-layer-2", CONTROLS, places, 7, ["flip", "image"]);
    const [id, query] = address.split("?");
    assert.equal(id, "#conv-layer-2");
    assert.deepEqual(readAddress(query, CONTROLS, [1, 1, 1, 1]), { places, step: 7, show: ["flip", "image"], refused: [] });
  }
  assert.equal(writeAddress("a-1", CONTROLS, [1, 1, 1, 0], 0), "#a-1?stride=2&flip=True&image=a%3Db&pool=False&step=0");
});

test("what is not named stays as it was", () => {
  assert.deepEqual(readAddress("stride=3", CONTROLS, [0, 1, 0, 1]), { places: [2, 1, 0, 1], refused: [] });
  assert.deepEqual(readAddress("", CONTROLS, [0, 1, 0, 1]), { places: [0, 1, 0, 1], refused: [] });
  assert.deepEqual(readAddress("show=", CONTROLS, [0, 0, 0, 0]).show, []);
});

test("nonsense is refused in a sentence each, and the rest is taken", () => {
  for (const [query, said] of [
    ["stride=5", "stride cannot be “5”: it is 1 to 4."],
    ["stride=02", "stride cannot be “02”: it is 1 to 4."],
    ["flip=convolution", "flip cannot be “convolution”: it is False, True."],
    ["pool=1", "pool cannot be “1”: it is False, True."],
    ["step=-1", "step cannot be “-1”: it is a whole number, from 0 on."],
    ["step=1.5", "step cannot be “1.5”: it is a whole number, from 0 on."],
    ["show=flip,x", "show cannot be “x”: there are stride, flip, image, pool."],
    ["Stride=2", "There is no “Stride” here: there are stride, flip, image, pool, step, show."],
    [`a${"b".repeat(99)}=1`, `There is no “a${"b".repeat(29)}…” here: there are stride, flip, image, pool, step, show.`],
  ]) {
    const { places, refused } = readAddress(`${query}&image=a%3Db&step=2`, CONTROLS, [0, 0, 0, 0]);
    assert.deepEqual([places, refused], [[0, 0, 1, 0], [said]], query);
  }
  assert.deepEqual(readAddress("show=flip", [], []).refused, ["show cannot be “flip”: there are no controls here."]);
});
