// A room votes twice on a question with choices: hands are counted, neighbours discuss, hands are counted again. Here is
// the counting; ballot.js shows it. `votes` are the votes so far, each with a count for each choice.

const MOST = 2; // before the discussion, and after it

export const letterOf = (k) => String.fromCharCode(65 + k); // A, B, C

// The hands that somebody typed for the choices, "" for none: whole numbers; undefined where nothing was counted.
export function counted(texts) {
  const counts = texts.map((text) => Number(text.trim() || 0));
  return counts.every((count) => Number.isInteger(count) && count >= 0) && counts.some((count) => count > 0) ? counts : undefined;
}

// Of all hands of a vote, the share of each choice in whole percent.
export function shares(counts) {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => all ? Math.round(100 * count / all) : 0);
}

// The choice that had most hands in the last vote; of two with as many, the first.
export function favourite(votes) {
  const last = votes.at(-1);
  return last.indexOf(Math.max(...last));
}

export const open = (votes) => votes.length < MOST; // is another vote to come

// What is said below the choices when hands have been counted.
export const asks = (votes) => votes.length && open(votes) ? "Convince your neighbour, then we count again." : "";

// The last count, as it is heard.
export function said(votes) {
  const last = votes.at(-1), told = last.map((count, k) => `${letterOf(k)} ${count}, ${shares(last)[k]} %`).join("; ");
  return `${told}. ${asks(votes)}`.trim();
}
