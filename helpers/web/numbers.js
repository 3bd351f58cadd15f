// The numbers of a picture as tables, below its words: those of the step that shows. A button in its bar unfolds them, for a
// line of their own would make the highest pictures too high. They come, as texts, from table.py, once somebody has done
// so; of a page from its files (hand.js).

/** @import { Model } from "./model.js" */

/**
 * A table and the steps at which it shows; where `fills` is a step, its first cell shows from that step on, and one
 * more each step after it.
 * @typedef {{ first: number, last: number, fills: number, caption: string, columns: string[], rows: string[], cells: string[][] }} Table
 */

const COMING = "The numbers are asked for.", NONE = "The numbers of this state are not here. The live course has them.";
const FOLDED = `<p class="cnn-coming" role="status"></p><div class="cnn-tables" role="group" aria-label="tables"></div>`;

/** @param {string} text @returns {Table} */
export function readTable(text) {
  const [head, columns, ...rows] = text.split("\n").map((line) => line.split("\t"));
  return {
    first: Number(head[0]), last: Number(head[1]), fills: head[2] ? Number(head[2]) : NaN, caption: head[3],
    columns, rows: rows.map((row) => row[0]), cells: rows.map((row) => row.slice(1)),
  };
}

/** How many cells show at a step, in the order of reading. @param {Table} table @param {number} k */
export function shownAt({ fills }, k) {
  return Number.isNaN(fills) ? Infinity : Math.max(0, k - fills + 1);
}

/** @param {Table} table */
function drawnTable({ caption, columns, rows, cells }) {
  const table = document.createElement("table"), head = table.createTHead().insertRow(), body = table.createTBody();
  table.createCaption().textContent = caption;
  head.insertCell();
  /** @param {HTMLTableRowElement} row @param {string} words @param {string} scope */
  function title(row, words, scope) {
    const th = Object.assign(document.createElement("th"), { scope }), [, what, rest] = /^(column )?(.*)$/.exec(words) ?? [];
    if (what) th.append(Object.assign(document.createElement("span"), { textContent: what })); // heard, and not seen: it takes much room
    th.append(rest);
    row.append(th);
  }
  for (const column of columns) title(head, column, "col");
  for (const [i, name] of rows.entries()) {
    const row = body.insertRow();
    title(row, name, "row");
    for (const text of cells[i]) row.insertCell().textContent = text;
  }
  return table;
}

/** Keeps `el`'s elements those of `wanted`, in their order; what stays is not touched. @param {Element} el @param {Element[]} wanted */
function renew(el, wanted) {
  for (const child of [...el.children]) if (!wanted.includes(child)) child.remove();
  for (const [i, child] of wanted.entries()) if (el.children[i] !== child) el.insertBefore(child, el.children[i] ?? null);
}

/** @param {Model} model @param {HTMLElement} el the canvas */
export function makeNumbers(model, el) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "cnn-tell", ariaLabel: "numbers of this picture" });
  const fold = Object.assign(document.createElement("div"), { className: "cnn-numbers", innerHTML: FOLDED });
  el.querySelector(".cnn-bar").append(button);
  el.append(fold);
  const coming = fold.querySelector(".cnn-coming"), box = fold.querySelector(".cnn-tables");
  /** @type {Map<string, { table: Table, drawn?: HTMLTableElement }>} */
  let known = new Map(), open = false;

  function show() {
    if (!open) return;
    const numbered = model.get("numbered"), ours = !numbered || JSON.stringify(numbered) === JSON.stringify(model.get("shown"));
    const texts = ours ? model.get("tables") : [], k = Math.max(0, Math.min(model.get("value"), model.get("alts").length - 1));
    known = new Map((texts ?? []).map((/** @type {string} */ text) => [text, known.get(text) ?? { table: readTable(text) }]));
    const now = [...known.values()].filter(({ table }) => table.first <= k && k <= table.last);
    renew(box, now.map((one) => one.drawn ??= drawnTable(one.table)));
    for (const { table, drawn } of now) {
      const cells = table.cells.flat(), shown = shownAt(table, k);
      if (shown < Infinity) drawn?.querySelectorAll("td:not(thead *)").forEach((cell, i) => fill(cell, i < shown ? cells[i] : ""));
    }
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; // reached by keyboard too, where it is wider than its place
    else box.removeAttribute("tabindex");
    coming.textContent = texts?.length ? "" : texts ? COMING : NONE;
    if (texts && !texts.length) ask(); // where they are on their way, this asks for nothing
  }

  /** @param {Element} cell @param {string} text */
  function fill(cell, text) {
    if (cell.textContent !== text) cell.textContent = text;
  }

  function ask() {
    model.set("wanted", open);
    model.save_changes();
  }

  /** @param {boolean} on */
  function unfold(on) {
    open = on;
    fold.hidden = !on;
    button.ariaExpanded = String(on);
    button.textContent = `numbers ${on ? "▴" : "▾"}`;
  }

  unfold(false);
  button.addEventListener("click", () => {
    unfold(!open);
    if (!open) ask();
    show();
  });
  const changes = "change:tables change:numbered change:shown change:svg change:value";
  model.on(changes, show);
  return () => model.off(changes, show);
}
