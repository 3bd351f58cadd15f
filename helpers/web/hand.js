// A reader's hand on the controls of an explorer on a page: what they ask for is shown at once where its state is here,
// and fetched where it is not; the states next to it along the control in hand are fetched ahead. As in JupyterLab
// (waiting.js), a picture that is not the one that the controls ask for is marked.

import { makeControl, sizeOf } from "./controls.js";
import { remember } from "./model.js";
import { makeStates, numberOf, placesOf } from "./states.js";

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
 * The elements of the controls that `told` tells of, by their names, and the models of their values, in their order. `show` shows a state
 * of these on the page, at a step: `opening` is the one that shows.
 * @param {Model} model
 * @param {Files & { controls: Told[], moves?: Record<number, [number, number]> }} told
 * @param {State} opening
 * @param {(state: State, step: number) => void} show
 */
export function makeHand(model, told, opening, show) {
  const sizes = told.controls.map(sizeOf), states = makeStates(told, opening);
  const values = told.controls.map(({ at }) => remember({ value: at }, () => {}));
  const controls = told.controls.map((control, i) => makeControl(control, (place) => {
    move(i, place);
    answer(i);
  }));
  let turns = 0;
  const places = () => values.map((value) => value.get("value"));

  /** @param {number} i @param {number} place */
  function move(i, place) {
    controls[i].show(place);
    values[i].set("value", place);
  }

  /** Where a reader comes who asks for `asked` by control `i`: number and step. @param {number[]} asked @param {number} i */
  function landed(asked, i) {
    const { sets } = told.controls[i];
    if (!sets) return [numberOf(asked, sizes)];
    return told.moves?.[numberOf(asked.map((place, j) => sets.includes(j) ? 0 : place), sizes)] ?? [-1];
  }

  /** @param {string} refusal @param {string} why */
  function refuse(refusal, why) {
    model.set("why", why);
    model.set("refusal", refusal);
  }

  /** @param {number} i the control that was moved */
  function answer(i) {
    const [number, step] = landed(places(), i), state = states.at(number);
    if (model.get("refusal")) model.set("refusal", "");
    if (state) {
      placesOf(number, sizes).forEach((place, j) => { if (place !== places()[j]) move(j, place); });
      show(state, Math.min(step ?? model.get("value"), state.alts.length - 1));
      model.set("shown", places());
      ahead(i);
    } else if (state === null) refuse(BEYOND, "not on this page: this is still the picture before");
    else {
      model.set("why", "waiting for the picture: this is still the one before");
      const asked = String(places());
      states.load(number).then(
        () => { if (asked === String(places())) answer(i); },
        () => { if (asked === String(places())) refuse(LOST, "this is still the picture before"); },
      );
    }
  }

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
  return { els: Object.fromEntries(told.controls.map(({ name }, i) => [name, controls[i].el])), values };
}
