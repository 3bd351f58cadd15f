// The course's notebooks as scripts meet them in JupyterLab: cells with their models, and of what a text becomes on the
// page as much as is asked of it: each paragraph, heading, list or table as an element.

import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../notebooks/", import.meta.url);
export const NOTEBOOKS = readdirSync(FOLDER).filter((name) => name.endsWith(".ipynb")).sort();

export function cellsOf(name) {
  return JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")).cells.map(cellOf);
}

export function cellOf({ id, cell_type: type, source, metadata = {}, outputs = [] }) {
  const text = [source].flat().join(""), getMetadata = (key) => metadata[key];
  const sharedModel = { getSource: () => text, getMetadata };
  const blocks = type === "markdown" ? text.split(/\n\s*\n/).map(elementOf) : [];
  const node = { querySelector: () => ({ children: blocks }) };
  return { node, model: { id, type, getMetadata, sharedModel, outputs: { length: outputs.length, toJSON: () => outputs } } };
}

function elementOf(markdown) {
  const [, hashes, item, other] = /^(?:(#+) |(\d+\. |- )|(>|\||\$\$))?/.exec(markdown);
  const items = item ? markdown.split(/^(?:\d+\.|-) /m).slice(1).map(elementOf) : [];
  return {
    tagName: hashes ? `H${hashes.length}` : item ? "OL" : { ">": "BLOCKQUOTE", "|": "TABLE" }[other] ?? "P",
    textContent: markdown.replace(/[*`>]|^#+ /gm, ""),
    children: items,
    querySelector: (selector) => (selector.includes("mjx") && other === "$$" ? {} : null),
    querySelectorAll: () => markdown.split("\n").slice(1), // the rows of a table, less the line under its head
  };
}
