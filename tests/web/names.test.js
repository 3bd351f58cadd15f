import assert from "node:assert/strict";
import { test } from "node:test";

import { asChoice, freshNumber, spelled } from "../../helpers/web/names.js";
import { beginning } from "../../helpers/web/predict.js";

test("the signs of a formula are words, and those of a sentence stay", () => {
  for (const [written, heard] of [
    ["(7 + 2*0 - 3)/1 + 1 = 5 windows", "(7 + 2 times 0 minus 3) divided by 1 + 1 = 5 windows"],
    ["column 2 is 0·(-1) + 9·0 = -9.", "column 2 is 0 times (minus 1) + 9 times 0 = minus 9."],
    ["so the output is 5 × 5, and the volume 5×5×16.", "so the output is 5 by 5, and the volume 5 by 5 by 16."],
    ["It fits: (N - F)/S + 1.", "It fits: (N minus F) divided by S + 1."],
    ["1 / 9 of it", "1 divided by 9 of it"],
    ["VGG-16, LeNet-5, max-pooling, and/or, from 3 to 5", "VGG-16, LeNet-5, max-pooling, and/or, from 3 to 5"],
  ]) assert.equal(spelled(written), heard);
});

test("a row of buttons without a label is called by its buttons", () => {
  assert.equal(asChoice(["correlation", "convolution"]), "correlation or convolution");
  assert.equal(asChoice(["exact", "floor", "ceil"]), "exact, floor or ceil");
});

test("no number comes twice, not from a module that is loaded anew either", async () => {
  const numbers = [freshNumber(), freshNumber()];
  const again = await import(`../../helpers/web/names.js?${Math.random()}`);
  numbers.push(again.freshNumber());
  assert.equal(new Set(numbers).size, 3);
});

test("a button is told apart by the first words of its question", () => {
  assert.equal(beginning("How many?"), "How many?");
  const cut = beginning("The same seven cells and a filter of three, but now the filter moves by two cells at a time.");
  assert.ok(cut.length <= 62 && cut.endsWith(" …") && !cut.includes("at a time"), cut);
  assert.ok("The same seven cells and a filter of three, but now the filter ".startsWith(cut.slice(0, -1)), cut);
});
