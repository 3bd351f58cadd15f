// Every explorer that stands still on this page comes alive: its steps are all here, and the states of its controls where
// the page has them. What needs Python says so.

import { giveAddress } from "./address.js";
import { showCanvas } from "./canvas.js";
import { makeChooser, showHints } from "./chosen.js";
import { makeHand } from "./hand.js";
import { remember } from "./model.js";
import { arrange, watch } from "./panels.js";

/** @import { Message } from "./model.js" */
/** @import { State } from "./states.js" */

/** @param {HTMLElement} explorer @param {HTMLElement} el its canvas @param {string} told what its page has of it */
function enliven(explorer, el, told) {
  const { alts, verdict, value, states, tables } = JSON.parse(told);
  el.dataset.alive = "true";
  const live = explorer.querySelector(".cnn-live :is(a, span)").textContent;
  /** @type {State} */
  let now = { svg: el.querySelector("svg").outerHTML, alts, verdict, tables };
  const works = states && "DecompressionStream" in globalThis; // which reads the files of the states
  /** @type {string[]} */
  const controls = [];
  const state = { ...now, value, controls, shown: [], asked: 0, answered: 0, wanted: false };
  /** @type {((message: Message) => boolean) | undefined} */
  let choose;
  const model = remember(state, (message) => {
    if (choose?.(message)) return;
    if (message.value !== undefined || message.points) { // typed or dragged; drawn
      const made = message.points ? "your stroke" : "another number";
      model.set("refusal", `Python would draw what ${made} makes: “${live}”, below.`);
      return;
    }
    state.verdict = `${live}: here only the steps ${works ? "and the controls " : ""}move.`;
    model.set("svg", now.svg); // what was chosen in vain goes back to where it was
  });
  model.on("change:asked", () => model.set("answered", state.asked)); // there is nobody to wait for
  model.on("change:value", () => { state.verdict = now.verdict; });
  const hand = works ? makeHand(model, states, now, (next, step) => {
    now = next;
    Object.assign(state, next, { value: step });
    model.set("svg", next.svg);
  }) : undefined;
  if (hand) {
    for (const [name, control] of Object.entries(hand.els)) explorer.querySelector(`[data-name="${name}"]`).replaceChildren(control);
    explorer.querySelector(".cnn-given").classList.add("cnn-choices");
    controls.push(...hand.values.map((_, i) => `IPY_MODEL_${i}`));
    model.set("shown", hand.places());
    model.widget_manager = { get_model: async (/** @type {string} */ i) => hand.values[Number(i)] };
  }
  showCanvas({ model, el });
  if (hand && states.cells) choose = makeChooser(states.cells, states.controls, hand);
  if (hand && states.hints) showHints(explorer, model, states.controls, hand);
  giveAddress(explorer, model, works ? states.controls : [], hand);
}

for (const told of document.querySelectorAll(".cnn-page > .cnn-canvas:not([data-alive]) + script")) {
  enliven(told.parentElement, told.previousElementSibling, told.textContent);
}

// A picture that is wider than its place is reached by keyboard too.
for (const scroll of document.querySelectorAll(".cnn-page .cnn-scroll")) {
  new ResizeObserver(() => {
    const wide = scroll.scrollWidth > scroll.clientWidth + 1;
    for (const [name, text] of [["tabindex", "0"], ["role", "group"], ["aria-label", "the picture, scrolled sideways"]]) {
      if (wide) scroll.setAttribute(name, text);
      else scroll.removeAttribute(name);
    }
  }).observe(scroll);
}

// Pictures without steps: their panels stand where there is room for them, too.
for (const svg of document.querySelectorAll(".cnn-page > .cnn-canvas:not([data-alive]) svg, .cnn-page > .cnn-scroll > .cnn-stage > svg")) {
  const stage = svg.closest(".cnn-stage");
  watch(stage, (width) => arrange(svg, stage, width));
}
