// What stands on one screen. A notebook is a row of blocks: each paragraph, heading, list, table of a markdown cell,
// and each code cell with its output. A block with `wait` appears only when the lecturer goes on, so that a room can
// answer before it sees. The questions of a "Try." are asked on the screen of the picture that they are about.

const ROOM = 620, SMALL = 230; // px of 720: what fits on a screen, and what would leave most of one empty
const ALONE = ["explorer", "solution"];

export const isCode = ({ kind }) => ["code", "predict", ...ALONE].includes(kind);

// For the lecturer's eyes, or for somebody who reads alone and must be told how to run: not on a screen.
const NOTE = /^(For a lecture\.|Do this first)|Run All Cells|If it stands still/;

export function blocksOf(notebook) {
  const blocks = notebook.widgets.flatMap((cell) => {
    if (cell.model.type === "code") return [{ cell, node: cell.node, kind: kindOfCode(cell), height: heightOfCode(cell), image: isImage(cell) }];
    const parts = [...(cell.node.querySelector(".jp-RenderedMarkdown")?.children ?? [])];
    return parts.map((node) => {
      const words = node.textContent.trim();
      return { cell, node, kind: kindOf(node, words), colon: words.endsWith(":"), height: heightOf(node, words) };
    });
  });
  let picture, before;
  for (const block of blocks) {
    if (block.kind === "list" && before?.kind === "try") block.kind = "try";
    before = { kind: block.kind };
    if (block.kind === "explorer") [picture, block.asks] = [block, []];
    else if (isCode(block) || block.kind === "heading") picture = undefined;
    else if (block.kind === "try" && picture) {
      block.kind = "ask";
      picture.asks.push(block);
    }
  }
  return blocks;
}

// The questions of these blocks, each an element: the items of the lists, or what a paragraph says after "Try."
export function questionsOf(asks) {
  return asks.flatMap(({ node }) => {
    if (/^[OU]L$/.test(node.tagName)) return [...node.children];
    return /^Try\.\s*$/.test(node.textContent.trim()) ? [] : [node];
  });
}

function kindOfCode(cell) {
  const tags = cell.model.getMetadata("tags") ?? [];
  const last = cell.model.sharedModel.getSource().trim().split("\n").at(-1);
  if (/^explore_\w+\(.*\)$/.test(last) && !last.includes(").")) return "explorer"; // not explore_lenet().picture.still(4)
  if (tags.includes("seen")) return "note"; // the answers of a "Try.", which the room finds itself
  if (tags.includes("recall")) return "note"; // questions to one reader, of that reader's days
  return ["predict", "solution"].find((tag) => tags.includes(tag)) ?? "code";
}

function kindOf(node, words) {
  if (/^H[1-6]$/.test(node.tagName)) return "heading";
  if (NOTE.test(words)) return "note";
  if (node.tagName === "BLOCKQUOTE") return "careful";
  if (/^[OU]L$/.test(node.tagName)) return "list";
  if (words.startsWith("Read it.")) return "reading";
  return words.startsWith("Try.") ? "try" : "prose";
}

// About how high a block is, in px of 720. It is reckoned, not measured: what is not shown has no height, and the
// numbers of the screens must not change while Python computes.
function heightOf(node, words) {
  const lines = (text, most = 74) => Math.ceil(text.length / most);
  if (/^H[1-6]$/.test(node.tagName)) return 64;
  if (node.querySelector("table") || node.tagName === "TABLE") return 46 * node.querySelectorAll("tr").length + 40;
  if (/^[OU]L$/.test(node.tagName)) {
    return [...node.children].reduce((sum, item) => sum + 40 * lines(item.textContent, 70), 16);
  }
  return 40 * lines(words) + 16 + (node.querySelector('mjx-container[display="true"]') ? 60 : 0);
}

const outputsOf = (cell) => Array.from(cell.model.outputs.toJSON());
const isImage = (cell) => outputsOf(cell).some(({ data = {} }) => Object.keys(data).some((type) => type.startsWith("image/")));

const heights = new WeakMap(); // of the outputs as they were stored: they go and come back when the cell runs

function heightOfCode(cell) {
  if (heights.has(cell)) return heights.get(cell);
  const printed = outputsOf(cell).reduce((sum, output) => sum + heightOfOutput(output), 0);
  const height = kindOfCode(cell) === "predict" ? heightOfQuestion(cell) : printed;
  if (height) heights.set(cell, height);
  return height;
}

