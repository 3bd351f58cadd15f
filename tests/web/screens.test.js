import assert from "node:assert/strict";
import { test } from "node:test";

import { blocksOf, divide, isCode, questionsOf, sizeOf } from "../../tools/labextensions/lecture/screens.js";
import { cellOf, cellsOf, NOTEBOOKS } from "./notebook.js";

const screensOf = (blocks) => Object.values(Object.groupBy(divide(blocks), ({ screen }) => screen));

// The kinds of the blocks of each screen, those that wait with a plus before them.
const seen = (...kinds) => screensOf(kinds.map((block) => (typeof block === "string" ? { kind: block, height: 200 } : { ...block })))
  .map((screen) => screen.map(({ kind, wait }) => `${wait ? "+" : ""}${kind}`).join(" "));

for (const name of NOTEBOOKS) {
  test(`the screens of ${name} hold all of it in order, one idea each`, () => {
    const blocks = blocksOf({ widgets: cellsOf(name) }), screens = screensOf(blocks);
    assert.deepEqual(screens.flat(), blocks.filter(({ kind }) => !["note", "ask"].includes(kind)));
    assert.deepEqual(screens.map(([{ screen }]) => screen), [...screens.keys()]);
    for (const [k, screen] of screens.entries()) {
      const lead = screens[k - 1]?.filter(({ again }) => again) ?? [];
      const kinds = screen.map(({ kind }) => kind), high = [...lead, ...screen].reduce((sum, { height }) => sum + height, 0);
      for (const alone of ["explorer", "solution"]) assert.ok(!kinds.includes(alone) || kinds.length === 1, `${kinds}`);
      const above = kinds.slice(0, kinds.lastIndexOf("heading") + 1);
      assert.ok(above.every((kind) => kind === "heading"), `${kinds}: a heading begins a screen`);
      for (const once of ["predict", "careful"]) assert.ok(kinds.filter((kind) => kind === once).length < 2, `${kinds}`);
      assert.ok(screen.filter(isCode).length < 2 || high <= 620, `${kinds} take ${high} px`);
      assert.ok(!screen[0].wait || kinds[0] === "code", "a screen shows something, if it be the code of what waits");
      const question = kinds.indexOf("predict");
      assert.ok(question < 0 || question === kinds.length - 1 || screen[question + 1].wait, `${kinds}: the answer waits`);
    }
  });

  test(`in ${name} an output waits under the words that lead to it`, () => {
    const blocks = divide(blocksOf({ widgets: cellsOf(name) }));
    let answered = true; // a question's answer comes with its lead: the room has said something
    for (const [k, block] of blocks.entries()) {
      const opening = block.screen === 0 && block.image, led = k > 0 && blocks[k - 1].screen === block.screen;
      if (block.kind === "code" && answered && led && !opening) assert.ok(block.wait, `block ${k}`);
      if (block.kind === "predict") answered = false;
      if (block.kind === "code") answered = true;
    }
  });
}

test("the questions to the room belong to the picture before them", () => {
  const blocks = blocksOf({ widgets: cellsOf("02_stride_and_padding.ipynb") });
  const pictures = blocks.filter(({ kind }) => kind === "explorer");
  const questions = pictures.map(({ asks }) => questionsOf(asks).map(({ textContent }) => textContent));
  assert.equal(pictures.length, 7);
  assert.equal(questions.flat().length, 10);
  assert.ok(questions.flat().every((question) => question.trim() && !question.startsWith("Try.")));
});

