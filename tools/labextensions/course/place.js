// "Run All Cells" makes the last cell the active one and scrolls there: somebody who has just opened a notebook then
// stands behind its end. Here what was at the top of the window stays there while pictures above it come to life,
// until the reader goes on themselves; a cell that fails is shown.

const ALL = ["notebook:run-all-cells", "notebook:restart-run-all"];
const OWN = ["pointerdown", "keydown", "wheel", "touchstart"]; // what a reader's own going on begins with
const SETTLES = 1500; // ms after the last cell, in which live pictures take the places of stored ones

export function staysInPlace(app) {
  const holds = new Map(); // of each open notebook: what keeps it in place

  app.commands.commandExecuted.connect((_, { id, result }) => {
    if (ALL.includes(id)) holds.get(app.shell.currentWidget?.content)?.(result);
  });

  return (notebook) => {
    const scroller = notebook.node.querySelector(".jp-WindowedPanel-outer") ?? notebook.node;
    const topOf = ({ node }) => node.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    let here, held = false;

    // The place is kept a moment after it changed: the command is heard of behind the change that it makes.
    const keep = () => setTimeout(() => {
      if (held) return;
      const cell = notebook.widgets.find((one) => one.node.isConnected && topOf(one) + one.node.offsetHeight > 1);
      here = cell && { active: notebook.activeCellIndex, cell, top: topOf(cell), atStart: scroller.scrollTop < 1 };
    });
    notebook.activeCellChanged.connect(keep);
    scroller.addEventListener("scroll", keep, { passive: true });
    keep();

    function back() {
      if (notebook.activeCellIndex !== here.active) notebook.activeCellIndex = here.active;
      const away = here.atStart ? -scroller.scrollTop : here.cell.node.isConnected ? topOf(here.cell) - here.top : 0;
      if (Math.abs(away) > 1) scroller.scrollTop += away;
    }

    function showFailed(letGo) { // as JupyterLab has done, while the reader was kept in place
      letGo();
      const failed = notebook.widgets.findIndex(({ model }) =>
        model.type === "code" && model.outputs.toJSON().some((output) => output.output_type === "error"));
      if (failed < 0) return;
      notebook.activeCellIndex = failed;
      notebook.scrollToItem(failed, "smart");
    }

    holds.set(notebook, async (result) => {
      if (held || !here) return;
      held = true;
      let done = false;
      const grown = new ResizeObserver(back);
      const letGo = (/** @type {any} */ { target } = {}) => {
        if (done || target?.closest?.(".jp-Dialog")) return; // "Restart?" belongs to the command
        [done, held] = [true, false];
        grown.disconnect();
        scroller.removeEventListener("scroll", back);
        for (const kind of OWN) removeEventListener(kind, letGo, true);
        keep();
      };
      for (const kind of OWN) addEventListener(kind, letGo, { capture: true, passive: true });
      scroller.addEventListener("scroll", back);
      for (const part of scroller.querySelectorAll(".jp-Cell")) grown.observe(part);
      back();
      const ran = await Promise.resolve(result).catch(() => false);
      if (!ran) return showFailed(letGo);
      setTimeout(letGo, SETTLES);
    });
    notebook.disposed.connect(() => holds.delete(notebook));
  };
}
