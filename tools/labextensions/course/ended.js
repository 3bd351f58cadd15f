// What stands at a notebook's end: how many of its questions were right at the first try, those that were missed, to try again,
// and two buttons: one saves the record of the whole course as a file, one erases it. On a page and in JupyterLab alike.

import { howItWent, written } from "./kept.js";

/** How it went, in a sentence. @param {{ of: number, right: number, missed: string[], left: number }} went */
export function told({ of, right, left }) {
  if (left === of) return `${of === 1 ? "Its question is" : `Its ${of} questions are`} still to be answered.`;
  return `Right at the first try: ${right} of ${of}.${left ? ` Not answered yet: ${left}.` : ""}`;
}

/**
 * The section. `questions()` are the notebook's, in their order; `again(id)` goes to one of them, whose answer is covered then.
 * @param {ReturnType<typeof import("./kept.js").makeKept>} kept
 * @param {() => { id: string, text: string }[]} questions @param {(id: string) => void} again
 */
export function makeEnd(kept, questions, again) {
  const section = make("section", { className: "cnn-end", ariaLabel: "Your answers" });
  const said = make("p", { className: "cnn-went", tabIndex: -1 }), list = make("ul", {}), where = make("p", { className: "cnn-where" });
  const save = button("Save my answers as a file", () => download(written(kept.kept)));
  const erase = button("Erase my answers", () => {
    const { length } = Object.keys(kept.kept.answers);
    if (!confirm(`Erase what is kept of your ${length === 1 ? "answer" : `${length} answers`}, in all notebooks, and what was put aside? This cannot be undone.`)) return;
    kept.erase();
    said.focus(); // the buttons are gone
  });
  const buttons = make("p", { className: "cnn-own" }, save, " ", erase);
  section.append(make("h2", {}, "Your answers"), said, list, buttons, where);
  let place = "in this browser, and nowhere else", more = "", before = "", { erased } = kept.kept;

  function look() {
    if (kept.kept.erased !== erased) [erased, more] = [kept.kept.erased, ""]; // here or in another tab: what was put aside is gone, too
    const all = questions(), went = howItWent(kept.kept, all.map(({ id }) => id)), missed = all.filter(({ id }) => went.missed.includes(id));
    const now = JSON.stringify([went, missed, place, more, kept.told, Object.keys(kept.kept.answers).length]);
    if (now === before) return; // a button that has the focus stays
    before = now;
    section.hidden = !all.length;
    said.textContent = told(went);
    list.replaceChildren(...missed.map(({ id, text }) => {
      const { first, question } = kept.kept.answers[id], words = text || question; // a cell that did not run shows none
      const item = button("Try again", () => again(id));
      item.ariaLabel = `Try again: ${words}`;
      return make("li", {}, `${words} `, make("span", {}, first ? `You answered ${first} first. ` : "You looked first. "), item);
    }));
    list.hidden = !missed.length;
    buttons.hidden = !Object.keys(kept.kept.answers).length;
    where.textContent = [kept.told, more, `Your answers are kept ${place}.`].filter(Boolean).join(" ");
  }

  look();
  return {
    section, look,
    /** They are kept in a file, too; `words` say what was wrong with it. @param {string} file @param {string} words */
    keptIn(file, words) {
      [place, more] = [`in this browser and in ${file}`, words || more];
      look();
    },
  };
}

function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function button(text, act) {
  const made = make("button", { type: "button", textContent: text });
  made.dataset.lmSuppressShortcuts = "true"; // JupyterLab takes Enter for a command
  made.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => { if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation(); });
  made.addEventListener("click", act);
  return made;
}

function download(text) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })) });
  link.download = `convnet-course-answers-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
