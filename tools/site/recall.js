// Questions that come back, on a page: three of those that recalls.py has packed, by the day, the missed ones first. As
// helpers/recall/chosen.py chooses them where there is a kernel.

import { unpack } from "../../helpers/web/states.js";

const HOW_MANY = 3, BEFORE_1970 = 719163; // days, as Python counts them

/** The number of the reader's own day. */
export const dayOf = (now = new Date()) => Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86_400_000 + BEFORE_1970;

/** Was a kind missed the last time that it was asked, before this day or in its own notebook? */
export function isMissed({ name, like }, day, answers) {
  const came = (id) => {
    const [recall, , kind, when, ...more] = id.split(":");
    return recall === "recall" && !more.length && kind === name && when !== undefined && when !== `${day}`;
  };
  const asked = Object.keys(answers).filter((id) => like.includes(id.split("@")[0]) || came(id)).map((id) => answers[id]);
  return asked.length > 0 && !asked.reduce((last, one) => (one.at > last.at ? one : last)).right;
}

/** The kinds of a day, of those that the page has. */
export function chosenOf({ kinds, order }, day, answers) {
  const today = order[day % order.length].map((k) => kinds[k]);
  const missed = today.filter((one) => isMissed(one, day, answers));
  return [...missed, ...today.filter((one) => !missed.includes(one))].slice(0, HOW_MANY);
}

/** What a kind asks on a day, and the name by which its answer is kept. */
export function questionOf({ notebook, common }, { name, asked }, day) {
  const { question, unit, ...verdicts } = asked[day % asked.length];
  return { question, unit, name: `recall:${notebook}:${name}:${day}`, verdicts: { ...common, ...verdicts } };
}

/** @param {any} section @param {Record<string, any>} answers those that are kept @param {typeof import("./question.js").makeQuestion} makeQuestion */
export async function bringsBack(section, answers, makeQuestion) {
  const day = dayOf();
  const /** @type {any} */ data = await unpack(section.dataset.recall);
  for (const kind of chosenOf(data, day, answers)) {
    const { verdicts, ...asked } = questionOf(data, kind, day), el = document.createElement("div");
    el.className = "recalled cnn-predict";
    section.append(el);
    makeQuestion(el, verdicts, { ...asked, options: [] });
  }
}
