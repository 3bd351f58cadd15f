// A photograph under a 3 x 3 filter. A weight is a number to drag up and down, to click above or below its middle, or to change by
// keys; whatever changes it, the whole result is computed anew (arithmetic.js) and shows at once.

import { filtered, unravelled } from "./arithmetic.js";
import { makePointed } from "./pointed.js";
import { greyOf, placeOf, scaleOf, stripeOf } from "./shades.js";
import { bytesOf, makeVoice, numberText } from "./told.js";

const MOST = 9, STEP = 8, STILL = 4; // the largest weight; px of a drag for 1 of it; px that are no drag yet
const CELL = 3; // px of the result for one of the photograph's: room for a stripe
const KEYS = new Map([["ArrowUp", 1], ["ArrowRight", 1], ["ArrowDown", -1], ["ArrowLeft", -1], ["PageUp", 3], ["PageDown", -3]]);

/** @param {HTMLElement} figure */
export function enlivenPhoto(figure) {
  const { begins, shape, presets, opening, colours, stripes } = JSON.parse(figure.querySelector("script").textContent);
  const photo = pixelsOf(figure.querySelector(".input img").src, begins, shape), voice = makeVoice(figure.querySelector(".spoken"));
  const [scale, divided, words] = ["scale", "divided", "words"].map((name) => figure.querySelector(`.${name}`));
  const canvas = document.createElement("canvas"), before = figure.querySelector(".result svg");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  Object.assign(canvas, { width: CELL * shape[1], height: CELL * shape[0], className: "pixels", role: "img" });
  const [signed, bars] = [colours, stripes].map((bytes) => unravelled(bytesOf(bytes), [bytesOf(bytes).length / 3, 3]));
  let { weights, divisor } = structuredClone(presets[opening]), name = opening, /** @type {number[][]} */ result = [];

  let unpoint = () => {}; // takes the frame of a pixel away
  const said = () => {
    const sum = weights.flat().reduce((total, weight) => total + weight, 0), flat = 100 * sum / divisor;
    const written = Number.isInteger(flat) ? `${flat}` : numberText(flat, 1);
    const becomes = sum === divisor ? "stays 100" : `becomes ${written}${sum ? "" : ", and only differences are left"}`;
    return `The nine weights add up to ${sum}${divisor === 1 ? "" : `, divided by ${divisor}`}: a flat area of grey 100 ${becomes}.`;
  };

  /** What is said of one pixel. @param {number} row @param {number} column */
  const saidOf = (row, column) => {
    const sum = Math.round(result[row][column] * divisor), border = row % (shape[0] - 1) === 0 || column % (shape[1] - 1) === 0;
    const quotient = divisor === 1 ? "" : `, divided by ${divisor}: ${numberText(sum / divisor, 1)}`;
    return `Row ${row}, column ${column}: the nine products add up to ${sum}${quotient}.${border ? " Outside of the photograph stand zeros." : ""}`;
  };

  function show() {
    result = filtered(photo, weights, divisor);
    const sum = weights.flat().reduce((total, weight) => total + weight, 0);
    const { black, white } = scaleOf(result, sum === divisor);
    const image = new ImageData(canvas.width, canvas.height), pixels = new Uint8Array(image.data.buffer).fill(255);
    for (const [row, line] of result.entries()) {
      for (const [column, value] of line.entries()) {
        const colour = black < 0 ? signed[placeOf(value, white)] : Array(3).fill(greyOf(value, { black, white }));
        const stripe = black < 0 && row % 2 ? stripeOf(value, white) : -1; // in every second row, or they would touch
        for (let y = 0; y < CELL; y++) {
          const start = 4 * ((CELL * row + y) * canvas.width + CELL * column), here = y === 1 && stripe >= 0 ? bars[stripe] : colour;
          for (let x = 0; x < CELL; x++) for (let c = 0; c < 3; c++) pixels[start + 4 * x + c] = here[c];
        }
      }
    }
    pen.putImageData(image, 0, 0);
    scale.textContent = black < 0 ? `above 0 orange, below 0 purple, to ±${numberText(white)}` : `black ${numberText(black)}, white ${numberText(white)}`;
    divided.textContent = divisor === 1 ? "" : `divided by ${divisor}`;
    words.textContent = said();
    unpoint();
    canvas.ariaLabel = `result: the photograph under the filter${name ? ` “${name}”` : ` ${weights.join("; ")}`}`;
    for (const [i, cell] of cells.entries()) cell.tell(weights[Math.floor(i / 3)][i % 3]);
    for (const button of buttons) button.ariaPressed = `${button.textContent === name}`;
  }

  /** @param {number} row @param {number} column @param {number} weight */
  function change(row, column, weight) {
    weight = Math.max(-MOST, Math.min(MOST, weight));
    if (weight === weights[row][column]) return;
    weights[row][column] = weight;
    name = Object.keys(presets).find((one) => presets[one].divisor === divisor && `${presets[one].weights}` === `${weights}`) ?? "";
    show();
    voice.soon(said);
  }

  const cells = [...figure.querySelectorAll(".weight")].map((cell, i) => makeWeight(cell, Math.floor(i / 3), i % 3, change));
  const buttons = [...figure.querySelectorAll(".presets button")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      name = button.textContent;
      ({ weights, divisor } = structuredClone(presets[name]));
      show();
      voice.soon(said);
    });
  }
  show();
  before.replaceWith(canvas);
  const [seen, made] = [".input", ".result"].map((side) => figure.querySelector(`${side} .shown`));
  unpoint = makePointed(seen, made, shape, saidOf, (text, aloud) => {
    words.textContent = text;
    if (aloud) voice.soon(() => text);
  }, () => { words.textContent = said(); });
  figure.classList.add("alive");
}

