// What a reader answered first, when, and what was true: one record for the whole course, of which every tab has a copy.
// Copies are merged, never overwritten, and merging them in any order gives the same (tests/web/kept.json). A browser keeps it
// under one name, which the pages and the live course share; in a working copy the kernel has it in a file (helpers/kept.py).
//
//   erased     how often all of it was erased: a copy that was erased more often wins
//   answers    by the id of the question's cell (keptAs): question, first (what was answered first, "" where it was looked up), right,
//              truth, at (when), turns (how often what follows was uncovered and covered again: it is open where that is odd)

/**
 * @typedef {{ question: string, first: string, right: boolean, truth: string, at: string, turns: number }} Answer
 * @typedef {{ file: string, version: number, erased: number, answers: Record<string, Answer> }} Kept
 */

export const NAME = "convnet-course:kept";
const FILE = "answers of the convolutional networks course", VERSION = 1;
const KINDS = { question: "string", first: "string", right: "boolean", truth: "string", at: "string", turns: "number" };
const WHEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** @returns {Kept} */
export const fresh = (erased = 0) => ({ file: FILE, version: VERSION, erased, answers: {} });

/** @param {unknown} number */
const isCount = (number) => Number.isSafeInteger(number) && Number(number) >= 0;

/** @param {unknown} thing */
const isTable = (thing) => typeof thing === "object" && thing !== null && !Array.isArray(thing);

/** @param {any} answer */
const isAnswer = (answer) => isTable(answer) && Object.entries(KINDS).every(([name, kind]) => typeof answer[name] === kind)
  && WHEN.test(answer.at) && isCount(answer.turns);

/**
 * The record that a text holds, and why it holds none.
 * @param {string | null} text
 * @returns {{ kept: Kept, why: string }}
 */
export function read(text) {
  if (!text) return { kept: fresh(), why: "" };
  const none = (/** @type {string} */ why) => ({ kept: fresh(), why });
  let data;
  try { data = JSON.parse(text); } catch { return none("it is damaged: it is no JSON"); }
  if (data?.file !== FILE) return none("it is not this course's");
  if (data.version !== VERSION) return none(`it is of version ${JSON.stringify(data.version ?? null)}, and this course reads version ${VERSION}`);
  if (!isCount(data.erased) || !isTable(data.answers)) return none("it is damaged: a part of it is missing");
  const wrong = Object.keys(data.answers).find((id) => !isAnswer(data.answers[id]));
  return wrong === undefined ? { kept: data, why: "" } : none(`it is damaged: the answer “${wrong}” is not whole`);
}

/**
 * What two copies know together: of two answers to a question the earlier one was the first.
 * @param {Kept} one @param {Kept} other
 */
export function merged(one, other) {
  if (one.erased !== other.erased) return one.erased > other.erased ? one : other;
  const both = fresh(one.erased);
  for (const id of [...new Set([...Object.keys(one.answers), ...Object.keys(other.answers)])].sort()) {
    const [first, ...more] = [one.answers[id], other.answers[id]].filter(Boolean).sort(byTime);
    both.answers[id] = { ...first, turns: Math.max(first.turns, ...more.map(({ turns }) => turns)) };
  }
  return both;
}

/** @param {Answer} one @param {Answer} other */
function byTime(one, other) {
  const differs = ["at", "first", "right", "truth", "question"].find((name) => one[name] !== other[name]);
  return !differs ? 0 : one[differs] < other[differs] ? -1 : 1;
}

/**
 * By what the answer to a question is kept: the id of its cell; in a class edition, which asks with other numbers, with its seed.
 * @param {string} id @param {unknown} seed
 */
export const keptAs = (id, seed) => (typeof seed === "string" && seed ? `${id}@${seed}` : id);

/** The record as a text, the same for the same record. @param {Kept} kept */
export const written = (kept) => JSON.stringify({ ...kept, answers: Object.fromEntries(Object.entries(kept.answers).sort()) }, null, 1);

