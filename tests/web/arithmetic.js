// Answers what the landing page's scripts compute: a list of [name of a function, its arguments] comes in as JSON, one a line, the
// results go out the same way. tests/test_site_arithmetic.py asks.
import { readFileSync } from "node:fs";

import * as arithmetic from "../../tools/site/arithmetic.js";
import * as shades from "../../tools/site/shades.js";
import { numberText } from "../../tools/site/told.js";

const known = { ...arithmetic, ...shades, numberText };
for (const line of readFileSync(0, "utf-8").split("\n").filter(Boolean)) {
  const [name, ...given] = JSON.parse(line);
  if (name === "lenet5") { // the same weights for many digits
    const [digits, weights] = given;
    console.log(JSON.stringify(digits.map((digit) => known.lenet5(digit, weights)).map(({ output, probabilities }) => [output, probabilities])));
  } else if (name === "stroke") { // draws on its first argument
    known.stroke(...given);
    console.log(JSON.stringify(given[0]));
  } else console.log(JSON.stringify(known[name](...given)));
}
