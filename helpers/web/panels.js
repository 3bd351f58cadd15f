// Where the panels of a picture stand. A picture is drawn for a wide place. Where its letters would become too small, its
// panels keep their size and stand beside and below each other, as words do.

const GAP = 16, LEAST = 10 / 12; // px between panels; a picture is made smaller down to this, its letters of 12 px to 10

/**
 * How far each of some boxes is shifted in a place of this width, and the [width, height] that they take together.
 * @param {number[][]} boxes [x, y, width, height] each, in the order of reading
 * @param {number} width
 */
export function flow(boxes, width) {
  let x = 0, y = 0, high = 0, wide = 0;
  const shifts = boxes.map(([left, top, w, h]) => {
    if (x > 0 && x + w > width) {
      y += high + GAP;
      x = high = 0;
    }
    const shift = [x - left, y - top];
    high = Math.max(high, h);
    wide = Math.max(wide, x + w);
    x += w + GAP;
    return shift;
  });
  return { shifts, size: [wide, y + high] };
}

/** @param {string} text */
const numbersOf = (text) => text.split(" ").map(Number);

/**
 * Puts the panels of `svg` where a place of `width` px has room for them; `stage`, which holds it, becomes as wide as they
 * need. The answer is the size of the picture in its own px.
 * @param {any} svg
 * @param {any} stage
 * @param {number} width
 */
export function arrange(svg, stage, width) {
  const panels = [...svg.querySelectorAll("[data-panel]")];
  svg.dataset.drawn ??= svg.getAttribute("viewBox");
  const drawn = numbersOf(svg.dataset.drawn).slice(2), narrow = panels.length > 0 && width < LEAST * drawn[0];
  const { shifts, size } = narrow ? flow(panels.map(({ dataset }) => numbersOf(dataset.panel)), width) : { shifts: [], size: drawn };
  panels.forEach((panel, i) => {
    panel.shift = shifts[i] ?? [0, 0];
    if (narrow) panel.setAttribute("transform", `translate(${panel.shift})`);
    else panel.removeAttribute("transform");
  });
  for (const [name, value] of [["viewBox", `0 0 ${size.join(" ")}`], ["width", size[0]], ["height", size[1]]]) svg.setAttribute(name, value);
  stage.style.width = stage.style.minWidth = narrow ? `${size[0]}px` : "";
  stage.parentElement.classList.toggle("cnn-narrow", narrow);
  return size;
}

/** The box [x, y, width, height] of something on a panel, where it stands now. @param {any} mark */
export function boxOf(mark) {
  const [x, y, w, h] = numbersOf(mark.dataset.box), [right, down] = mark.closest("[data-panel]")?.shift ?? [0, 0];
  return [x + right, y + down, w, h];
}
