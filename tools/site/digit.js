// A digit to draw, and a whole trained network that reads it at every stroke. Python drew the picture once (helpers/draw/overview.py,
// whose `data-part` names each map, vector and bar); here these are painted anew with what arithmetic.js makes of the digit.

import { lay, makeGrid } from "../../helpers/web/grid.js";
import { boxOf } from "../../helpers/web/panels.js";
import { lenet5, unravelled } from "./arithmetic.js";
import { bitmap, inkOf, stroke } from "./shades.js";
import { bytesOf, makeVoice, numberText } from "./told.js";

const SIDE = 28, FAR = 3; // cells; so far from the middle a digit is hard to read for a network that learned from middle ones
const MAPS = ["C1", "S2", "C3", "S4"], VECTORS = ["C5", "F6"];

/** @param {HTMLElement} figure */
export function enlivenDigit(figure) {
  const svg = figure.querySelector(".cnn-picture svg"), words = figure.querySelector(".words");
  const voice = makeVoice(figure.querySelector(".spoken")), paint = makePainter(svg);
  const blank = () => Array.from({ length: SIDE }, () => Array(SIDE).fill(0));
  let digit = blank(), own = false, next = Number(figure.dataset.digit);
  let /** @type {any} */ weights, /** @type {number[][][]} */ digits = [], asked = false;

  function show() {
    if (!weights) { // only the ink
      paint.input(digit);
      words.textContent = "The network is on its way.";
      return;
    }
    const layers = lenet5(digit, weights);
    paint.input(digit);
    paint.layers(layers);
    figure.querySelector(".cnn-numbers caption").textContent = `answer ${likely(layers.probabilities)[0]}`;
    for (const [i, cell] of figure.querySelectorAll(".cnn-numbers td:not(:empty)").entries()) cell.textContent = numberText(layers.probabilities[i], 3);
    words.textContent = saidOf(digit, layers.probabilities, own);
  }

  /** @param {number[][]} changed @param {boolean} drawn by the reader */
  function take(changed, drawn) {
    digit = changed;
    own = drawn;
    show();
    bring();
    voice.soon(() => words.textContent);
  }

  const pad = makeGrid("digit", (_, text) => { if (text) voice.now(text); }, ({ points }) => {
    const drawn = own ? digit : blank(); // the first stroke takes the page's own digit away
    points?.forEach((to, i) => stroke(drawn, points[Math.max(0, i - 1)], to));
    take(drawn, true);
  });
  placePad(pad, svg);

  const [clear, another] = ["clear", "another"].map((name) => figure.querySelector(`[data-do="${name}"]`));
  clear.addEventListener("click", () => take(blank(), true));
  another.addEventListener("click", () => {
    next = (next + 1) % (digits.length || 1);
    if (digits.length) take(structuredClone(digits[next]), false);
  });

  const bring = () => {
    if (asked) return;
    asked = true;
    bringLenet(figure.dataset.lenet ?? "").then((told) => {
      ({ weights, digits } = told);
      if (!own) digit = structuredClone(digits[next]);
      show();
      figure.dataset.alive = "true";
    }, () => {
      asked = false; // at the next stroke it may come
      words.textContent = "The network could not be brought here. Load the page again, or open notebook 06.";
    });
  };
  const near = new IntersectionObserver((seen) => { if (seen.some(({ isIntersecting }) => isIntersecting)) bring(); }, { rootMargin: "600px 0px" });
  if (document.readyState === "complete") near.observe(figure);
  else addEventListener("load", () => near.observe(figure)); // what shows first comes first
  figure.classList.add("alive");
}

/** The digits, the likeliest first. @param {number[]} shares */
const likely = (shares) => shares.map((_, digit) => digit).sort((a, b) => shares[b] - shares[a]);

/** What is said of a digit: how it is read, what is likely next, and where it lies if it is far off. @param {number[][]} digit @param {number[]} shares @param {boolean} own */
function saidOf(digit, shares, own) {
  const [best, ...others] = likely(shares), share = (/** @type {number} */ i) => numberText(shares[i], 3);
  const ink = digit.flat().reduce((sum, value) => sum + value, 0);
  if (!ink) return `The page is empty, and is read as ${best}, with probability ${share(best)}: the network has no answer for “nothing”. Draw a digit.`;
  const read = `${own ? "Your drawing" : "The digit"} is read as ${best}, with probability ${share(best)}. `;
  const near = others.slice(0, 2).filter((one) => share(one) !== "0.000").map((one) => `${one} (${share(one)})`);
  const then = near.length ? `Then ${near.join(" and ")}.` : "";
  const middle = (/** @type {(row: number, column: number) => number} */ place) =>
    digit.reduce((sum, line, row) => line.reduce((total, value, column) => total + value * place(row, column), sum), 0) / ink - (SIDE - 1) / 2;
  const down = middle((row) => row), right = middle((_, column) => column);
  const away = [[down, "below", "above"], [right, "right of", "left of"]].filter(([cells]) => Math.abs(Number(cells)) > FAR)
    .map(([cells, more, less]) => `${numberText(Math.abs(Number(cells)))} cells ${Number(cells) > 0 ? more : less}`);
  return read + then + (away.length ? ` It lies ${away.join(" and ")} the middle, and the network learned from digits in the middle.` : "");
}

