// An address that names an explorer, 02_stride_and_padding.ipynb#convolution-2?stride=2&step=4, opens it live: the notebook
// goes to its cell, runs what this needs and no other cell (helpers/explore/needs.py), and its controls take the numbers
// (helpers/explore/address.py). Until Python is there, the picture of the course's page stands in its place (paged.js).

import { paged } from "./paged.js";
import { CALL, VIEW, drawnOnly } from "./stored.js";

const ADDRESS = /^#?([a-z]+(?:-[a-z]+)*-\d+)(?:\?([^]*))?$/;
const FAILED = "A cell that this picture needs did not run to its end: its error stands below it.";
const SETTLES = [0, 300, 1000]; // ms after which cells above may have another height
const OWN = ["pointerdown", "keydown", "wheel", "touchstart"]; // what a reader's own going on begins with

/** Which of these cells shows which explorer: numbers by the names that an address has, conv-layer-1 for the first explore_conv_layer. */
export function explorersOf(cells) {
  const names = new Map(), counts = {};
  for (const [k, { type, sharedModel }] of cells.entries()) {
    const [call] = type === "code" ? sharedModel.getSource().match(CALL) ?? [] : [];
    if (!call?.startsWith("explore_") || drawnOnly(call)) continue;
    const name = call.match(/^explore_(\w+)/)[1].replaceAll("_", "-");
    counts[name] = (counts[name] ?? 0) + 1;
    names.set(`${name}-${counts[name]}`, k);
  }
  return names;
}

// `arrived` is the address of the page, before JupyterLab took out of it what it has read; `actions` gives JupyterLab's
// NotebookActions. The answer is called with each notebook that opens.
export function opensAddresses(app, arrived, actions) {
  const { hash, pathname, searchParams } = new URL(arrived), first = searchParams.get("path") ?? decodeURIComponent(pathname);
  let early = ADDRESS.test(hash) ? hash : "";
  return (panel) => {
    const { content } = panel, setFragment = content.setFragment.bind(content);
    let now = ""; // which one is being opened: JupyterLab may ask for it too
    async function open(fragment) {
      const [, name, query = ""] = ADDRESS.exec(fragment) ?? [];
      if (!name) return setFragment(fragment);
      if (now === fragment) return undefined;
      now = fragment;
      try {
        await opened(app, await actions(), panel, name, query);
      } finally {
        now = "";
      }
    }
    content.setFragment = (fragment) => open(decoded(fragment));
    content.node.addEventListener("click", ({ target }) => { if (target.closest(".cnn-copy")) copied(app, panel, target); });
    if (early && first.endsWith(panel.context.localPath)) { // others may be open beside it
      const fragment = early;
      early = "";
      app.restored.then(() => open(fragment));
    }
  };
}

function decoded(fragment) { // JupyterLab may give it as it stands in a link
  return ADDRESS.test(fragment) ? fragment : fragment.replace(/%3F/i, "?");
}

async function opened(app, actions, panel, name, query) {
  const { content, sessionContext } = panel, explorers = explorersOf(content.widgets.map(({ model }) => model)), k = explorers.get(name);
  const tell = (message) => app.commands.execute("apputils:notify", { message, type: "warning", options: { autoClose: false } });
  if (k === undefined) {
    return tell(explorers.size ? `There is no picture “${name}” in this notebook: there are ${[...explorers.keys()].join(", ")}.` : `There is no picture “${name}” in this notebook.`);
  }
  const cell = content.widgets[k];
  actions.expandParent(cell, content);
  content.activeCellIndex = k;
  content.deselectAll();
  const place = goTo(content, k);
  await cell.ready;
  const viewed = () => cell.model.outputs.toJSON().find(({ data }) => data?.[VIEW])?.data[VIEW].model_id;
  const take = (numbers) => ask(kernel, `take_in(${text(viewed() ?? "")}, ${text(numbers)})`, "explore.address", "take_in");

  let kernel = sessionContext.session?.kernel;
  const page = kernel?.status === "idle" ? null : paged(panel.context.localPath, cell, name, query, place.settle);
  try {
    const lives = kernel && viewed() && await take("") !== null; // then it begins anew, and what it needs is there
    await sessionContext.ready;
    kernel = sessionContext.session.kernel;
    const code = content.widgets.filter(({ model }) => model.type === "code"), sources = code.map(({ model }) => model.sharedModel.getSource());
    const needed = lives ? [code.indexOf(cell)]
      : await ask(kernel, `needed(loads(${text(JSON.stringify(sources))}), ${code.indexOf(cell)})`, "explore.needs", "needed");
    if (!await actions.runCells(content, needed.map((i) => code[i]), sessionContext)) return tell(FAILED);
    return await take(page?.query() ?? query);
  } catch (error) { // another kind of kernel, or one without the course's helpers
    return tell(`The picture could not be opened: ${error instanceof Error ? error.message : error}`);
  } finally {
    page?.end();
    place.settle();
    place.end();
  }
}