test("a block has the kind that its first words or its call say, and as much height as its letters take", () => {
  const kinds = (cell) => blocksOf({ widgets: [cellOf(cell)] }).map(({ kind }) => kind);
  const source = "# Title\n\n*Read it.* Two.\n\nRead on.\n\n- one\n- two\n\n*Try.* More.\n\n> *Careful.* So.\n\n*For a lecture.* Wait.";
  assert.deepEqual(kinds({ cell_type: "markdown", source }), ["heading", "reading", "prose", "list", "try", "careful", "note"]);
  for (const [call, kind] of [["explore_lenet()", "explorer"], ["explore_lenet().picture.still(4)", "code"], ["1 + 1", "code"]]) {
    assert.deepEqual(kinds({ cell_type: "code", source: `x = 1\n${call}` }), [kind]);
  }
  for (const tag of ["seen", "recall"]) assert.deepEqual(kinds({ cell_type: "code", source: "f()", metadata: { tags: [tag] } }), ["note"]);
  const [{ height }] = blocksOf({ widgets: [cellOf({ cell_type: "markdown", source: "a".repeat(75) })] });
  assert.equal(height, 2 * 40 + 16, "74 letters a line");
});

test("a code cell is as high as all of its outputs", () => {
  const outputs = [{ output_type: "stream", text: "1\n" }, { output_type: "execute_result", data: { "text/plain": "2\n3" } }];
  const [{ height }] = blocksOf({ widgets: [cellOf({ cell_type: "code", source: "1", outputs })] });
  assert.equal(Math.round(height), Math.round(22 + 1.35 * 28 + 22 + 1.35 * 28 * 2));
});

test("a heading begins a screen, with the next one and with what it is about", () => {
  assert.deepEqual(seen("prose", "heading", "heading", "prose", "code"), ["prose", "heading heading prose +code"]);
});

test("a box begins a screen, and is never beside another one, as no question is", () => {
  const [careful, predict] = ["careful", "predict"].map((kind) => ({ kind, height: 100 }));
  assert.deepEqual(seen({ kind: "prose", height: 500 }, "careful"), ["prose", "careful"]);
  assert.deepEqual(seen(careful, careful), ["careful", "careful"]);
  assert.deepEqual(seen(predict, predict), ["predict", "predict"]);
});

test("the picture of the title is there at once", () => {
  assert.deepEqual(seen("heading", { kind: "code", height: 400, image: true }, "code"), ["heading code", "code"]);
});

test("what reads an output stays with it, and what it leads on to by a colon", () => {
  const reading = { kind: "reading", colon: true, height: 100 };
  assert.deepEqual(seen("prose", "code", "reading", "prose"), ["prose +code +reading", "prose"]);
  assert.deepEqual(seen("prose", "code", reading, "prose", "code"), ["prose +code +reading +prose", "+code"]);
});

test("what a reading leads on to, if it is a cell, shows the lead again on the screen of that cell", () => {
  const blocks = ["prose", "code", "reading", "code"].map((kind) => ({ kind, height: 200, colon: true }));
  assert.deepEqual(divide(blocks).map(({ again = false }) => again), [false, false, true, false]);
});

test("a screen goes under the one before it where most of it would be empty and both fit", () => {
  const [low, high] = [100, 600].map((height) => [{ kind: "prose", height }, { kind: "code", height: 0 }]);
  assert.deepEqual(seen(...low, { kind: "prose", height: 300 }), ["prose +code +prose"]);
  assert.deepEqual(seen(...high, { kind: "prose", height: 300 }), ["prose +code", "prose"]);
});

test("an answer waits under its question where both fit, and comes with its lead", () => {
  assert.deepEqual(seen("predict", "prose", "code"), ["predict +prose code"]);
  assert.deepEqual(seen("predict", "prose", { kind: "code", height: 400 }), ["predict", "prose code"]);
  assert.deepEqual(seen({ kind: "predict", height: 300 }, { kind: "prose", height: 300 }), ["predict +prose"]);
});

test("a picture with sliders and a solution have a screen each, and what leads to a picture is on the screen before", () => {
  assert.deepEqual(seen("heading", "code", "prose", "explorer", "prose", "solution", "prose"),
    ["heading +code +prose", "explorer", "prose", "solution", "prose"]);
  assert.deepEqual(seen("heading", { kind: "code", height: 400 }, "prose", "explorer"), ["heading +code +prose", "explorer"]);
});

test("letters of an output are as large as its longest line lets them be, from 18 to 28 px", () => {
  assert.deepEqual([1, 80, 95, 1000].map(sizeOf), [28, 23.75, 20, 18]);
});
