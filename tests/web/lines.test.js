import assert from "node:assert/strict";
import { test } from "node:test";

import { judgeLines } from "../../helpers/web/lines.js";

// Seven lines: 2, 4, (0 and 6 in any order), 5 make the function; 1 and 3 are wrong.
const PLACES = [2, -1, 0, -1, 1, 4, 2], REASONS = ["", "Too wide.", "", "Too early.", "", "", ""];
const judge = (...order) => judgeLines(order, PLACES, REASONS, "f");

test("the right order is right, whichever of two lines that may change places comes first", () => {
  for (const order of [[2, 4, 0, 6, 5], [2, 4, 6, 0, 5]]) {
    assert.deepEqual(judge(...order), { ok: true, words: "Right: these lines make f. Now write it below, without looking if you can.", place: -1 });
  }
});

test("a wrong line is said before all else, with what is behind it", () => {
  assert.deepEqual(judge(2, 3), { ok: false, words: "Line 2 is a wrong one. Too early.", place: 1 });
  assert.deepEqual(judge(4, 1, 2), { ok: false, words: "Line 2 is a wrong one. Too wide.", place: 1 });
});

test("the first line that comes later is named, with those before it that are right", () => {
  assert.deepEqual(judge(4, 2), { ok: false, words: "Line 1 comes later.", place: 0 });
  assert.deepEqual(judge(2, 0, 4), { ok: false, words: "Line 1 is right. Line 2 comes later.", place: 1 });
  assert.deepEqual(judge(2, 4, 5, 0, 6), { ok: false, words: "Lines 1 to 2 are right. Line 3 comes later.", place: 2 });
  assert.deepEqual(judge(2, 4, 0, 5, 6).words, "Lines 1 to 3 are right. Line 4 comes later.");
});

test("an order that is right so far says how many lines are missing", () => {
  assert.equal(judge(2, 4, 6, 0).words, "Right so far. 1 line is missing.");
  assert.equal(judge(2).words, "Right so far. 4 lines are missing.");
  assert.equal(judge().words, "Put lines into the function first: a guess is enough.");
});
