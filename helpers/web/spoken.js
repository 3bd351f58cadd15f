// What is read aloud of an explorer: nothing until somebody acts in it, then what is new, where the motion came to rest.
// What the label of the buttons says to do comes first where it is new (cnn-told), then the words of the step, and the
// verdict only where it is another than the last one that was said.

import { freshNumber, spelled } from "./names.js";
import { rowDone } from "./rows.js";

/** @import { Timed } from "./rows.js" */
/** @typedef {{ words: string, verdict: string, k: number, last: number, parts: Timed[] }} Shown */

const SILENCE = 600, GONE = 5000; // ms: a motion rests; what was said is no part of the page
const ACTS = ["pointerdown", "click", "keydown", "input", "change"];
const LAST = "This is the last step.", FIRST = "This is the first step.";

/**
 * What is said of a step. @param {Shown} shown @param {string} judged the verdict that was said last
 * @param {string} late why the picture is an older one, or "" @param {boolean} stepped not of another picture: nobody went to its end
 */
export function saidOf({ words, verdict, k, last, parts }, judged, late, stepped = true) {
  const ends = stepped && last > 0 && k === last ? LAST : "";
  return [late, words, stepped ? rowDone(parts, k) : "", ends, verdict === judged ? "" : verdict].filter(Boolean).join(" ");
}

/** What a picture is called: the titles of its panels, four at most. @param {ParentNode} picture */
export function pictureName(picture) {
  const titles = [...picture.querySelectorAll("[data-panel]")].map((panel) => panel.querySelector(":scope > text[font-weight=bold]")?.textContent ?? "");
  return ["picture", titles.filter((title) => /[a-z]/i.test(title)).slice(0, 4).join(", ")].filter(Boolean).join(": ");
}

/** @param {HTMLElement} el a canvas @param {() => string} late why its picture is an older one, or "" */
export function makeSpoken(el, late) {
  const [image, words, spoken] = ["picture", "words", "spoken"].map((name) => el.querySelector(`.cnn-${name}`));
  let acted = false, judged = "", told = "", /** @type {Timed[] | undefined} */ parts, /** @type {number | undefined} */ rest, /** @type {number | undefined} */ gone;
  words.id = `cnn-words-${freshNumber()}`;
  image.setAttribute("aria-describedby", words.id);

  const label = () => (el.closest(".cnn-explorer, .cnn-page") ?? el).querySelector(".cnn-told")?.textContent ?? "";

  /** @param {{ target: any, key?: string }} event */
  function act({ target, key }) { // on the window: sliders of ipywidgets are no part of the canvas
    if (key === "Tab" || !(el.closest(".cnn-explorer") ?? el).contains(target)) return;
    acted = true;
    told = label();
    for (const name of ACTS) removeEventListener(name, act, true);
  }
  for (const name of ACTS) addEventListener(name, act, true);

  /** @param {string} text */
  function say(text) {
    clearTimeout(gone);
    spoken.textContent = spelled(text);
    gone = setTimeout(() => { spoken.textContent = ""; }, GONE);
  }

  return {
    say,
    /** @param {ParentNode} picture */
    name(picture) { image.setAttribute("aria-label", pictureName(picture)); },
    /** Says what `shown` gives, once nothing has moved for a while; null says nothing. @param {() => Shown | null} shown */
    soon(shown) {
      if (!acted) {
        parts = shown()?.parts ?? parts;
        return;
      }
      clearTimeout(rest);
      rest = setTimeout(() => {
        rest = undefined;
        const now = shown();
        if (!now) return;
        const todo = label();
        say([todo === told ? "" : todo, saidOf(now, judged, late(), now.parts === parts)].filter(Boolean).join(" "));
        told = todo;
        ({ verdict: judged, parts } = now);
      }, SILENCE);
    },
    /** Is there no such step? Who asks for one hears why nothing moves. @param {number} step @param {number} last */
    beyond(step, last) {
      const there = step >= 0 && step <= last;
      if (!there && !rest) say(step < 0 ? FIRST : LAST); // what is still to be said comes first, and says it too
      return !there;
    },
    end() {
      for (const timer of [rest, gone]) clearTimeout(timer);
      for (const name of ACTS) removeEventListener(name, act, true);
    },
  };
}
