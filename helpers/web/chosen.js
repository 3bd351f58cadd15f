// What sets several controls at once on a page without a kernel: a cell that is chosen in a table of the picture, and the
// buttons of what would fit. Python says what they set: `cells` {grid: {control: [row or column, its first number]}}, and in
// each picture its hints, [words, {control: value}].

import { nameOf } from "./address.js";
import { sizeOf } from "./controls.js";

/** @import { Told } from "./controls.js" */
/** @import { Message, Model } from "./model.js" */
/** @typedef {Record<string, Record<string, ["row" | "column", number]>>} Cells */
/** @typedef {{ places(): number[], go(places: number[], step?: number): Promise<boolean> }} Hand */

/**
 * The places along the controls that these values ask for, and the step; undefined where a control does not go so far.
 * @param {Told[]} controls @param {number[]} places that are now @param {Record<string, unknown>} values
 */
export function placesFor(controls, places, values) {
  const asked = [...places];
  for (const [name, value] of Object.entries(values)) {
    if (name === "step") continue;
    const i = controls.findIndex((told) => told.name === name);
    const place = i < 0 ? -1 : Array.from({ length: sizeOf(controls[i]) }, (_, p) => nameOf(controls[i], p)).indexOf(`${value}`);
    if (place < 0) return undefined;
    asked[i] = place;
  }
  return { places: asked, step: /** @type {number | undefined} */ (values.step) };
}

/**
 * `choose` takes a cell that was chosen, and says whether it is one of `cells`.
 * @param {Cells} cells @param {Told[]} controls @param {Hand} hand
 */
export function makeChooser(cells, controls, hand) {
  return (/** @type {Message} */ message) => {
    const sets = message.value === undefined ? cells[message.grid] : undefined;
    if (!sets) return false;
    const values = Object.fromEntries(Object.entries(sets).map(([name, [way, first]]) => [name, message[way] + first]));
    const asked = placesFor(controls, hand.places(), values);
    if (asked) hand.go(asked.places, asked.step);
    return Boolean(asked);
  };
}

/**
 * The buttons of what would fit, below the controls, for each picture that shows.
 * @param {HTMLElement} explorer @param {Model} model @param {Told[]} controls @param {Hand} hand
 */
export function showHints(explorer, model, controls, hand) {
  const row = document.createElement("p"), words = document.createElement("span");
  row.className = "cnn-hints";
  words.textContent = "would fit:";
  explorer.querySelector(".cnn-given").after(row);
  /** @type {string | undefined} */
  let before;
  function renew() {
    const told = /** @type {HTMLElement | null} */ (explorer.querySelector(".cnn-picture metadata"))?.dataset.hints ?? "[]";
    if (told === before) return;
    before = told;
    /** @type {[string, Record<string, unknown>][]} */
    const hints = JSON.parse(told);
    row.replaceChildren(...hints.length ? [words] : [], ...hints.map(([text, values]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
      button.addEventListener("click", async () => {
        const asked = placesFor(controls, hand.places(), values);
        if (asked) await hand.go(asked.places, asked.step);
        const [name] = Object.keys(values); // the button is gone: the eye goes on at what it has set
        const set = /** @type {HTMLElement | null} */ (explorer.querySelector(`[data-name="${name}"] :is(input, select, button)`));
        set?.focus();
      });
      return button;
    }));
  }
  model.on("change:svg", renew);
  renew();
}
