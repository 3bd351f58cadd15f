import assert from "node:assert/strict";
import { test } from "node:test";

import { broughtTo } from "../../helpers/web/motion.js";

test("a box that lies at its end is brought to another by parts of its own size", () => {
  const end = [634, 28, 44, 44];
  assert.equal(broughtTo(end, end), "translate(0%, 0%) scale(1, 1)");
  assert.equal(broughtTo([612, 72, 88, 22], end), "translate(-50%, 100%) scale(2, 0.5)");
});
