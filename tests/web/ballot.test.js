// A room's votes and the reason: no lecture waits for a kernel that is gone, and a question that ran again says it anew.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Ballot } from "../../tools/labextensions/lecture/ballot.js";

globalThis.MutationObserver ??= class {
  observe() {}
  disconnect() {}
};

// A question's form, as predict.js makes it; `dressed` is one that has its fields for hands.
function makeForm(dressed = false) {
  const clicks = [], inputs = [{ checked: false }, { checked: false }];
  const [check, answer] = ["check", "answer"].map((name) => ({ hidden: name === "answer", click: () => clicks.push(name) }));
  return {
    clicks, inputs, answer, dataset: { right: "" }, addEventListener() {},
    querySelector: (wanted) => ({ ".lecture-hands": dressed || null, ".cnn-fields > button": check, ".cnn-said": { before() {} }, ".lecture-voted": {} })[wanted],
    querySelectorAll(wanted) {
      if (wanted.endsWith("> button")) return [check, answer];
      return wanted.endsWith("input") ? inputs : wanted.endsWith("label") ? [{ prepend() {}, after() {} }, { prepend() {}, after() {} }] : [];
    },
  };
}

function makeBallot() {
  const told = [], ballot = new Ballot((words) => told.push(words), () => {}), cell = { form: makeForm(true) };
  ballot.show({ model: { id: "a" }, node: { querySelector: () => cell.form } });
  ballot.here.votes.push([1, 4]);
  return { ballot, told, cell };
}

test("the reason is what Python says to the room's choice, and then the answer", () => {
  const { ballot, cell: { form } } = makeBallot();
  assert.ok(ballot.owes());
  ballot.reason();
  assert.deepEqual([form.clicks, form.inputs.map(({ checked }) => checked)], [["check"], [false, true]]);
  Object.assign(form.answer, { hidden: false }); // it is wrong
  assert.ok(ballot.owes());
  ballot.reason();
  assert.deepEqual(form.clicks, ["check", "answer"]);
  assert.ok(!ballot.owes());
});

test("where Python does not answer the key says so once, and then goes on; an answer that comes late is still shown", () => {
  const { ballot, told, cell: { form } } = makeBallot();
  ballot.reason();
  assert.ok(ballot.owes());
  ballot.reason();
  assert.match(told.join(), /Python has not answered yet/);
  assert.ok(!ballot.owes(), "stuck");
  form.answer.hidden = false;
  assert.ok(ballot.owes());
  ballot.reason();
  assert.deepEqual(form.clicks, ["check", "answer"]);
});

test("a question that is run again has a new form, and its reason is told from the beginning", () => {
  const { ballot, cell } = makeBallot();
  ballot.reason();
  ballot.reason();
  cell.form = makeForm();
  ballot.draw = () => {};
  globalThis.document = /** @type {any} */ ({ createElement: () => ({}) });
  ballot.dress();
  assert.ok(ballot.owes());
  ballot.reason();
  assert.deepEqual(cell.form.clicks, ["check"]);
});
