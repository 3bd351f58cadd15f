import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { misreadMark, toNumber } from "../../tools/site/number.js";

// The table of tests/test_check_predictions.py too: both sides read alike.
const { read, misread } = JSON.parse(readFileSync(new URL("numbers.json", import.meta.url), "utf-8"));

for (const [text, number] of Object.entries(read)) {
  test(`"${text}" is ${number ?? "no number"}`, () => {
    if (number === null) assert.ok(!Number.isFinite(toNumber(text)));
    else assert.ok(Math.abs(toNumber(text) - number) < 1e-9);
  });
}

for (const [text, mark] of Object.entries(misread.marks)) {
  const known = (number) => misread.foreseen.includes(number);
  test(`"${text}" is ${mark ? `known where "${mark}" is used the other way` : "what it is"}`, () => {
    assert.equal(known(toNumber(text)) ? null : misreadMark(text, known) || null, mark);
  });
}
