// What a step moves or rewrites (draw/steps.py): parts with a place for each step, and texts with words for each. All is final
// in the frame of the step; what moved is only seen to glide there, and a box goes the way of a value, from its products to
// its cell. The next step, or a key, ends both. At the speed "fast", while a key is held, and where a reader wants less motion,
// there is neither.

import { lay } from "./grid.js";

/**
 * @typedef {{ el: any, steps: string[], now: string | undefined, texts?: any[], box?: number[] }} Changing
 * `el` is its element, `now` its place or its words, "" where it is not there, `box` where it was drawn
 */

const GLIDE = 120, WAY = 200; // ms
const EASED = "cubic-bezier(0.3, 0, 0.2, 1)";

/** @param {string} place "x y" */
const shiftOf = (place) => place.split(" ").map(Number);

/** @param {Changing} part @param {string} place */
function stand({ el }, place) {
  if (place === "0 0") el.removeAttribute("transform");
  else el.setAttribute("transform", `translate(${place})`);
}

/** @param {Changing} part @param {string} step its words */
function reword(part, step) {
  part.texts ??= [...part.el.querySelectorAll("text, tspan")].filter((text) => !text.firstElementChild);
  const words = step.split("|");
  part.texts.forEach((text, i) => {
    const word = words[i] ?? "";
    if (text.textContent !== word) text.textContent = word;
  });
}

/** The box that a part frames now, [x, y, width, height]. @param {Changing} part */
function boxNow(part) {
  if (!part.box) {
    const { x, y, width, height } = part.el.firstElementChild.getBBox();
    part.box = [x, y, width, height];
  }
  const [x, y, ...size] = part.box, [right, down] = shiftOf(part.now ?? "0 0");
  return [x + right, y + down, ...size];
}

/**
 * How a box that lies in the place of `end` is moved to lie in that of `box`, without a length in px: the picture has any size.
 * @param {number[]} box [x, y, width, height] @param {number[]} end
 */
export function broughtTo([x, y, width, height], [endX, endY, endWidth, endHeight]) {
  const [right, down] = [100 * (x - endX) / endWidth, 100 * (y - endY) / endHeight];
  return `translate(${right}%, ${down}%) scale(${width / endWidth}, ${height / endHeight})`;
}

/** The motion of the pictures in a canvas. @param {HTMLElement} el */
export function makeMotion(el) {
  const stage = /** @type {HTMLElement} */ (el.querySelector(".cnn-stage"));
  const speed = /** @type {HTMLSelectElement} */ (el.querySelector("select")), calm = matchMedia("(prefers-reduced-motion: reduce)");
  let /** @type {Changing[]} */ parts = [], /** @type {SVGSVGElement | null} */ svg = null, held = false;
  const ghost = document.createElement("div");
  ghost.className = "cnn-ghost";
  ghost.ariaHidden = "true";
  /** @type {Animation[]} */
  let running = [];

  function stop() {
    for (const animation of running) animation.cancel(); // what stands behind it is final
    running = [];
    ghost.remove();
  }

  /** @param {KeyboardEvent} event */
  function pressed({ type, repeat }) {
    held = repeat;
    if (type === "keydown") stop();
  }
  for (const type of /** @type {const} */ (["keydown", "keyup"])) addEventListener(type, pressed, true);

  /** @param {Changing} part @param {string} from */
  function glide({ el: moved, now }, from) {
    const frames = [from, now ?? from].map((place) => ({ transform: `translate(${shiftOf(place).map((length) => `${length}px`)})` }));
    running.push(moved.animate(frames, { duration: GLIDE, easing: EASED }));
  }

  function fly() { // a box from the products to their sum, and on to the cell in which it stands
    const way = /** @type {HTMLElement | null | undefined} */ (svg?.querySelector("[data-way]"));
    const end = way && parts.find((part) => part.now && part.el.dataset.moves === way.dataset.lands);
    if (!svg || !way || !end || stage.parentElement?.classList.contains("cnn-narrow")) return; // there its end may be out of sight
    const box = boxNow(end), { width, height } = svg.viewBox.baseVal;
    const boxes = [...(way.dataset.way ?? "").split(";").map((station) => station.split(" ").map(Number)), box];
    lay(ghost, box, [width, height]);
    stage.append(ghost);
    const flight = ghost.animate(boxes.map((station) => ({ transform: broughtTo(station, box), easing: EASED })), WAY);
    flight.onfinish = () => ghost.remove();
    running.push(flight);
  }

  return {
    /** A new picture, which has not moved yet. @param {ParentNode} picture */
    take(picture) {
      stop();
      svg = picture.querySelector("svg");
      parts = [...picture.querySelectorAll("[data-places], [data-words]")].map((changing) => {
        const told = /** @type {HTMLElement} */ (changing).dataset;
        return { el: changing, steps: (told.places ?? told.words ?? "").split(";"), now: undefined };
      });
    },
    /** What moves and is there. */
    marks: () => parts.filter(({ el: part, now }) => now && part.dataset.places).map(({ el: part }) => part),
    /** @param {number} k @param {boolean} [still] a hand moves it itself */
    show(k, still = false) {
      const changed = parts.filter(({ steps, now }) => (steps[k] ?? "") !== now), glides = !still && !held && !calm.matches && speed.value !== "150";
      if (changed.length) stop();
      for (const part of changed) {
        const step = part.steps[k] ?? "", before = part.now, { el: shown } = part;
        part.now = step;
        if (!step) shown.setAttribute("display", "none");
        else shown.removeAttribute("display");
        if (step && !shown.dataset.places) reword(part, step);
        else if (step) stand(part, step);
        if (step && before && shown.dataset.places && glides) glide(part, before);
      }
      if (running.length) fly();
    },
    end() {
      stop();
      for (const type of /** @type {const} */ (["keydown", "keyup"])) removeEventListener(type, pressed, true);
    },
  };
}
