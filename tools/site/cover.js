// What follows a question is covered until the question is answered, or the reader asks to see it. cover.py has marked
// it; without scripts it shows. What was answered is kept in this browser (kept.js), and how it went stands at the end.

import { makeEnd } from "../labextensions/course/ended.js";
import { isOpen, makeKept } from "../labextensions/course/kept.js";
import { makeQuestion } from "./question.js";
import { bringsBack } from "./recall.js";

const ALL = "convnet-course:all"; // does this reader want to see all answers?
const boxes = [...document.querySelectorAll(".after")], everything = document.querySelector(".answers input");
const asked = [...document.querySelectorAll(".question")], kept = makeKept(() => localStorage);

function all(on) {
  try {
    if (on !== undefined) localStorage.setItem(ALL, on ? "1" : "");
    return Boolean(localStorage.getItem(ALL));
  } catch { // it holds for as long as the page is open
    return on ?? false;
  }
}

function hide(part, hidden) { // from the eye, the keyboard, find-in-page and screen readers
  part.classList.toggle("cnn-covered", hidden);
  part.inert = hidden;
  part.ariaHidden = hidden || null;
}

function cover(box) {
  const words = document.createElement("p"), show = document.createElement("button");
  const first = boxes.find(({ dataset }) => dataset.question === box.dataset.question) === box;
  words.className = "cnn-cover-words";
  Object.assign(show, { type: "button", textContent: "Show", ariaLabel: "Show what follows the question above" });
  if (box.querySelector(".out, figure") || first) words.append("Answer the question above first, or ", show);
  else words.append("Covered until the question above is answered.");
  show.addEventListener("click", () => {
    const { question } = box.dataset;
    kept.answer(question, { question: textOf(asked.find(({ dataset }) => dataset.question === question)) }, true);
    Object.assign(box, { tabIndex: -1 }).focus({ preventScroll: true }); // the button is gone
  });
  for (const part of box.children) hide(part, true);
  box.append(words);
  box.classList.add("cnn-cover");
}

function uncover(box) {
  box.querySelector(".cnn-cover-words").remove();
  box.classList.remove("cnn-cover");
  for (const part of box.children) hide(part, false);
}

function update() {
  for (const box of boxes) {
    const open = everything.checked || isOpen(kept.kept, box.dataset.question);
    if (box.classList.contains("cnn-cover") === open) (open ? uncover : cover)(box);
  }
}

/** The words of a question, without those before it. */
const textOf = (question) => question.querySelector(".cnn-question").lastChild.textContent.trim();

function again(id) {
  const question = asked.find(({ dataset }) => dataset.question === id);
  kept.cover([id]);
  for (let fold = question.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  question.dispatchEvent(new CustomEvent("cnn-anew"));
  question.scrollIntoView({ block: "center" });
  question.querySelector("input").focus({ preventScroll: true });
}

if (asked.length) {
  const end = makeEnd(kept, () => asked.map((one) => ({ id: one.dataset.question, text: textOf(one) })), again);
  document.querySelector(".ended").replaceWith(end.section);
  everything.closest(".answers").hidden = false;
  everything.checked = all();
  everything.addEventListener("change", () => {
    all(everything.checked);
    if (!everything.checked) kept.cover(asked.map(({ dataset }) => dataset.question)); // covered means covered: the page is as new
    update();
  });
  document.addEventListener("cnn-answered", (/** @type {any} */ { target, detail }) => {
    const id = detail.id || target.closest(".question")?.dataset.question;
    if (id) kept.answer(id, detail, detail.open);
  });
  kept.onChange(() => {
    update();
    end.look();
  });
  update();
  for (const section of document.querySelectorAll(".recall")) bringsBack(section, kept.kept.answers, makeQuestion);
}
