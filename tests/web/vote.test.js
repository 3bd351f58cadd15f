// A room's votes: what counts as counted, the shares, and which choice the room believes in.
import assert from "node:assert/strict";
import { test } from "node:test";

import { asks, counted, favourite, letterOf, open, said, shares } from "../../tools/labextensions/lecture/vote.js";

test("hands are whole numbers; an empty field is nobody; all empty is no vote", () => {
  assert.deepEqual(counted(["12", "", " 3 "]), [12, 0, 3]);
  for (const texts of [["", ""], ["0", "0"], ["2.5", "1"], ["-1", "4"], ["many", "4"], ["1e400", "1"]]) assert.equal(counted(texts), undefined, String(texts));
});

test("shares are of all hands, in whole percent, and of nobody they are 0", () => {
  assert.deepEqual(shares([1, 3]), [25, 75]);
  assert.deepEqual(shares([1, 1, 1]), [33, 33, 33]);
  assert.deepEqual(shares([0, 0]), [0, 0]);
});

test("the room believes in the choice with most hands of the last vote; of two with as many in the first", () => {
  assert.equal(favourite([[9, 1], [2, 8]]), 1);
  assert.equal(favourite([[9, 1]]), 0);
  assert.equal(favourite([[1, 5, 5]]), 1);
});

test("there are two votes; after the first one neighbours discuss", () => {
  assert.ok(open([]) && open([[1, 2]]) && !open([[1, 2], [3, 0]]));
  assert.equal(asks([]), "");
  assert.match(asks([[1, 2]]), /neighbour/);
  assert.equal(asks([[1, 2], [3, 0]]), "");
  assert.equal(said([[1, 3]]), "A 1, 25 %; B 3, 75 %. Convince your neighbour, then we count again.");
  assert.equal(said([[1, 3], [0, 4]]), "A 0, 0 %; B 4, 100 %.");
  assert.equal([0, 1, 2, 3].map(letterOf).join(""), "ABCD");
});
