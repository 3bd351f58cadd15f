/**
 * The number that a reader has written, as helpers/check/predictions.py reads it: thousands may be apart. NaN where it
 * is none, Infinity where it is a fraction of nothing.
 * @param {string} text
 */
export function toNumber(text) {
  if (/^\s*[1-9]\d{0,2}([ ,]\d{3})+\s*$/.test(text)) return Number(text.replace(/[ ,]/g, ""));
  const [above, below = "1", more] = text.trim().replace(",", ".").split("/").map((part) => part.trim());
  return above && below && more === undefined ? Number(above) / Number(below) : NaN;
}
