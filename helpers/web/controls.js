// The controls of a state on a page without a kernel: native ones, with the words that ipywidgets' have in JupyterLab.
// `place` counts the values of a control from 0.

import { asChoice, freshNumber } from "./names.js";

/**
 * @typedef {{ name: string, label: string, kind: string, at: number, texts?: string[], values?: string[], low?: number, count?: number, sets?: number[] }} Told
 * @typedef {{ el: HTMLElement, show(place: number): void }} Control
 */

/** How many values a control has. @param {Told} told */
export const sizeOf = ({ kind, texts, count }) => kind === "switch" ? 2 : texts?.length ?? count ?? 0;

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, string>} attributes @param {(Node | string)[]} children
 */
function element(tag, attributes, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  el.append(...children);
  return el;
}

/** @param {Told} told @param {(place: number) => void} chosen @returns {Control} */
export function makeControl(told, chosen) {
  const { kind, label, texts = [], low = 0, count = 0 } = told, id = `cnn-choice-${freshNumber()}`;
  const words = element("label", { for: id }, label);
  if (kind === "slider") {
    const field = element("input", { id, type: "range", min: `${low}`, max: `${low + count - 1}` });
    const value = element("output", { for: id });
    field.addEventListener("input", () => chosen(Number(field.value) - low));
    return {
      el: element("div", { class: "cnn-choice cnn-choice-slider" }, words, field, value),
      show(place) { field.value = value.textContent = `${low + place}`; },
    };
  }
  if (kind === "switch") {
    const field = element("input", { id, type: "checkbox" });
    field.addEventListener("change", () => chosen(Number(field.checked)));
    return { el: element("div", { class: "cnn-choice" }, field, words), show(place) { field.checked = Boolean(place); } };
  }
  if (kind === "list") {
    const field = element("select", { id }, ...texts.map((text) => element("option", {}, text)));
    field.addEventListener("change", () => chosen(field.selectedIndex));
    return { el: element("div", { class: "cnn-choice" }, words, field), show(place) { field.selectedIndex = place; } };
  }
  const buttons = texts.map((text, place) => {
    const button = element("button", { type: "button" }, text);
    button.addEventListener("click", () => chosen(place));
    return button;
  });
  const group = element("div", { class: "cnn-choice", role: "group", "aria-label": label || asChoice(texts) }, ...buttons);
  if (label) group.prepend(element("span", {}, label));
  group.classList.toggle("cnn-two", label.length + texts.join("").length + 4 * texts.length > 36); // the width of two columns
  return { el: group, show(place) { for (const [i, button] of buttons.entries()) button.ariaPressed = String(i === place); } };
}
