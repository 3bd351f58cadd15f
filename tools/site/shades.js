// Values as pixels, on the scales that the pictures of the course have (helpers/draw/raster.py, lenet_sums.py), and the ink of a
// stroke (helpers/digits.py). tests/test_site_arithmetic.py holds them against those.

/** @typedef {{ black: number, white: number }} Scale which values black and white stand for */

/**
 * 0 to 255 where the filter keeps the brightness; else as far below 0 as above, or from 0 if nothing is negative. The zeros around the
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

const FAINT = 1 / 12; // of the largest value: what is nearer to 0 has no stripe, for it is as good as white

/** The place of a value among 255 colours from -`most` to `most`; 127 is 0. @param {number} value @param {number} most */
export const placeOf = (value, most) => Math.min(254, Math.max(0, Math.floor(value * (127 / Math.max(most, 1e-9)) + 127.5)));

/** Which of three colours a stripe over a value has, the minus sign; -1: it has none. @param {number} value @param {number} most */
export const stripeOf = (value, most) => (value >= -FAINT * most ? -1 : value < -0.6 * most ? 0 : value >= -0.2 * most ? 2 : 1);

/** @param {number} shade */
const asByte = (shade) => Math.min(255, Math.max(0, Math.floor(shade)));

/** From 0, black, to 255, white; what is beyond is cut off. @param {number} value @param {Scale} scale */
export const greyOf = (value, { black, white }) => asByte((value - black) * (255 / (white - black)) + 0.5);

/** From 255, white, for 0, to 0, black, for `most`. @param {number} value @param {number} most */
export const inkOf = (value, most) => asByte(255.5 - 255 * value / Math.max(most, 1e-9));

/**
 * Greys, 0 to 255, as the address of an image: a bitmap, which is the pixels behind a head of 54 bytes. Nothing is read back
 * from a canvas, where some browsers answer with noise.
 * @param {number[][]} greys
 */
export function bitmap(greys) {
  const height = greys.length, width = greys[0].length, line = 4 * Math.ceil(3 * width / 4); // filled up to whole words
  const file = new Uint8Array(54 + line * height), head = new DataView(file.buffer);
  file.set([0x42, 0x4d]); // "BM"
  for (const [place, number] of [[2, file.length], [10, 54], [14, 40], [18, width], [22, height], [26, 1 + (24 << 16)]]) head.setUint32(place, number, true);
  for (const [row, values] of greys.entries()) {
    const start = 54 + line * (height - 1 - row); // the lowest line comes first
    for (const [column, grey] of values.entries()) file.fill(grey, start + 3 * column, start + 3 * column + 3); // blue, green, red
  }
  return `data:image/bmp;base64,${btoa(String.fromCharCode(...file))}`;
}

const RADIUS = 1.25, EDGE = 2; // cells: where a stroke has half of its ink, and how wide its edge is

/**
 * Draws a line on `digit`, 28 x 28 of 0 (paper) to 255 (ink), from one point to another: both [down, right] in cells.
 * @param {number[][]} digit @param {number[]} from @param {number[]} to
 */
export function stroke(digit, from, to) {
  const along = [to[0] - from[0], to[1] - from[1]], length = along[0] ** 2 + along[1] ** 2;
  for (const [row, line] of digit.entries()) {
    for (const [column, before] of line.entries()) {
      const [down, right] = [row + 0.5 - from[0], column + 0.5 - from[1]];
      const part = Math.min(1, Math.max(0, (down * along[0] + right * along[1]) / Math.max(length, 1e-12)));
      const distance = Math.hypot(down - part * along[0], right - part * along[1]);
      line[column] = Math.max(before, Math.round(255 * Math.min(1, Math.max(0, (RADIUS - distance) / EDGE + 0.5))));
    }
  }
}
