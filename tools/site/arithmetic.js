// The arithmetic of the landing page: a convolution layer, and LeNet's way from a digit to ten probabilities. It is the one
// exception to "whatever is computed or drawn is Python", for here a hand is answered at once, and Python is not yet there.
//
// Arrays and names are those of helpers.layers, and loops stand where numpy has one call: an image is x[row][column][channel],
// a bank of K filters w[filter][row][column][channel] with K biases b, a dense layer w[output][input]. Nothing is made faster
// than it reads: a digit takes some 416,000 products, a photograph of 112 x 112 under a 3 x 3 filter 112,896.
// tests/test_site_arithmetic.py holds all of it against helpers.layers.

/**
 * @typedef {number[][][]} Volume rows, columns, channels
 * @typedef {Volume[]} Bank filters of F rows, F columns, C channels
 * @typedef {{ C1: [Bank, number[]], C3: [Bank, number[]], C5: [number[][], number[]], F6: [number[][], number[]], output: [number[][], number[]] }} LeNet
 */

/**
 * A convolution layer at stride 1: each output is the sum of the products under the filter, and its bias. (N - F) + 1 places
 * along a side. The filter is not flipped.
 * @param {Volume} x @param {Bank} w @param {number[]} b @returns {Volume}
 */
export function conv2d(x, w, b) {
  const K = w.length, F = w[0].length, C = x[0][0].length;
  const rows = x.length - F + 1, columns = x[0].length - F + 1;
  return grid(rows, columns, (row, column) => {
    const maps = [];
    for (let k = 0; k < K; k++) {
      let sum = b[k];
      for (let i = 0; i < F; i++) {
        for (let j = 0; j < F; j++) {
          for (let c = 0; c < C; c++) sum += x[row + i][column + j][c] * w[k][i][j][c];
        }
      }
      maps.push(sum);
    }
    return maps;
  });
}

/** Zeros around an image, `padding` of them on each side. @param {Volume} x @param {number} padding @returns {Volume} */
export function padded(x, padding) {
  const zeros = x[0][0].map(() => 0);
  return grid(x.length + 2 * padding, x[0].length + 2 * padding, (row, column) => x[row - padding]?.[column - padding] ?? zeros);
}

/** Max(0, x), value by value. @param {Volume} x @returns {Volume} */
export function relu(x) {
  return grid(x.length, x[0].length, (row, column) => x[row][column].map((value) => Math.max(0, value)));
}

/** The largest value of every window of `size` x `size`, at a stride of `size`. @param {Volume} x @param {number} size @returns {Volume} */
export function maxPool2d(x, size) {
  return grid(x.length / size, x[0].length / size, (row, column) => x[0][0].map((_, c) => {
    let largest = -Infinity;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) largest = Math.max(largest, x[row * size + i][column * size + j][c]);
    }
    return largest;
  }));
}

/** Each output is a sum of all inputs, weighted, and its bias. @param {number[]} x @param {number[][]} w @param {number[]} b */
export function dense(x, w, b) {
  return w.map((weights, output) => {
    let sum = b[output];
    for (let input = 0; input < x.length; input++) sum += weights[input] * x[input];
    return sum;
  });
}

/** Scores become shares that add up to 1: exp(x) divided by their sum. @param {number[]} x */
export function softmax(x) {
  const largest = Math.max(...x); // taken away first, which changes no share and keeps exp from overflowing
  const powers = x.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * LeNet-5 on a digit of 28 x 28 grey levels, 0 (paper) to 255 (ink): what each layer makes of it, by the layer's name.
 * @param {number[][]} digit @param {LeNet} weights
 */
export function lenet5(digit, weights) {
  const input = padded(digit.map((line) => line.map((ink) => [ink / 255])), 2); // 32 x 32 x 1
  const C1 = relu(conv2d(input, ...weights.C1)); // 28 x 28 x 6
  const S2 = maxPool2d(C1, 2); // 14 x 14 x 6
  const C3 = relu(conv2d(S2, ...weights.C3)); // 10 x 10 x 16
  const S4 = maxPool2d(C3, 2); // 5 x 5 x 16
  const C5 = positive(dense(S4.flat(2), ...weights.C5)); // 400 values give 120
  const F6 = positive(dense(C5, ...weights.F6)); // 84
  const output = dense(F6, ...weights.output); // 10 scores
  return { input, C1, S2, C3, S4, C5, F6, output, probabilities: softmax(output) };
}

/**
 * What helpers.filters' 3 x 3 weights make of a grey photograph: as large as it is, for zeros stand around it, and divided last.
 * @param {number[][]} photo @param {number[][]} weights @param {number} divisor @returns {number[][]}
 */
export function filtered(photo, weights, divisor) {
  const x = padded(photo.map((line) => line.map((grey) => [grey])), (weights.length - 1) / 2);
  const w = [weights.map((line) => line.map((weight) => [weight]))];
  return conv2d(x, w, [0]).map((line) => line.map(([sum]) => sum / divisor));
}

/**
 * Numbers one after the other as an array of that shape: unravelled([1, 2, 3, 4, 5, 6], [3, 2]) is [[1, 2], [3, 4], [5, 6]].
 * @param {ArrayLike<number>} values @param {number[]} shape
 */
export function unravelled(values, shape) {
  let /** @type {any[]} */ parts = Array.from(values);
  for (const size of shape.slice(1).reverse()) {
    parts = Array.from({ length: parts.length / size }, (_, i) => parts.slice(i * size, (i + 1) * size));
  }
  return parts;
}

/** @param {number[]} values */
const positive = (values) => values.map((value) => Math.max(0, value));

/** @template T @param {number} rows @param {number} columns @param {(row: number, column: number) => T} cell */
function grid(rows, columns, cell) {
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => cell(row, column)));
}
