import assert from "node:assert/strict";
import { test } from "node:test";

import { waiting } from "../../tools/labextensions/course/covers.js";
import { cellOf } from "./notebook.js";

const code = (source, ...tags) => ({ cell_type: "code", source, metadata: { tags } });
const text = (source) => ({ cell_type: "markdown", source });

// The places of the cells that wait, each with the place of its question.
const waits = (...cells) => waiting(cells.map((cell, k) => cellOf({ ...cell, id: k + 1 }))).map(([{ model }, question]) => [model.id - 1, question - 1]);

test("what follows a question waits for it, up to the next question or behind the next heading", () => {
  const question = code("predict_number('How many?', lambda: 2)", "predict");
  assert.deepEqual(waits(code("1"), question, text("Count."), code("2"), question, code("3"), text("So.\n\n## On"), code("4")),
    [[2, 1], [3, 1], [5, 4], [6, 4]]);
});

test("a question is known by its call too", () => {
  assert.deepEqual(waits(code("from helpers.predict import predict_number"), code("1")), []);
  assert.deepEqual(waits(code("x = 2\npredict_number('How many?', lambda: x)"), code("x")), [[1, 0]]);
  assert.deepEqual(waits(code("ask('How many?')", "predict"), code("x")), [[1, 0]]);
  assert.deepEqual(waits(code("# no predict_number('How many?', lambda: x)"), code("x")), []);
});

test("solutions, checks and what is tagged open never wait", () => {
  assert.deepEqual(waits(code("predict_choice('?', 'ab', f)"), code("1", "solution"), code("1", "open"), code("check_size(f)"), code("f")),
    [[4, 0]]);
});

test("a line in a block of code is no heading", () => {
  assert.deepEqual(waits(code("predict_choice('?', 'ab', f)"), text("```\n# no heading\n```"), code("f")), [[1, 0], [2, 0]]);
});
