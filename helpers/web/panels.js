// Where the panels of a picture stand. A picture is drawn for a wide place. Where its letters would become too small, its
// panels keep their size and stand beside and below each other, as words do.

const GAP = 16, LEAST = 10 / 12; // px between panels; what is too wide is made smaller down to this, letters of 12 px to 10

/**
 * How far it is shifted, and how much wider than its place it is, in px.
 * @typedef {SVGGElement & { shift: number[], over: number }} Panel
 */

/** The width from box `i` on of those that were drawn in one row, all of one height. @param {number[][]} boxes @param {number} i */
function rowFrom(boxes, i) {
  const [, top, , high] = boxes[i], other = boxes.slice(i).findIndex(([, y, , h]) => y !== top || h !== high);
  const row = boxes.slice(i, other < 0 ? boxes.length : i + other);
  return row.reduce((wide, [, , w]) => wide + w + GAP, -GAP);
}

/**
 * `boxes` are [x, y, width, height] in the order of reading: how far each is shifted in a place of this width, and the
 * [width, height] that they take together. What was drawn below all of a row does not come to stand in it, and what was
 * drawn in one row, all of one height, stays together where it can.
 * @param {number[][]} boxes
 * @param {number} width
 */
export function flow(boxes, width) {
  let x = 0, y = 0, high = 0, wide = 0, bottom = -Infinity;
  const shifts = boxes.map(([left, top, w, h], i) => {
    const row = rowFrom(boxes, i), first = i === 0 || boxes[i - 1][1] !== top || boxes[i - 1][3] !== h;
    const needs = first && row <= width ? row : w;
    if (x > 0 && (x + needs > width || top >= bottom)) {
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
    panel.over = narrow ? Math.max(0, boxes[i][2] - width) : 0;
    for (const name of ["transform", "style"]) panel.removeAttribute(name);
    if (!narrow) return;
    panel.setAttribute("transform", `translate(${shifts[i]})`);
    panel.style.setProperty("--cnn-over", `${panel.over}px`);
  });
  svg.setAttribute("viewBox", `0 0 ${size.join(" ")}`);
  svg.setAttribute("width", `${size[0]}`);
  svg.setAttribute("height", `${size[1]}`);
  const wide = LEAST * size[0] > width ? size[0] : Math.min(size[0], width);
  stage.style.minWidth = stage.style.maxWidth = narrow ? `${wide}px` : ""; // the width itself is lecture mode's
  stage.parentElement?.classList.toggle("cnn-narrow", narrow);
  return size;
}

/**
 * Tells `placed` how wide the place of `stage` is, now and when that changes. While it is scrolled sideways, a panel moves
 * no further than to its own end (canvas.css). The answer ends it.
 * @param {HTMLElement} stage
 * @param {(width: number) => void} placed
 */
export function watch(stage, placed) {
  const scroll = /** @type {HTMLElement} */ (stage.parentElement);
  const paper = matchMedia("print"); // has room for a whole picture, whatever the screen is, and does not scroll
  const measure = () => {
    const width = paper.matches ? Infinity : Math.floor(scroll.getBoundingClientRect().width);
    if (width > 0) placed(width); // a place that does not show has no width
  };
  const roomy = new ResizeObserver(measure);
  roomy.observe(scroll);
  paper.addEventListener("change", measure);
  scroll.addEventListener("scroll", () => stage.style.setProperty("--cnn-slid", `${scroll.scrollLeft}px`));
  return () => {
    roomy.disconnect();
    paper.removeEventListener("change", measure);
  };
}

/**
 * Where a place of `width` px, scrolled by `from` px, is scrolled to, so that what lies from `left` to `right` is seen: not at
 * all where it is seen already, or as much of it as 0.6 of the place holds.
 * @param {number} left
 * @param {number} right
 * @param {number} from
 * @param {number} width
 */
export function scrolled(left, right, from, width) {
  const seen = Math.min(right, from + width) - Math.max(left, from);
  if (seen >= Math.min(right - left, 0.6 * width)) return from;
  return right - left > width ? left : (left + right - width) / 2;
}

/**
 * Scrolls sideways to what a step marks on a panel that is wider than its place.
 * @param {HTMLElement} stage
 * @param {SVGGraphicsElement[]} marks
 */
export function reveal(stage, marks) {
  const scroll = /** @type {HTMLElement} */ (stage.parentElement);
  if (!scroll.classList.contains("cnn-narrow")) return; // nothing is wider, and nothing need be measured
  const ends = marks.flatMap((mark) => {
    const panel = /** @type {Panel | null} */ (mark.closest("[data-panel]"));
    if (!panel?.over) return [];
    const { x, width } = mark.getBBox(), left = x + panel.shift[0] + (mark.transform.baseVal.consolidate()?.matrix.e ?? 0);
    return [left, left + width];
  });
  if (ends.length) scroll.scrollLeft = scrolled(Math.min(...ends), Math.max(...ends), scroll.scrollLeft, scroll.clientWidth);
}

/**
 * The box [x, y, width, height] of something on a panel, where it stands now, and how much wider than its place the panel is.
 * @param {HTMLElement} mark
 */
export function boxOf(mark) {
  /** @type {Panel | null} */
  const panel = mark.closest("[data-panel]");
  const [x, y, w, h] = numbersOf(mark.dataset.box), [right, down] = panel?.shift ?? [0, 0];
  return { box: [x + right, y + down, w, h], over: panel?.over ?? 0 };
}
