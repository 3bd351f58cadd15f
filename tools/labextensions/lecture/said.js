// What a lecturer hears who does not see the screen: its number, its heading and what it holds, once, when a key brings it.

const KINDS = { code: "output", predict: "question", explorer: "picture with controls", solution: "solution", reading: "reading",
  list: "list", careful: "warning", heading: "heading" };
const TOLD = ["explorer", "predict", "solution", "careful"]; // of these a screen says that it has one

const wordsOf = (heading) => heading.node.textContent.replace(/¶\s*$/, "").trim();

// "screen 6 of 58, Stride": the heading that it has, or the one that it stands under. `shown` are the blocks of all screens.
export function screenSaid({ screen, count, shown, waits }) {
  const headings = shown.filter((block) => block.kind === "heading");
  const own = headings.filter((block) => block.screen === screen), above = headings.findLast((block) => block.screen < screen);
  const titles = own.length ? own : above ? [above] : [];
  const kinds = new Set(shown.filter((block) => block.screen === screen && !block.wait).map(({ kind }) => kind));
  const what = TOLD.filter((kind) => kinds.has(kind)).map((kind) => KINDS[kind]);
  return [`screen ${screen + 1} of ${count}`, ...titles.map(wordsOf), ...what, ...waits ? ["more"] : []].join(", ");
}

// What a key has added to the screen.
export function addedSaid(blocks, waits) {
  const what = [...new Set(blocks.map(({ kind }) => KINDS[kind] ?? "text"))];
  return [...what, ...waits ? ["more"] : []].join(", ");
}
