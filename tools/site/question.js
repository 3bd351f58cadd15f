// A question on a page without a kernel: every verdict was given when the page was built. It stands there encoded, so
// that nobody reads the answer by accident.

import { remember } from "../../helpers/web/model.js";
import { showQuestion } from "../../helpers/web/predict.js";
import { misreadMark, toNumber } from "./number.js";

/**
 * @param {HTMLElement} el
 * @param {Record<string, any>} verdicts on what is foreseen, and on the rest
 * @param {{ question: string, options: string[], unit: string, name?: string }} asked
 */
export function makeQuestion(el, { foreseen, other, unread, misread, truth, shown, tolerance }, { question, options, unit, name = "" }) {
  function judge(text) {
    if (options.length) return foreseen.find(([answer]) => answer === text);
    const known = (number) => foreseen.find(([answer]) => Math.abs(answer - number) <= tolerance + 1e-9);
    const number = toNumber(text);
    return known(number) ?? misread[misreadMark(text, known)] ?? (Number.isFinite(number) ? other : unread);
  }

  const values = { name, question, options, unit, said: "", right: false, given: "", truth: "", tried: 0, answered: false };
  const model = remember(values, (message) => {
    const verdict = "answer" in message ? judge(message.answer) : [null, false, shown], [, ok, words] = verdict;
    const given = message.answer?.trim() ?? "", isAnswer = foreseen.includes(verdict) || verdict === other;
    Object.assign(values, { right: ok, said: words.replace("\u0000", given), given: isAnswer ? given : "", truth });
    values.answered = ok || Boolean(message.show);
    model.set("tried", values.tried + 1);
  });
  el.replaceChildren();
  showQuestion({ model, el });
}

for (const el of document.querySelectorAll(".question")) {
  const bytes = Uint8Array.from(atob(el.dataset.verdicts), (letter) => letter.charCodeAt(0));
  makeQuestion(el, JSON.parse(new TextDecoder().decode(bytes)), JSON.parse(el.querySelector("script").textContent));
}

// What is wider than its place is reached by keyboard too, and says what it is.
const kindOf = (box) => {
  if (box.matches("pre.out")) return "output";
  if (box.matches("pre")) return "code";
  return ["table", "math", "svg"].find((tag) => box.querySelector(tag))?.replace("math", "formula").replace("svg", "picture") ?? "text";
};
for (const box of document.querySelectorAll(".scrolls")) {
  new ResizeObserver(() => {
    const wide = box.scrollWidth > box.clientWidth + 1;
    if (wide) Object.assign(box, { tabIndex: 0 }).setAttribute("role", "group");
    else for (const name of ["tabindex", "role"]) box.removeAttribute(name);
    box.ariaLabel = wide ? `${kindOf(box)}, scrolled sideways` : null;
  }).observe(box);
}
