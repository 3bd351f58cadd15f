// A reader's hand on the controls of an explorer on a page: what they ask for is shown at once where its state is here,
// and fetched where it is not; the states next to it along the control in hand are fetched ahead. As in JupyterLab
// (waiting.js), a picture that is not the one that the controls ask for is marked.

import { makeControl, sizeOf } from "./controls.js";
import { remember } from "./model.js";
import { makeParts, makeStates, numberOf, placesOf } from "./states.js";

/** @import { Model } from "./model.js" */
/** @import { Told } from "./controls.js" */
/** @import { Files, State } from "./states.js" */

const BEYOND = "This page does not have this state: it has those near the one that it opens on. All others are live in the course.";
const LOST = "The picture of this state could not be fetched. Choose it once more, or go back.";

/** The places next to one, the nearest first, as far as there are any. @param {number} place @param {number} size */
export function nextTo(place, size) {
  return [1, -1, 2, -2].map((by) => place + by).filter((other) => other >= 0 && other < size);
}

/**
 * The elements `els` of the controls that `told` tells of, by their names; the models of their `values`, in their order, and
 * their `places`; and `go`, which asks for a state. `show` shows one on the page, at a step; `opening` is what shows now.
 * @param {Model} model
 * @param {Files & { controls: Told[], tables: Omit<Files, "folder">, moves?: Record<number, [number, number | null]> }} told
 * @param {State} opening
 * @param {(state: State, step: number) => void} show
 */
export function makeHand(model, told, opening, show) {
  const sizes = told.controls.map(sizeOf);
  const start = numberOf(told.controls.map(({ at }) => at), sizes), states = makeStates(told, opening, start);
  const tables = makeParts({ folder: told.folder, ...told.tables }, opening.tables);
  let now = start;
  const values = told.controls.map(({ at }) => remember({ value: at }, () => {}));
  let turns = 0;
  const places = () => values.map((value) => value.get("value"));
  const controls = told.controls.map((control, i) => makeControl(control, (place) => {
    move(i, place);
    const [number, step] = landed(places(), i);
    ask(number, step).then((shown) => { if (shown) ahead(i); });
  }));

  /** @param {number} i @param {number} place */
  function move(i, place) {
    controls[i].show(place);
    values[i].set("value", place);
  }

  /** Where a reader comes who asks for `asked` by control `i`: number and step. @param {number[]} asked @param {number} i */
  function landed(asked, i) {
    const { sets } = told.controls[i];
    if (!sets) return [numberOf(asked, sizes)];
    const kin = told.controls.findIndex((other) => String(other.sets) === String(sets)); // who sets the same leads the same way
    const number = numberOf(asked.map((place, j) => sets.includes(j) ? 0 : place), sizes);
    return told.moves?.[number + kin * sizes.reduce((all, size) => all * size)] ?? [-1];
  }

  /** @param {string} refusal @param {string} why */
  function refuse(refusal, why) {
    model.set("why", why);
    model.set("refusal", refusal);
    return false;
  }

  /** Shows a state, at once where it is here; the answer is whether it shows. @param {number} number @param {number | null} [step] */
  async function ask(number, step) {
    if (model.get("refusal")) model.set("refusal", "");
    if (states.at(number) === undefined) {
      const asked = String(places());
      model.set("why", "waiting for the picture: this is still the one before");
      const came = await states.load(number).then(() => true, () => false);
      if (asked !== String(places())) return false; // the hand has gone on
      if (!came) return refuse(LOST, "this is still the picture before");
    }
    const state = states.at(number);
    if (!state) return refuse(BEYOND, "not on this page: this is still the picture before");
    placesOf(number, sizes).forEach((place, i) => { if (place !== places()[i]) move(i, place); });
    now = number;
    show(state, Math.min(step ?? model.get("value"), state.alts.length - 1));
    model.set("shown", places());
    return true;
  }

  model.on("change:wanted", async () => { // the numbers of what shows: the page has its opening's, the others are fetched
    const number = now;
    if (!model.get("wanted") || number === start) return;
    await tables.load(number).catch(() => {});
    if (number === now) model.set("tables", tables.at(number)?.[0] ?? null); // else the hand has gone on, and they are asked for again
  });

  /** @param {number} i */
  async function ahead(i) {
    const turn = ++turns;
    for (const place of nextTo(places()[i], sizes[i])) {
      await states.load(landed(places().with(i, place), i)[0]).catch(() => {}); // said when it is asked for
      if (turn !== turns) return; // the hand has gone on
    }
  }

  controls.forEach(({ el, show: put }, i) => {
    put(told.controls[i].at);
    for (const event of ["focusin", "pointerenter"]) el.addEventListener(event, () => ahead(i));
  });
  /** @param {number[]} asked places along all controls @param {number} [step] @param {number} [by] the control that sets others */
  function go(asked, step, by) {
    asked.forEach((place, i) => move(i, place));
    const [number, to] = by === undefined ? [numberOf(asked, sizes)] : landed(asked, by);
    return ask(number, step ?? to);
  }
  return { go, places, values, els: Object.fromEntries(told.controls.map(({ name }, i) => [name, controls[i].el])) };
}