/** Does what follows a question show? @param {Kept} kept @param {string} id */
export const isOpen = (kept, id) => (kept.answers[id]?.turns ?? 0) % 2 === 1;

/**
 * How it went with these questions: how many were right at the first try, which were missed, how many are still to be answered.
 * @param {Kept} kept @param {string[]} ids
 */
export function howItWent(kept, ids) {
  const known = ids.filter((id) => kept.answers[id]);
  const right = known.filter((id) => kept.answers[id].right).length;
  return { of: ids.length, right, missed: known.filter((id) => !kept.answers[id].right), left: ids.length - known.length };
}

/** A new answer, of now. @param {Partial<Answer>} known @returns {Answer} */
const answerOf = ({ question = "", first = "", right = false, truth = "" }) =>
  ({ question, first, right, truth, at: new Date().toISOString(), turns: 0 });

/**
 * The record as this browser keeps it. Every change reads what is there first, for another tab may know more; what is there
 * and cannot be read is put aside under another name, and `told` says so. `store()` is localStorage, or throws.
 * @param {() => Storage} store
 */
export function makeKept(store) {
  let kept = fresh(), told = "", stuck = false; // stuck: what cannot be read has no other place, so it stays where it is
  const listeners = new Set();

  function look() {
    let /** @type {string | null} */ text = null;
    try { text = store().getItem(NAME); } catch { /* a browser that keeps nothing */ }
    const { kept: there, why } = read(text);
    stuck = false;
    if (text !== null && why) {
      const aside = `${NAME}:${new Date().toISOString()}`;
      told = `What this browser had kept of your answers cannot be read: ${why}. It lies aside as “${aside}”, and a new record begins.`;
      try {
        store().setItem(aside, text);
        store().removeItem(NAME);
      } catch {
        stuck = true;
        told = `What this browser had kept of your answers cannot be read: ${why}. There is no room to put it aside, so it stays, and new answers are kept as long as this page is open.`;
      }
    }
    kept = merged(kept, there);
    return { text, why };
  }

  function change(/** @type {() => void} */ edit) {
    const { why } = look(), before = written(kept);
    edit();
    if (written(kept) === before && !why) return;
    save();
    for (const listener of listeners) listener();
  }

  function save() {
    if (stuck) return;
    try { store().setItem(NAME, written(kept)); } catch { /* it holds as long as the page is open */ }
  }

  function forget() {
    try {
      const shelf = store(), names = Array.from({ length: shelf.length }, (_, k) => shelf.key(k) ?? "");
      for (const name of names) if (name.startsWith(`${NAME}:`) || (stuck && name === NAME)) shelf.removeItem(name);
      stuck = false;
    } catch { /* a browser that keeps nothing */ }
  }

  look();
  globalThis.addEventListener?.("storage", (/** @type {any} */ { key }) => {
    if (key !== NAME && key !== null) return;
    const { text } = look();
    if (text !== written(kept)) save(); // both wrote at once, and the other was the last
    for (const listener of listeners) listener();
  });

  return {
    get kept() { return kept; },
    get told() { return told; },
    /** @param {() => void} listener */
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** A verdict on the answer to a question, or that it was looked up; the first one stays. @param {string} id @param {Partial<Answer>} answer @param {boolean} open */
    answer(id, answer, open) {
      change(() => {
        kept.answers[id] ??= answerOf(answer);
        if (open && !isOpen(kept, id)) kept.answers[id].turns += 1;
      });
    },
    /** What follows these questions is covered again. @param {string[]} ids */
    cover(ids) {
      change(() => { for (const id of ids) if (isOpen(kept, id)) kept.answers[id].turns += 1; });
    },
    /** What another copy knows, as a text. @param {string} text */
    take(text) {
      change(() => { kept = merged(kept, read(text).kept); });
    },
    /** All of it, with what was put aside. */
    erase() {
      change(() => {
        kept = fresh(kept.erased + 1);
        told = "";
        forget();
      });
    },
  };
}
