// What sets several controls at once on a page without a kernel: a cell that is chosen in a table of the picture, and the
// buttons of what would fit. Python says what they set: `cells` {grid: {control: [row or column, its first number]}}, and in
// each picture its hints, [words, {control: value}]; one that sets nothing is the label of the others.

import { nameOf } from "./address.js";
import { sizeOf } from "./controls.js";

/** @import { Told } from "./controls.js" */
/** @import { Message, Model } from "./model.js" */
/**
 * A control gets the row, the column, or the place of the cell in a table with so many columns, each from a first number on;
 * or what it is said to be.
 * @typedef {Record<string, Record<string, ["row" | "column", number] | ["place", number, number] | ["is", unknown]>>} Cells
 * @typedef {{ places(): number[], go(places: number[], step?: number, by?: number): Promise<boolean> }} Hand
 */

/**
 * The places along the controls that these values ask for, the step, and the last control among them that sets others;
 * undefined where a control does not go so far.
 * @param {Told[]} controls @param {number[]} places that are now @param {Record<string, unknown>} values
 */
export function placesFor(controls, places, values) {
  const asked = [...places];
  let /** @type {number | undefined} */ by;
  for (const [name, value] of Object.entries(values)) {
    if (name === "step") continue;
    const i = controls.findIndex((told) => told.name === name);
    const place = i < 0 ? -1 : Array.from({ length: sizeOf(controls[i]) }, (_, p) => nameOf(controls[i], p)).indexOf(`${value}`);
    if (place < 0) return undefined;
    asked[i] = place;
    if (controls[i].sets) by = i;
  }
  return { places: asked, step: /** @type {number | undefined} */ (values.step), by };
}

/**
 * `choose` takes a cell that was chosen, and says whether it is one of `cells`.
 * @param {Cells} cells @param {Told[]} controls @param {Hand} hand
 */
export function makeChooser(cells, controls, hand) {
  return (/** @type {Message} */ message) => {
    const sets = message.value === undefined ? cells[message.grid] : undefined;
    if (!sets) return false;
    const values = Object.fromEntries(Object.entries(sets).map(([name, [way, first, across]]) => {
      if (way === "is") return [name, first];
      const place = way === "place" ? message.row * Number(across) + message.column : message[way];
      return [name, place + first];
    }));
    const asked = placesFor(controls, hand.places(), values);
    if (asked) hand.go(asked.places, asked.step, asked.by);
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
  explorer.querySelector(".cnn-given").after(row);
  /** @type {string | undefined} */
  let before;
  function renew() {
    const told = /** @type {HTMLElement | null} */ (explorer.querySelector(".cnn-picture metadata"))?.dataset.hints ?? "[]";
    if (told === before) return;
    before = told;
    /** @type {[string, Record<string, unknown>][]} */
    const all = JSON.parse(told), hints = all.filter(([, values]) => Object.keys(values).length);
    const label = all.find((hint) => !hints.includes(hint))?.[0];
    words.textContent = label ?? "would fit:";
    words.className = label ? "cnn-told" : ""; // read aloud where it is new (spoken.js)
    row.replaceChildren(...hints.length ? [words] : [], ...hints.map(([text, values]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
      button.addEventListener("click", async () => {
        const asked = placesFor(controls, hand.places(), values);
        if (asked) await hand.go(asked.places, asked.step, asked.by);
        const [name] = Object.keys(values); // the button is gone: the eye goes on at its like, or at what it has set
        const set = /** @type {HTMLElement | null} */ (explorer.querySelector(`[data-name="${name}"] :is(input, select, button)`));
        const like = [...row.querySelectorAll("button")].find((other) => other.textContent === text);
        (like ?? set)?.focus();
      });
      return button;
    }));
  }
  model.on("change:svg", renew);
  renew();
}