// The address of a live picture, with its numbers: copied where the page may write, said in every case.
async function copied(app, { content, context, sessionContext }, target) {
  const tell = (message, type) => app.commands.execute("apputils:notify", { message, type, options: { autoClose: type === "success" && 5000 } });
  const cells = content.widgets, k = cells.findIndex(({ node }) => node.contains(target));
  const [name] = [...explorersOf(cells.map(({ model }) => model))].find(([, at]) => at === k) ?? [];
  if (!name) return tell("Only the picture that a cell ends with has an address.", "warning");
  const view = cells[k].model.outputs.toJSON().find(({ data }) => data?.[VIEW])?.data[VIEW].model_id;
  try {
    const query = await ask(sessionContext.session.kernel, `give_out(${text(view ?? "")})`, "explore.address", "give_out");
    if (query === null) return tell("This picture is not live: run its cell first.", "warning");
    const address = new URL(location.pathname, location.origin);
    if (document.getElementById("course-line")?.dataset.pages) address.searchParams.set("path", context.localPath); // JupyterLite
    address.hash = `${name}?${query}`;
    const done = await navigator.clipboard?.writeText(address.href).then(() => true, () => false);
    return tell(`${done ? "Copied" : "The address of this picture"}: ${address.href}`, "success");
  } catch (error) {
    return tell(`This picture has no address: ${error instanceof Error ? error.message : error}`, "warning");
  }
}

/** A text as Python writes it. @param {string} value */
export const text = (value) => JSON.stringify(value);

// What an expression of helpers gives, asked beside the cells: no name of the reader's is touched.
export async function ask(kernel, expression, module, name) {
  const helper = `__import__("helpers.${module}", fromlist=["${name}"]).${name}`;
  const code = `print((lambda ${name}, loads, dumps: dumps(${expression}))(${helper}, __import__("json").loads, __import__("json").dumps))`;
  const asked = kernel.requestExecute({ code, store_history: false });
  let said = "", failed = "";
  asked.onIOPub = ({ header, content }) => {
    if (header.msg_type === "stream" && content.name === "stdout") said += content.text;
    if (header.msg_type === "error") failed = `${content.ename}: ${content.evalue}`;
  };
  await asked.done;
  if (failed) throw new Error(failed);
  return JSON.parse(said);
}

// Goes to a cell; `settle` goes there again while what stands above it finds its height, unless the reader has gone on.
export function goTo(content, k) {
  let gone = false;
  const leave = () => { gone = true; };
  const scroller = content.node.querySelector(".jp-WindowedPanel-outer") ?? content.node, { node } = content.widgets[k];
  const go = async () => {
    if (gone || content.isDisposed) return;
    await content.scrollToItem(k, "start").catch(() => {});
    if (node.isConnected) scroller.scrollTop += node.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  };
  for (const kind of OWN) addEventListener(kind, leave, { capture: true, passive: true });
  go();
  return {
    settle() { for (const ms of SETTLES) setTimeout(go, ms); },
    end() { setTimeout(() => { for (const kind of OWN) removeEventListener(kind, leave, true); }, Math.max(...SETTLES) + 100); },
  };
}
