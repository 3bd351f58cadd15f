// What follows a question is covered until the question is answered, or the reader asks to see it. cover.py has marked
// it; without scripts it shows. What has been shown is remembered in this browser, one key for the whole course.

const KEPT = "cnn-answers", page = document.querySelector(".notebook")?.dataset.notebook;
const boxes = [...document.querySelectorAll(".after")], everything = document.querySelector(".answers input");
let kept = { all: false };
try {
  kept = { ...kept, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
} catch { /* a browser that keeps nothing, or something else under this name */ }

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept));
  } catch { /* it holds for as long as the page is open */ }
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
    answered(box.dataset.question);
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
    const open = kept.all || kept[page]?.includes(box.dataset.question);
    if (box.classList.contains("cnn-cover") === Boolean(open)) (open ? uncover : cover)(box);
  }
}

function answered(question) {
  kept[page] = [...new Set([...kept[page] ?? [], question])];
  keep();
  update();
}

if (boxes.length) {
  everything.closest(".answers").hidden = false;
  everything.checked = kept.all;
  everything.addEventListener("change", () => {
    kept.all = everything.checked;
    if (!kept.all) delete kept[page]; // covered means covered: the page is as new
    keep();
    update();
  });
  document.addEventListener("cnn-answered", (/** @type {any} */ { target }) => answered(target.closest(".question").dataset.question));
  update();
}
