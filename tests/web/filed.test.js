import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { filesAnswers } from "../../tools/labextensions/course/filed.js";
import { fresh, makeKept, written } from "../../tools/labextensions/course/kept.js";
import { Shelf } from "./shelf.js";

const WRONG = "What was kept of your answers cannot be read: it is damaged.";

/** A panel whose kernel answers a request when the test says so: `answer(words)`. */
function desk() {
  const requests = [];
  const kernel = {
    requestExecute() {
      let settle;
      const request = { onIOPub: null, done: new Promise((done) => { settle = done; }) };
      requests.push(async (words) => {
        const text = JSON.stringify([written(fresh()), words, "/data/answers.json"]);
        request.onIOPub({ header: { msg_type: "stream" }, content: { name: "stdout", text } });
        settle();
        await new Promise(setImmediate);
      });
      return request;
    },
  };
  const signal = { connect() {} }, ready = Promise.resolve();
  const panel = { disposed: signal, sessionContext: { session: { kernel }, ready, statusChanged: signal, kernelChanged: signal } };
  return { panel, requests };
}

async function begun() {
  const { panel, requests } = desk(), here = new Shelf(), kept = makeKept(() => here), heard = [], told = [];
  kept.answer("q", { question: "How many?", first: "4" }, true);
  filesAnswers(panel, kept, (file, words) => heard.push([file, words]), (words) => told.push(words));
  await new Promise(setImmediate);
  return { requests, kept, heard, told };
}

test("what is wrong with the file is told once, and where it is", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { requests, kept, heard, told } = await begun();
  await requests[0](WRONG);
  kept.answer("other", { question: "And these?" }, true);
  mock.timers.tick(1000);
  await requests[1](WRONG);
  assert.deepEqual(heard, [["/data/answers.json", WRONG], ["/data/answers.json", WRONG]]);
  assert.deepEqual(told, [WRONG]);
  mock.timers.reset();
});

test("what was wrong before all was erased is not told after it", async () => {
  const { requests, kept, heard, told } = await begun();
  kept.erase(); // while the kernel still looks at the file
  await requests[0](WRONG);
  assert.deepEqual(heard, [["/data/answers.json", ""]]);
  assert.deepEqual(told, []);
  assert.deepEqual(kept.kept.answers, {});
});
