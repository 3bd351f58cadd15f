// Where the panels of a picture stand. A picture is drawn for a wide place. Where its letters would become too small, its
// panels keep their size and stand beside and below each other, as words do.

const GAP = 16, LEAST = 10 / 12; // px between panels; a picture is made smaller down to this, its letters of 12 px to 10

/** @typedef {Element & { shift?: number[] }} Panel how far it is shifted, in px */

/**
 * `boxes` are [x, y, width, height] in the order of reading: how far each is shifted in a place of this width, and the
 * [width, height] that they take together. What was drawn below all of a row does not come to stand in it.
 * @param {number[][]} boxes
 * @param {number} width
 */
export function flow(boxes, width) {
  let x = 0, y = 0, high = 0, wide = 0, bottom = -Infinity;
  const shifts = boxes.map(([left, top, w, h]) => {
    if (x > 0 && (x + w > width || top >= bottom)) {
      y += high + GAP;
      x = high = 0;
      bottom = -Infinity;
    }
    const shift = [x - left, y - top];
    bottom = Math.max(bottom, top + h);
    high = Math.max(high, h);
    wide = Math.max(wide, x + w);
    x += w + GAP;
    return shift;
  });
  return { shifts, size: [wide, y + high] };
}

/** @param {string | null | undefined} text */
const numbersOf = (text) => (text ?? "").split(" ").map(Number);

/**
 * Puts the panels of `svg` where a place of `width` px has room for them; `stage`, which holds it, becomes as wide as they
 * need. The answer is the size of the picture in its own px.
 * @param {SVGSVGElement} svg
 * @param {HTMLElement} stage
 * @param {number} width
 */
export function arrange(svg, stage, width) {
  /** @type {Panel[]} */
  const panels = [...svg.querySelectorAll("[data-panel]")];
  svg.dataset.drawn ??= svg.getAttribute("viewBox") ?? "";
  const drawn = numbersOf(svg.dataset.drawn).slice(2), narrow = panels.length > 0 && width < LEAST * drawn[0];
  const boxes = panels.map((panel) => numbersOf(panel.getAttribute("data-panel")));
  const { shifts, size } = narrow ? flow(boxes, width) : { shifts: boxes.map(() => [0, 0]), size: drawn };
  panels.forEach((panel, i) => {
    panel.shift = shifts[i];
    if (narrow) panel.setAttribute("transform", `translate(${shifts[i]})`);
    else panel.removeAttribute("transform");
  });
  svg.setAttribute("viewBox", `0 0 ${size.join(" ")}`);
  svg.setAttribute("width", `${size[0]}`);
  svg.setAttribute("height", `${size[1]}`);
  stage.style.width = stage.style.minWidth = narrow ? `${size[0]}px` : "";
  stage.parentElement?.classList.toggle("cnn-narrow", narrow);
  return size;
}

/**
 * The box [x, y, width, height] of something on a panel, where it stands now.
 * @param {HTMLElement} mark
 */
export function boxOf(mark) {
  /** @type {Panel | null} */
  const panel = mark.closest("[data-panel]");
  const [x, y, w, h] = numbersOf(mark.dataset.box), [right, down] = panel?.shift ?? [0, 0];
  return [x + right, y + down, w, h];
}
