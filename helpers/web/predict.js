// A question with a field or a choice, asked before its answer stands anywhere. The kernel judges.

/** @import { Model } from "./model.js" */

import { freshNumber } from "./names.js";

/** As many of the first words of a text as its name takes. @param {string} text */
export function beginning(text) {
  const LONGEST = 60; // letters
  return text.length > LONGEST ? `${text.slice(0, text.lastIndexOf(" ", LONGEST))} …` : text;
}

/** @param {{ model: Model, el: HTMLElement }} view */
export function showQuestion({ model, el }) {
  /** @param {string} tag @param {Record<string, string>} attributes @param {(Node | string)[]} children */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const name = `cnn-answer-${freshNumber()}`;
  const question = make("p", { class: "cnn-question", id: `${name}-question` }, make("b", {}, "Predict. "), model.get("question"));
  const options = model.get("options");
  const fields = options.length
    ? options.map((/** @type {string} */ option) => make("label", {}, make("input", { type: "radio", name, value: option }), ` ${option}`))
    : [make("input", { type: "text", inputmode: "decimal", autocomplete: "off", size: "10", "aria-labelledby": `${name}-question ${name}-unit` }), make("span", { id: `${name}-unit` }, model.get("unit"))];
  const of = beginning(model.get("question")); // a list of all buttons tells them apart
  const check = make("button", { type: "submit", "aria-label": `Check: ${of}` }, "Check");
  const show = make("button", { type: "button", "aria-label": `Show the answer: ${of}` }, "Show the answer");
  const said = make("p", { class: "cnn-said", role: "status" });
  const group = make("div", { class: "cnn-fields" }, ...fields);
  if (options.length) { // a number's field has the question as its own name
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-labelledby", `${name}-question`);
  }
  const form = make("form", {}, question, make("div", { class: "cnn-fields" }, group, check, show), said);
  el.classList.add("cnn-predict");
  el.append(form);

  // The answer goes to Python, which may be busy or far away: after 100 ms the older verdict does not stand as if it
  // were of this answer.
  let /** @type {number | undefined} */ late;
  /** @param {Record<string, unknown>} message */
  const ask = (message) => {
    late ??= setTimeout(() => {
      said.textContent = "Waiting for Python's verdict …";
      form.dataset.right = "";
    }, 100);
    model.send(message);
  };
  const draw = () => {
    clearTimeout(late);
    late = undefined;
    said.textContent = model.get("said");
    form.dataset.right = model.get("right");
    show.hidden = !model.get("tried") || model.get("right");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = options.length ? form.querySelector("input:checked")?.value : form.querySelector("input").value;
    if (answer) ask({ answer });
    else said.textContent = "Choose or write an answer first: a guess is enough.";
  });
  show.addEventListener("click", () => ask({ show: true }));

  // JupyterLab takes single keys as commands ("d d" deletes the cell): keep them from it. Notebook 7 and JupyterLite
  // ask the part that has the focus, before all around it.
  for (const part of [el, ...el.querySelectorAll("button, input")]) part.dataset.lmSuppressShortcuts = "true";
  el.addEventListener("keydown", (event) => { if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation(); });
  for (const trait of ["said", "right", "tried"]) model.on(`change:${trait}`, draw);
  // Whoever shows the page around it keeps the first answer, and covers what follows until the question is answered.
  model.on("change:tried", () => { // the same answer once more, too: it may be covered again
    const [id, asks, first, right, truth, open] = ["name", "question", "given", "right", "truth", "answered"].map((trait) => model.get(trait));
    if (first || open) el.dispatchEvent(new CustomEvent("cnn-answered", { bubbles: true, detail: { id, question: asks, first, right, truth, open } }));
  });
  el.addEventListener("cnn-anew", () => { // it is to be answered once more, with nothing of the last time before the eyes
    for (const input of form.querySelectorAll("input")) [input.checked, input.value] = [false, options.length ? input.value : ""];
    [said.textContent, form.dataset.right, show.hidden] = ["", "", true];
  });
  draw();
}

export default { render: showQuestion };
