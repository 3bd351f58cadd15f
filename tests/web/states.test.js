import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { nextTo } from "../../helpers/web/hand.js";
import { makeStates, numberOf, placesOf, textsOf, unpack } from "../../helpers/web/states.js";

const code = (data) => deflateSync(JSON.stringify(data)).toString("base64");
const OPENING = { svg: "a\nb\nc", alts: ["one", "two"], verdict: "said", tables: ["its numbers"] };

test("a state has a number, with the last control fastest, and a number has its places", () => {
  assert.equal(numberOf([1, 2, 3], [2, 5, 7]), 1 * 35 + 2 * 7 + 3);
  for (let number = 0; number < 70; number += 1) assert.equal(numberOf(placesOf(number, [2, 5, 7]), [2, 5, 7]), number);
  assert.deepEqual(placesOf(6_187_298_207_999, [500, 7, 16, 28, 13, 13, 181, 129]), [499, 6, 15, 27, 12, 12, 180, 128]);
});

test("runs name texts of the page, from -1 down, and of the file, from 0 up", () => {
  assert.deepEqual(textsOf([-2, 2, 0, 1, -1, 1, 2, 2], ["p", "q", "r", "s"], ["A", "B", "C"]), ["B", "C", "p", "A", "r", "s"]);
  assert.deepEqual(textsOf([], [], []), []);
});

test("a file hands over what was packed", async () => {
  const data = [["ä × 3", "</script>"], { 5: [[0, 2], [0, 1], [1, 1]] }];
  assert.deepEqual(await unpack(code(data)), JSON.parse(JSON.stringify(data)));
});

test("a state is not here, then here, and one that the page does not have is none", async () => {
  const files = { low: code([["x"], { 2: [[-1, 1, 0, 1, -3, 1], [-4, 2], [-6, 1]] }]), high: code([["y"], { 9: [[0, 1], [0, 1], [0, 1]] }]) };
  const asked = [];
  const states = makeStates({ folder: "there/", first: [2, 8], names: ["low", "high"] }, OPENING, 11, async (folder, name) => {
    asked.push(folder + name);
    return files[name];
  });
  assert.equal(states.at(1), null, "before the first one there is none");
  assert.equal(states.at(2), undefined);
  assert.equal(states.at(11), OPENING, "what the page has itself is here from the beginning");
  await Promise.all([states.load(2), states.load(3), states.load(2)]);
  assert.deepEqual(states.at(2), { svg: "a\nx\nc", alts: ["one", "two"], verdict: "said", tables: [] });
  assert.deepEqual([states.at(3), states.at(9), states.at(-1)], [null, undefined, null]);
  await states.load(12);
  assert.deepEqual([states.at(9), states.at(12)], [{ svg: "y", alts: ["y"], verdict: "y", tables: [] }, null]);
  await states.load(-1);
  assert.deepEqual(asked, ["there/low", "there/high"], "each file is brought once");
});

test("a file that did not come is asked for again", async () => {
  let calls = 0;
  const states = makeStates({ folder: "", first: [0], names: ["only"] }, OPENING, 7, async () => {
    calls += 1;
    if (calls === 1) throw new Error("no line");
    return code([["x"], { 0: [[0, 1], [0, 1], [0, 1]] }]);
  });
  await assert.rejects(states.load(0), /no line/);
  assert.equal(states.at(0), undefined);
  await states.load(0);
  assert.equal(states.at(0)?.svg, "x");
});

test("the places next to one are those one and two away, the nearest first", () => {
  assert.deepEqual(nextTo(3, 10), [4, 2, 5, 1]);
  assert.deepEqual(nextTo(0, 2), [1]);
  assert.deepEqual(nextTo(9, 10), [8, 7]);
});
