// Values as pixels, on the scales that the pictures of the course have (helpers/draw/raster.py), and ink under a pen.

/** @typedef {{ black: number, white: number }} Scale which values black and white stand for */

/**
 * 0 to 255 where the filter keeps the brightness; else grey is 0, or black is where nothing is negative. The zeros around the
 * photograph make strong answers that no edge of it gives, so the outermost pixels are not asked.
 * @param {number[][]} result @param {boolean} keepsBrightness @returns {Scale}
 */
export function scaleOf(result, keepsBrightness) {
  if (keepsBrightness) return { black: 0, white: 255 };
  const inner = result.slice(1, -1).flatMap((line) => line.slice(1, -1));
  const low = inner.reduce((a, b) => Math.min(a, b)), high = inner.reduce((a, b) => Math.max(a, b));
  if (low >= 0) return { black: 0, white: Math.max(high, 1) };
  const most = Math.max(-low, high);
  return { black: -most, white: most };
}

/** 0 for black, 255 for white; what is beyond is cut off. @param {number} value @param {Scale} scale */
export function greyOf(value, { black, white }) {
  return Math.min(255, Math.max(0, Math.floor((value - black) * (255 / (white - black)) + 0.5)));
}

const PEN = { radius: 1.25, edge: 2 }, RUBBER = { radius: 2, edge: 1 }; // cells (helpers/digits.py)

/**
 * Draws a stroke on `digit`, 28 x 28 of 0 (paper) to 255 (ink), from one point to another: both [down, right] in cells.
 * @param {number[][]} digit @param {number[]} from @param {number[]} to @param {boolean} rubber
 */
export function stroke(digit, from, to, rubber = false) {
  const { radius, edge } = rubber ? RUBBER : PEN;
  const along = [to[0] - from[0], to[1] - from[1]], length = along[0] ** 2 + along[1] ** 2;
  for (const [row, line] of digit.entries()) {
    for (const [column, before] of line.entries()) {
      const [down, right] = [row + 0.5 - from[0], column + 0.5 - from[1]];
      const part = Math.min(1, Math.max(0, (down * along[0] + right * along[1]) / Math.max(length, 1e-12)));
      const distance = Math.hypot(down - part * along[0], right - part * along[1]);
      const ink = Math.round(255 * Math.min(1, Math.max(0, (radius - distance) / edge + 0.5)));
      line[column] = rubber ? Math.min(before, 255 - ink) : Math.max(before, ink);
    }
  }
}
