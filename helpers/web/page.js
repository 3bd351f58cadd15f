// Every explorer that stands still on this page comes alive: its steps are all here. What needs Python says so.

import { showCanvas } from "./canvas.js";
import { remember } from "./model.js";
import { arrange, watch } from "./panels.js";

for (const steps of document.querySelectorAll(".cnn-page > .cnn-canvas:not([data-alive]) + script")) {
  const el = steps.previousElementSibling, { alts, verdict, value } = JSON.parse(steps.textContent);
  el.dataset.alive = "true";
  const svg = el.querySelector("svg").outerHTML, live = el.parentElement.querySelector(".cnn-live").textContent.trim();
  const state = { svg, alts, verdict, value, controls: [], shown: [], asked: 0, answered: 0 };
  const model = remember(state, () => {
    state.verdict = `${live}: here only the steps move.`;
    model.set("svg", svg); // what was chosen in vain goes back to where it was
  });
  model.on("change:asked", () => model.set("answered", state.asked)); // there is nobody to wait for
  model.on("change:value", () => { state.verdict = verdict; });
  showCanvas({ model, el });
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
for (const svg of document.querySelectorAll(".cnn-page > .cnn-canvas:not([data-alive]) svg, .cnn-page > .cnn-stage > svg")) {
  const stage = svg.closest(".cnn-stage");
  watch(stage, (width) => arrange(svg, stage, width));
}
