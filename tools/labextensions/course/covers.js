// Predict before you are told: after a question, up to the next question or heading, the outputs of code cells and the
// paragraphs that read them ("Read it.") are covered until the question is answered or "Show" is pressed. Nothing of
// it is in the notebook's file; what was answered is kept by kept.js.

import { isOpen, keptAs } from "./kept.js";

const QUESTION = /^predict_\w+\(/m, CHECK = /\bcheck_\w+\(/, HEADING = /^#{1,6} /m;
const FREE = ["solution", "seen", "open"]; // two that are folded as it is, and what a question sends its reader to

function kindOf({ type, sharedModel }) {
  const source = sharedModel.getSource();
  if (type !== "code") return HEADING.test(source.replace(/^(```|~~~)[^]*?^\1/gm, "")) ? "heading" : "prose";
  const tags = sharedModel.getMetadata("tags") ?? [];
  if (tags.includes("predict") || QUESTION.test(source)) return "question";
  return FREE.some((tag) => tags.includes(tag)) || CHECK.test(source) ? "open" : "output";
}

// [cell, the id of the question that it waits for], for each cell that has something to cover. A markdown cell with a
// heading waits with what stands above that.
export function waiting(cells) {
  let question = null;
  return cells.flatMap((cell) => {
    const kind = kindOf(cell.model), before = question;
    if (kind === "question") question = cell.model.id;
    if (kind === "heading") question = null;
    return before && kind !== "question" && kind !== "open" ? [[cell, before]] : [];
  });
}

/** The cells that ask something. */
export const questionsOf = (cells) => cells.filter(({ model }) => kindOf(model) === "question");

/** The words of a question, where it has been asked: of its live view, or as they are stored. */
export function wordsOf({ node, model }) {
  const live = node.querySelector(".cnn-question")?.lastChild.textContent, stored = () => model.outputs.toJSON().map(({ data }) => data?.["text/plain"]);
  return live ?? [stored()].flat(2).find(Boolean)?.replace(/^Predict\. /, "") ?? "";
}

/** By what the answer to a cell's question is kept, in this notebook. */
export const namesOf = ({ context }) => (id) => keptAs(id, context.model.sharedModel.getMetadata("course")?.seed);

export function makeCovers(panel, kept, name, changed) {
  const notebook = panel.content, key = () => `convnet-course:all:${name()}`, covered = new Map(), known = new WeakSet();
  const named = namesOf(panel);
  let all = remembered(key());

  // Covers a part of the page. Its place stays, so that nothing jumps; neither eye, ear nor key reaches what is in it.
  function cover(part, question, isOutput) {
    if (covered.has(part)) return;
    part.inert = true;
    part.classList.add("cnn-covered");
    covered.set(part, null);
    if (isOutput) { // a paragraph that reads it goes without a button of its own
      const box = Object.assign(document.createElement("div"), { className: "cnn-cover" });
      const show = Object.assign(document.createElement("button"), { type: "button", textContent: "Show" });
      show.dataset.lmSuppressShortcuts = "true"; // JupyterLab takes Enter for a command
      show.addEventListener("keydown", (event) => { if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation(); });
      show.addEventListener("click", () => {
        part.tabIndex = -1;
        kept.answer(named(question), { question: wordsOf(notebook.widgets.find(({ model }) => model.id === question)) }, true);
        part.focus({ preventScroll: true });
      });
      box.append("Answer the question above first, or ", show);
      part.before(box);
      covered.set(part, box);
    }
  }

  function uncover(part) {
    covered.get(part)?.remove();
    covered.delete(part);
    part.inert = false;
    part.classList.remove("cnn-covered");
  }

  function partsOf(cell) {
    if (cell.model.type === "code") {
      const { outputs } = cell.model, kinds = [...Array(outputs.length).keys()].map((k) => outputs.get(k).type);
      const area = cell.node.querySelector(".jp-Cell-outputArea");
      return area && kinds.length && !kinds.includes("error") ? [area] : []; // a traceback is no answer
    }
    const blocks = [...(cell.node.querySelector(".jp-RenderedMarkdown")?.children ?? [])];
    const end = blocks.findIndex((block) => /^H[1-6]$/.test(block.tagName)), text = (block) => block?.textContent.trim() ?? "";
    let reads = false; // a reading that ends in a colon goes on in its formula or list
    return blocks.slice(0, end < 0 ? blocks.length : end).filter((block, k) => {
      reads = text(block).startsWith("Read it.") || (reads && text(blocks[k - 1]).endsWith(":"));
      return reads;
    });
  }

  let rewritten;
  const drawn = new MutationObserver(() => { rewritten ??= requestAnimationFrame(() => { rewritten = null; look(); }); });

  function look() {
    if (panel.isDisposed) return;
    const wanted = new Map();
    for (const [cell, question] of waiting(notebook.widgets)) {
      if (cell.model.type === "markdown" && !known.has(cell)) { // its text comes a little later than its cell
        known.add(cell);
        drawn.observe(cell.node, { childList: true, subtree: true });
      }
      if (all || isOpen(kept.kept, named(question))) continue;
      for (const part of partsOf(cell)) wanted.set(part, [question, cell.model.type === "code"]);
    }
    for (const part of [...covered.keys()]) if (!wanted.has(part) || !part.isConnected) uncover(part);
    for (const [part, how] of wanted) cover(part, ...how);
    drawn.takeRecords(); // of what was done here
  }

  notebook.node.addEventListener("cnn-answered", ({ target, detail }) => {
    const cell = notebook.widgets.find(({ node }) => node.contains(target));
    if (cell) kept.answer(detail.id || named(cell.model.id), detail, detail.open);
  });
  const leave = kept.onChange(look);
  panel.disposed.connect(() => {
    leave();
    drawn.disconnect();
  });
  changed(all);
  return {
    look,
    showAll(on) {
      all = on;
      try { localStorage.setItem(key(), all ? "1" : ""); } catch { /* this browser keeps nothing */ }
      if (!on) kept.cover(questionsOf(notebook.widgets).map(({ model }) => named(model.id))); // to cover again is to begin again
      look();
      changed(all);
    },
  };
}

function remembered(key) {
  try { return Boolean(localStorage.getItem(key)); } catch { return false; }
}
