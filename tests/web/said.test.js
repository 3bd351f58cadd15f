import assert from "node:assert/strict";
import { test } from "node:test";

import { addedSaid, screenSaid } from "../../tools/labextensions/lecture/said.js";
import { blocksOf, divide } from "../../tools/labextensions/lecture/screens.js";
import { cellsOf, NOTEBOOKS } from "./notebook.js";

const heading = (textContent, screen) => ({ kind: "heading", screen, node: { textContent } });

test("a screen is called by its number and its heading, or by the one that it stands under", () => {
  const shown = [heading("Title¶", 0), { kind: "prose", screen: 0 }, heading("1. Stride ¶", 1), { kind: "code", screen: 1, wait: true },
    { kind: "explorer", screen: 2 }, heading("2. Padding", 3), heading("Zeros", 3), { kind: "predict", screen: 3 }, { kind: "solution", screen: 3, wait: true }];
  const said = (screen, waits = false) => screenSaid({ screen, count: 4, shown, waits });
  assert.equal(said(0), "screen 1 of 4, Title");
  assert.equal(said(1, true), "screen 2 of 4, 1. Stride, more");
  assert.equal(said(2), "screen 3 of 4, 1. Stride, picture with controls");
  assert.equal(said(3), "screen 4 of 4, 2. Padding, Zeros, question", "what waits is not told");
  assert.equal(screenSaid({ screen: 0, count: 1, shown: [{ kind: "prose", screen: 0 }], waits: false }), "screen 1 of 1");
});

test("what a key adds is told by its kinds, each once", () => {
  assert.equal(addedSaid([{ kind: "code" }, { kind: "reading" }, { kind: "prose" }, { kind: "prose" }], true), "output, reading, text, more");
  assert.equal(addedSaid([{ kind: "careful" }], false), "warning");
});

for (const name of NOTEBOOKS) {
  test(`every screen of ${name} has a heading to be called by`, () => {
    const shown = divide(blocksOf({ widgets: cellsOf(name) })), count = shown.at(-1).screen + 1;
    for (let screen = 0; screen < count; screen++) {
      assert.match(screenSaid({ screen, count, shown, waits: false }), new RegExp(`^screen ${screen + 1} of ${count}, [^,]{3,}`));
    }
  });
}
