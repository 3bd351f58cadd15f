import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { NAME, fresh, howItWent, isOpen, makeKept, merged, keptAs, read, written } from "../../tools/labextensions/course/kept.js";
import { Shelf } from "./shelf.js";

// The table of tests/test_kept.py too: both sides read and merge alike.
const cases = JSON.parse(readFileSync(new URL("kept.json", import.meta.url), "utf-8"));

function recordOf([erased, ids], turns = {}) {
  const answers = Object.entries(ids).map(([id, name]) => [id, { ...cases.answers[name], turns: turns[id] ?? cases.answers[name].turns }]);
  return { ...fresh(erased), answers: Object.fromEntries(answers) };
}

for (const { text, why } of cases.read) {
  test(`${JSON.stringify(text.slice(0, 300))} is ${why || "a record"}`, () => {
    assert.equal(read(text).why, why);
    assert.deepEqual(read(text).kept, why || !text ? fresh() : JSON.parse(text));
  });
}

for (const { one, other, both, turns } of cases.merged) {
  test(`${JSON.stringify(one)} and ${JSON.stringify(other)} are merged in both orders, and again`, () => {
    const wanted = recordOf(both, turns), [a, b] = [recordOf(one), recordOf(other)];
    assert.deepEqual(merged(a, b), wanted);
    assert.deepEqual(merged(b, a), wanted);
    assert.deepEqual(merged(merged(a, b), b), wanted);
  });
}

test("the first answer stays, whatever follows, and what follows the question opens once", () => {
  const shelf = new Shelf(), one = makeKept(() => shelf);
  one.answer("q", { question: "How many?", first: "4", right: false, truth: "3" }, false);
  assert.ok(!isOpen(one.kept, "q"));
  for (let k = 0; k < 2; k++) one.answer("q", { question: "How many?", first: "3", right: true, truth: "3" }, true);
  const { first, right, turns, at } = read(shelf.getItem(NAME)).kept.answers.q;
  assert.deepEqual({ first, right, turns }, { first: "4", right: false, turns: 1 });
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
  one.cover(["q", "never asked"]);
  assert.ok(!isOpen(one.kept, "q"));
  assert.deepEqual(Object.keys(one.kept.answers), ["q"]);
});

test("two tabs that do not hear of each other lose nothing", () => {
  const shelf = new Shelf(), [one, other] = [makeKept(() => shelf), makeKept(() => shelf)];
  for (let k = 0; k < 10; k++) [one, other][k % 2].answer(`q${k}`, { first: `${k}` }, true);
  assert.equal(Object.keys(read(shelf.getItem(NAME)).kept.answers).length, 10);
  one.erase();
  other.answer("after", { first: "1" }, true);
  assert.deepEqual(Object.keys(read(shelf.getItem(NAME)).kept.answers), ["after"]);
});

test("what cannot be read lies aside as it was, and is told", () => {
  for (const text of ["{\"answers", "{\"all\": true}", JSON.stringify({ ...fresh(), version: 2 })]) {
    const shelf = new Shelf();
    shelf.setItem(NAME, text);
    const one = makeKept(() => shelf), [aside] = [...shelf.texts.keys()];
    assert.equal(shelf.getItem(aside), text);
    assert.ok(one.told.includes(read(text).why) && one.told.includes(aside));
    one.answer("q", { first: "1" }, true);
    assert.deepEqual([...shelf.texts.keys()], [aside, NAME]);
  }
});

test("a record that is damaged while it is open is put aside too, and what the tab knows stays", () => {
  const shelf = new Shelf(), one = makeKept(() => shelf);
  one.answer("q", { first: "1" }, true);
  shelf.setItem(NAME, "?");
  one.answer("r", { first: "2" }, true);
  assert.deepEqual(Object.keys(read(shelf.getItem(NAME)).kept.answers), ["q", "r"]);
  assert.deepEqual([...shelf.texts.values()].filter((text) => text === "?"), ["?"]);
});

test("what cannot be put aside, in a storage that is full, is never overwritten, and goes aside when there is room", () => {
  class Full extends Shelf {
    full = true;
    setItem(name, text) {
      if (this.full && !this.texts.has(name)) throw new Error("QuotaExceededError");
      super.setItem(name, text);
    }
  }
  const shelf = new Full();
  shelf.texts.set(NAME, "{\"all\": true}");
  const one = makeKept(() => shelf);
  for (const id of ["q", "r"]) one.answer(id, { first: "1" }, true);
  assert.match(one.told, /no room/);
  assert.deepEqual([...shelf.texts], [[NAME, "{\"all\": true}"]]);
  assert.ok(isOpen(one.kept, "q"));
  shelf.full = false;
  one.answer("s", { first: "1" }, true);
  assert.deepEqual(Object.keys(read(shelf.getItem(NAME)).kept.answers), ["q", "r", "s"]);
  assert.match(one.told, /lies aside/);
  assert.equal(shelf.length, 2);
  shelf.texts.set(NAME, "?");
  Object.assign(shelf, { full: true });
  one.erase();
  assert.deepEqual([shelf.length, read(shelf.getItem(NAME) ?? "").why], [0, ""]);
});

test("erased is what lies aside, too, and nothing of others", () => {
  const shelf = new Shelf();
  for (const name of ["convnet-course:keptsake", "other"]) shelf.setItem(name, "1");
  shelf.setItem(NAME, "?");
  const one = makeKept(() => shelf);
  one.answer("q", { first: "1" }, true);
  assert.equal(shelf.length, 4);
  one.erase();
  assert.deepEqual([...shelf.texts.keys()], ["convnet-course:keptsake", "other", NAME]);
  assert.equal(one.told, "");
});

test("a browser that keeps nothing knows it as long as the page is open", () => {
  const one = makeKept(() => { throw new Error("refused"); });
  one.answer("q", { first: "1", right: true }, true);
  assert.ok(isOpen(one.kept, "q"));
  one.erase();
  assert.ok(!isOpen(one.kept, "q"));
});

test("it is told of each change, and not where nothing changes", () => {
  const shelf = new Shelf(), one = makeKept(() => shelf);
  let heard = 0;
  const leave = one.onChange(() => { heard += 1; });
  one.answer("q", { first: "1" }, true);
  one.answer("q", { first: "2" }, true);
  one.take(written(one.kept));
  assert.equal(heard, 1);
  one.take(written({ ...fresh(), answers: { r: cases.answers.late } }));
  assert.equal(heard, 2);
  assert.deepEqual(Object.keys(one.kept.answers), ["q", "r"]);
  leave();
  one.erase();
  assert.equal(heard, 2);
});

test("a class edition's answer is another one than the course's", () => {
  const one = makeKept(() => new Shelf());
  one.answer(keptAs("q", undefined), { first: "1", right: true }, true);
  assert.ok(isOpen(one.kept, "q") && isOpen(one.kept, keptAs("q", "")));
  assert.ok(!isOpen(one.kept, keptAs("q", "spring-26")));
  one.answer(keptAs("q", "spring-26"), { first: "2" }, false);
  assert.deepEqual(Object.entries(one.kept.answers).map(([name, { first }]) => [name, first]), [["q", "1"], ["q@spring-26", "2"]]);
});

test("how it went counts first answers only", () => {
  const kept = recordOf([0, { a: "early", b: "late", c: "looked up", x: "other" }]);
  assert.deepEqual(howItWent(kept, ["a", "b", "c", "d"]), { of: 4, right: 1, missed: ["a", "c"], left: 1 });
  assert.deepEqual(howItWent(fresh(), ["a"]), { of: 1, right: 0, missed: [], left: 1 });
});
