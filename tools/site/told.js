// What both things to do on the landing page need: bytes that came as text, and a sentence that is read aloud.

import { spelled } from "../../helpers/web/names.js";

/** @param {string} code in base64 */
export const bytesOf = (code) => Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0));

/**
 * A number as helpers.words writes it: fixed decimals, never -0, and what lies halfway goes to the even digit (toFixed goes away from 0).
 * @param {number} value
 */
export function numberText(value, decimals = 0) {
  const scaled = value * 10 ** decimals, below = Math.floor(scaled);
  const halfway = scaled - below === 0.5 && Number.isInteger(value * 2 ** (decimals + 1)); // exactly, and not by rounding
  const text = (halfway ? (below + Math.abs(below % 2)) / 10 ** decimals : value).toFixed(decimals);
  return /[1-9]/.test(text) ? text : text.replace("-", "");
}

/**
 * The live region of a figure: `now` says a text at once, `soon` where the motion has rested. What was said is no part of the page.
 * @param {HTMLElement} region
 */
export function makeVoice(region) {
  const REST = 600, GONE = 5000; // ms
  let /** @type {number | undefined} */ rest, /** @type {number | undefined} */ gone;
  /** @param {string} text */
  const now = (text) => {
    clearTimeout(rest);
    clearTimeout(gone);
    region.textContent = spelled(text);
    gone = setTimeout(() => { region.textContent = ""; }, GONE);
  };
  return {
    now,
    /** @param {() => string} text */
    soon(text) {
      clearTimeout(rest);
      rest = setTimeout(() => now(text()), REST);
    },
  };
}
