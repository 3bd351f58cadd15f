// Numbers as readers type them, read as helpers/check/typed.py does.

const APART = /^([+-]? ?)([1-9]\d{0,2}([ ,'’])\d{3}(?:\3\d{3})*)([.,]\d+)?$/;
const PLAIN = /^[+-]? ?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d\d?)?$/;
const MIXED = /^([+-]? ?)(\d+) (\d+)\/(\d+)$/;

/**
 * The number that a reader has written; not finite where it is none, or a fraction of nothing.
 * @param {string} given
 */
export function toNumber(given) {
  if (given.trim().length > 40 || /[¹²³⁰-₟]/.test(given)) return NaN;
  const text = given.trim().replace(/[¼-¾⅐-⅞]/g, " $& ").normalize("NFKC").toLowerCase()
    .replace(/[−–]/g, "-").replace(/\s+/g, " ").trim().replace(/ ?[/⁄∕] ?/g, "/");
  const mixed = MIXED.exec(text);
  if (mixed) return (mixed[1].includes("-") ? -1 : 1) * (Number(mixed[2]) + Number(mixed[3]) / Number(mixed[4]));
  const [above, below = 1, more] = text.split("/").map(decimal);
  return more === undefined ? above / below : NaN;
}

/** @param {string} text */
function decimal(text) {
  const [, sign, whole, mark, rest = ""] = APART.exec(text) ?? [];
  if (whole && mark === rest[0]) return NaN; // 1,234,5
  const plain = whole ? sign + whole.replace(/[ ,'’]/g, "") + rest : text;
  return PLAIN.test(plain) ? Number(plain.replace(/ /g, "").replace(",", ".")) : NaN;
}

/**
 * The mark, a point or a comma, whose other use makes the text a number that is known; else nothing.
 * @param {string} text
 * @param {(number: number) => unknown} known
 */
export function misreadMark(text, known) {
  const [mark = ""] = /[.,]/.exec(text) ?? [];
  const swapped = text.replace(/[.,]/g, (one) => (one === "." ? "," : "."));
  return known(toNumber(swapped)) ? mark : "";
}
