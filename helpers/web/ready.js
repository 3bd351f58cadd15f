// What lies ready in the browser, and which states a hand may come to next: ahead.js asks for these.

import { sentOf } from "./model.js";

/** @import { Model } from "./model.js" */
/** @typedef {{ key: string, shown: any[], step: number | null, state: Record<string, any>, size: number }} Ready a state that lies here */

const AT_REST = [1, -1, 2, -2], ON = [0, 1, 2, -1]; // places in the order of need: from the one that shows, and from where a hand will be

/** States by their keys, with no more than so many letters: which was used last stays longest. @param {number} most */
export function makeStore(most) {
  /** @type {Map<string, Ready>} */
  const kept = new Map();
  let size = 0;
  /** @param {string} key */
  function drop(key) {
    size -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  }
  return {
    size: () => size,
    has: (/** @type {string} */ key) => kept.has(key),
    clear() { kept.clear(); size = 0; },
    /** @param {string} key */
    get(key) {
      const ready = kept.get(key);
      if (!ready) return null;
      kept.delete(key);
      kept.set(key, ready);
      return ready;
    },
    /** @param {string} key @param {Ready} ready */
    put(key, ready) {
      drop(key);
      if (ready.size > most) return;
      kept.set(key, ready);
      size += ready.size;
      for (const oldest of kept.keys()) if (size > most) drop(oldest);
    },
  };
}

/**
 * The places that a control may soon come to, nearest first: `towards` 1 or -1 while a hand moves it, 0 where it rests.
 * What is asked for in a move comes when the hand is `lead` places further on.
 * @param {Model} control @param {number} towards @param {number} [lead]
 * @returns {any[]}
 */
export function nearTo(control, towards, lead = 2) {
  const value = sentOf(control), labels = control.get("_options_labels");
  if (typeof value === "boolean") return [!value];
  const [low, high] = labels ? [0, labels.length - 1] : [control.get("min"), control.get("max")];
  if (!Number.isInteger(value) || !Number.isInteger(low) || !Number.isInteger(high)) return [];
  const far = labels ? Array.from({ length: 2 * labels.length }, (_, i) => (i >> 1) + 1).map((by, i) => i % 2 ? -by : by) : AT_REST;
  return (towards && !labels ? ON.map((by) => towards * (lead + by)) : far).map((by) => value + by).filter((place) => place >= low && place <= high);
}

/** @param {any} one @param {any} other */
export const same = (one, other) => one === other || typeof one === "object" && JSON.stringify(one) === JSON.stringify(other);
