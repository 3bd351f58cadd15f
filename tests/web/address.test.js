import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readAddress, writeAddress } from "../../helpers/web/address.js";

const { controls: CONTROLS, refused: REFUSED } = JSON.parse(readFileSync(new URL("addresses.json", import.meta.url), "utf8")); // tests/test_explore_address.py has them too

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
  for (const [query, said] of REFUSED) {
    const { places, refused } = readAddress(`${query}&image=a%3Db&step=2`, CONTROLS, [0, 0, 0, 0]);
    assert.deepEqual([places, refused], [[0, 0, 1, 0], [said]], query);
  }
  assert.deepEqual(readAddress("show=flip", [], []).refused, ["show cannot be “flip”: there are no controls here."]);
});