/**
 * The greys of a photograph, from the bytes of its PNG: they are stored there as they are, each row behind a byte 0.
 * @param {string} address with the PNG in base64 @param {number} begins the byte of the first row @param {number[]} shape rows, columns
 */
function pixelsOf(address, begins, [rows, columns]) {
  const bytes = bytesOf(address.slice(address.indexOf(",") + 1)).subarray(begins);
  return unravelled(bytes.subarray(0, rows * (columns + 1)), [rows, columns + 1]).map((line) => line.slice(1));
}

/**
 * A weight as a spin button. `tell` gives it the number that it shows.
 * @param {HTMLElement} cell @param {number} row @param {number} column
 * @param {(row: number, column: number, weight: number) => void} change
 */
function makeWeight(cell, row, column, change) {
  const shown = document.createElement("b"), now = () => Number(cell.ariaValueNow);
  let /** @type {{ id: number, y: number, weight: number, moved: boolean } | undefined} */ drag;
  Object.assign(cell, { tabIndex: 0, role: "spinbutton", ariaLabel: `weight, row ${row}, column ${column}`, ariaValueMin: `${-MOST}`, ariaValueMax: `${MOST}` });
  cell.replaceChildren(...["▲", shown, "▼"].map((part) => {
    if (part instanceof Element) return part;
    const arrow = document.createElement("i");
    arrow.append(part);
    arrow.ariaHidden = "true";
    return arrow;
  }));
  cell.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button) return;
    cell.setPointerCapture(event.pointerId);
    drag = { id: event.pointerId, y: event.clientY, weight: now(), moved: false };
  });
  cell.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.id) return;
    const up = drag.y - event.clientY;
    drag.moved ||= Math.abs(up) > STILL;
    if (drag.moved) change(row, column, drag.weight + Math.round(up / STEP));
  });
  cell.addEventListener("pointerup", (event) => {
    if (event.pointerId !== drag?.id) return;
    const { top, height } = cell.getBoundingClientRect();
    if (!drag.moved) change(row, column, now() + (event.clientY < top + height / 2 ? 1 : -1));
    drag = undefined;
  });
  cell.addEventListener("pointercancel", () => { drag = undefined; });
  cell.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    if (KEYS.has(key)) change(row, column, now() + (KEYS.get(key) ?? 0));
    else if (key === "Home" || key === "End") change(row, column, key === "End" ? MOST : -MOST);
    else if (/^\d$/.test(key)) change(row, column, Number(key));
    else if (key === "-") change(row, column, -now());
    else return;
    event.preventDefault();
  });
  return {
    /** @param {number} weight */
    tell(weight) {
      cell.ariaValueNow = shown.textContent = `${weight}`;
    },
  };
}