// A question, a line or two for each choice, its buttons and its verdict. It is stored as "Predict. …? one / two / three".
function heightOfQuestion(cell) {
  const words = outputsOf(cell).map(({ data = {} }) => [data["text/plain"] ?? ""].flat().join("")).join("");
  const [asked, ...others] = words.split(" / ");
  if (!others.length) return 240;
  return 200 + 42 * Math.ceil(asked.length / 62) + others.reduce((sum, other) => sum + (other.length > 30 ? 84 : 52), 0);
}

/** @param {{ data?: Record<string, any>, text?: string | string[] }} output */
function heightOfOutput({ data = {}, text }) {
  if (data["image/svg+xml"]) {
    const [, width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec([data["image/svg+xml"]].flat().join("")) ?? [0, 960, 400];
    return 20 + 1256 * Number(height) / Number(width);
  }
  if (data["image/png"]) return ROOM;
  const lines = [data["text/plain"] ?? text ?? ""].flat().join("").trimEnd().split("\n");
  const longest = Math.max(1, ...lines.map((line) => line.length));
  return 22 + 1.35 * sizeOf(longest) * lines.length;
}

// What was printed is as large as its longest line lets it be: a list for the last row, a wide table whole.
export const sizeOf = (longest) => Math.max(18, Math.min(28, 1900 / longest));

// Each block gets the number of its screen, and says whether it waits there. A reading that leads on to the next
// cell is on the screen of that cell `again`. The blocks of all screens, in order.
export function divide(blocks) {
  const shown = blocks.filter(({ kind }) => !["note", "ask"].includes(kind));
  let screen = -1, /** @type {any} */ before = {}, group = ""; // group: the last kind that was no list
  let asked = false, reads = false, answered = true; // is there a code cell on this screen; is it being read
  for (const [i, block] of shown.entries()) {
    const goesOn = reads && before.colon; // "and that is the whole change:", and its formula
    const leads = shown[i + 1]?.kind === "explorer"; // "watch it": what to watch is on the next screen
    const titled = group === "heading";
    const begins = {
      heading: !titled, careful: !titled, try: !titled, explorer: true, solution: true, reading: false,
      code: asked || group === "try", predict: asked || group === "try", list: asked && !goesOn,
      prose: asked ? !goesOn && !leads : ["careful", "try"].includes(group),
    };
    const first = screen < 0 || ["predict", ...ALONE].includes(before.kind) || begins[block.kind];
    if (first) [screen, asked] = [screen + 1, false];
    if (first && ["code", "predict"].includes(block.kind) && before.wait && !isCode(before)) before.again = true;
    block.screen = screen;
    const opening = screen === 0 && block.image; // the picture of the title
    if (block.kind === "predict") answered = false;
    block.wait = block.kind === "code" ? !opening && answered && (!first || Boolean(before.again)) : !first && asked;
    answered ||= block.kind === "code"; // the room has had its question: what answers it comes with its lead
    asked ||= isCode(block);
    reads = block.kind === "reading" || (goesOn && !isCode(block));
    if (block.kind !== "list") group = block.kind;
    before = block;
  }
  return merged(shown);
}

// A screen goes under the one before it, and waits there, where it belongs to it and both fit: an answer under its
// question, and what would leave most of a screen empty under what it follows.
function merged(shown) {
  const screens = [];
  for (const block of shown) (screens[block.screen] ??= []).push(block);
  const kept = [];
  for (const screen of screens) {
    const above = kept.at(-1), lead = kept.at(-2)?.at(-1);
    if (above && belong(lead?.again ? [lead, ...above] : above, screen)) {
      above.at(-1).again = false;
      screen[0].wait = true;
      above.push(...screen);
    } else kept.push(screen);
  }
  for (const [i, screen] of kept.entries()) for (const block of screen) block.screen = i;
  return kept.flat();
}

function belong(above, below) {
  const both = [...above, ...below], high = (blocks) => blocks.reduce((sum, { height }) => sum + height, 0);
  const most = (kind) => both.filter((block) => block.kind === kind).length;
  if (below[0].kind === "heading" || both.some(({ kind }) => ALONE.includes(kind))) return false;
  if (most("predict") > 1 || most("careful") > 1 || high(both) > ROOM) return false;
  return above.at(-1).kind === "predict" || high(above) < SMALL || high(below) < SMALL;
}
