import assert from "node:assert/strict";
import { test } from "node:test";

import { toNumber } from "../../tools/site/number.js";

const READ = { 5: 5, " 2.5 ": 2.5, "2,5": 2.5, "-3": -3, "7/2": 3.5, "7 / 2": 3.5, "34,848": 34848, "1 234 567": 1234567, "1,23": 1.23, "0,500": 0.5 };

for (const [text, number] of Object.entries(READ)) test(`"${text}" is ${number}`, () => assert.equal(toNumber(text), number));

for (const text of ["", " ", "five", "5 px", "1/2/3", "/2", "2/", "1,000,00", "0/0"]) {
  test(`"${text}" is no number`, () => assert.ok(Number.isNaN(toNumber(text))));
}

test("a fraction of nothing is not finite", () => assert.equal(toNumber("1/0"), Infinity));
