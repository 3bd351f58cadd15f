// The states that a page has beside it, drawn by Python when it was built (states.py). Each file holds the states from one
// number on, and is a script that hands itself over: that works without a server too, where a page may not fetch.

/**
 * What a page shows of a state: the picture, the words of its steps, its verdict, and its numbers as they are read (numbers.js).
 * @typedef {{ svg: string, alts: string[], verdict: string, tables: string[] }} State
 * @typedef {{ folder: string, first: number[], names: string[] }} Files
 * @typedef {number[][]} Runs of the lines of a picture, its words, its verdict; of its numbers alone
 */

/** The number of a state: places along the controls, the last one fastest. @param {number[]} places @param {number[]} sizes */
export function numberOf(places, sizes) {
  return places.reduce((number, place, i) => number * sizes[i] + place, 0);
}

/** @param {number} number @param {number[]} sizes */
export function placesOf(number, sizes) {
  /** @type {number[]} */
  const places = [];
  for (const size of sizes.toReversed()) {
    places.unshift(number % size);
    number = Math.floor(number / size);
  }
  return places;
}

/**
 * The texts that `runs` name, pairs (first, how many): a page's own are counted down from -1, a file's up from 0.
 * @param {number[]} runs @param {string[]} file @param {string[]} page
 */
export function textsOf(runs, file, page) {
  const texts = [];
  for (let i = 0; i < runs.length; i += 2) {
    const first = runs[i], from = first < 0 ? -1 - first : first;
    texts.push(...(first < 0 ? page : file).slice(from, from + runs[i + 1]));
  }
  return texts;
}

/** What a file hands over, as states.py put it together. @param {string} code */
export async function unpack(code) {
  const bytes = Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return /** @type {[string[], Record<number, Runs>]} */ (JSON.parse(await new Response(stream).text()));
}

/** @type {Map<string, (code: string) => void>} */
const expected = new Map();

/** @param {string} folder @param {string} name @returns {Promise<string>} */
function bring(folder, name) {
  Object.assign(globalThis, { cnnStates: (/** @type {string} */ from, /** @type {string} */ code) => expected.get(from)?.(code) });
  const script = document.createElement("script");
  return new Promise((resolve, reject) => {
    expected.set(name, resolve);
    script.addEventListener("error", () => reject(new Error(`${name} was not brought`)));
    script.src = `${folder}${name}.js`;
    document.head.append(script);
  }).finally(() => script.remove());
}

/**
 * What is packed in files under the numbers of states: `at` gives the parts of one, each a list of texts, null where there
 * is none, undefined where its file is not here; `load` brings it. `page` are the texts that the page has itself.
 * @param {Files} files
 * @param {string[]} page
 * @param {(folder: string, name: string) => Promise<string>} fetched
 */
export function makeParts({ folder, first, names }, page, fetched = bring) {
  /** @type {Map<string, { coming: Promise<void>, here?: Awaited<ReturnType<typeof unpack>> }>} */
  const files = new Map();
  const nameOf = (/** @type {number} */ number) => names[first.findLastIndex((least) => least <= number)];
  return {
    /** @param {number} number @returns {string[][] | null | undefined} */
    at(number) {
      const name = nameOf(number), here = files.get(name)?.here;
      if (name && !here) return undefined;
      const runs = here?.[1][number];
      return here && runs ? runs.map((run) => textsOf(run, here[0], page)) : null;
    },
    /** @param {number} number @returns {Promise<void>} */
    load(number) {
      const name = nameOf(number);
      if (!name) return Promise.resolve();
      const file = files.get(name) ?? { coming: fetched(folder, name).then(unpack).then((here) => { file.here = here; }) };
      files.set(name, file);
      file.coming.catch(() => files.delete(name)); // another time it may come
      return file.coming;
    },
  };
}

/**
 * The states in files: `at` gives one, null where there is none, undefined where its file is not here; `load` brings it.
 * @param {Files} files
 * @param {State} opening what the page has itself, the state of the number `start`
 * @param {number} start
 * @param {(folder: string, name: string) => Promise<string>} [fetched]
 */
export function makeStates(files, opening, start, fetched) {
  const parts = makeParts(files, [...opening.svg.split("\n"), ...opening.alts, opening.verdict], fetched);
  return {
    /** @param {number} number @returns {State | null | undefined} */
    at(number) {
      if (number === start) return opening;
      const found = parts.at(number);
      return found && { svg: found[0].join("\n"), alts: found[1], verdict: found[2][0], tables: [] };
    },
    load: parts.load,
  };
}