/** The pad lies over its place in the picture, wherever the panels stand. @param {import("../../helpers/web/grid.js").Grid} pad @param {SVGSVGElement} svg */
function placePad(pad, svg) {
  const mark = svg.querySelector('[data-grid="digit"]');
  Object.assign(pad.dataset, mark.dataset, { paint: "1" }); // ms: every move is answered
  pad.mark(SIDE / 2, SIDE / 2);
  const place = () => lay(pad, boxOf(mark).box, (svg.getAttribute("viewBox") ?? "").split(" ").slice(2).map(Number));
  new MutationObserver(place).observe(svg, { attributes: true, attributeFilter: ["viewBox"] });
  place();
  svg.closest(".cnn-stage").append(pad);
}

/** @param {SVGSVGElement} svg */
function makePainter(svg) {
  const parts = new Map([...svg.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
  /** @param {string} name @param {number[][]} values @param {number} most */
  const shade = (name, values, most) => {
    parts.get(name).querySelector("image").setAttribute("href", bitmap(values.map((line) => line.map((value) => inkOf(value, most)))));
  };
  const largest = (/** @type {number[]} */ values) => values.reduce((a, b) => Math.max(a, b), 0);
  return {
    /** @param {number[][]} digit */
    input(digit) {
      const line = () => Array(SIDE + 4).fill(0);
      shade("input", [line(), line(), ...digit.map((inked) => [0, 0, ...inked, 0, 0]), line(), line()], 255);
    },
    /** @param {any} layers what lenet5 gives */
    layers(layers) {
      for (const name of MAPS) {
        const most = largest(layers[name].flat(2));
        for (let k = 0; k < layers[name][0][0].length; k++) shade(`${name} ${k}`, layers[name].map((line) => line.map((cell) => cell[k])), most);
      }
      for (const name of VECTORS) {
        const { rows, columns } = svg.querySelector(`[data-grid="${name}"]`).dataset, cells = Array(rows * columns).fill(0);
        shade(name, unravelled(Object.assign(cells, layers[name]), [Number(rows), Number(columns)]), largest(layers[name]));
      }
      const [best] = likely(layers.probabilities);
      for (const [i, share] of layers.probabilities.entries()) {
        const bar = parts.get(`output ${i}`).firstElementChild, texts = parts.get(`answer ${i}`).children;
        const whole = Number(parts.get(`output ${i}`).previousElementSibling.getAttribute("width"));
        bar.setAttribute("width", `${Math.max(0.5, whole * share)}`);
        texts[1].textContent = numberText(share, 3);
        for (const text of texts) text.setAttribute("font-weight", i === best ? "bold" : "normal");
      }
      parts.get("output 0").closest("[data-panel]").querySelector("text").textContent = `answer ${best}`;
    },
  };
}

/** The weights and ten digits, from a script that hands itself over: that works from a file too. @param {string} address */
function bringLenet(address) {
  /** @param {{ shape: number[], values: string }} array @param {(bytes: Uint8Array) => ArrayLike<number>} read */
  const arrayOf = ({ shape, values }, read) => unravelled(read(bytesOf(values)), shape);
  const floats = (/** @type {Uint8Array} */ bytes) => new Float32Array(bytes.buffer);
  const script = document.createElement("script");
  return new Promise((resolve, reject) => {
    Object.assign(globalThis, { cnnLenet: (/** @type {any} */ { weights, digits }) => resolve({
      weights: Object.fromEntries(Object.entries(weights).map(([name, pair]) => [name, pair.map((/** @type {any} */ part) => arrayOf(part, floats))])),
      digits: arrayOf(digits, (bytes) => bytes),
    }) });
    script.addEventListener("error", () => reject(new Error("no weights")));
    script.src = address;
    document.head.append(script);
  }).finally(() => script.remove());
}
