// The line above JupyterLab: how far Python is, what is wrong where something is, and the way back to the original
// notebooks. It runs before everything else on the page.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript), live = new URL("../", script.src);
  const make = (tag, text = "", attributes = {}) => Object.assign(document.createElement(tag), { textContent: text, ...attributes });
  const name = (address) => address.split("/").pop();
  const line = make("div", "", { id: "course-line" });
  const state = make("span", "Python starts, in about 10 s; all cells of a notebook take up to half a minute more.", { role: "status" });
  const running = make("span"); // not announced: it changes each second
  const wrongs = make("div", "", { role: "alert" });
  const links = [["reset.html", "Put a notebook back"], ["../index.html", "All pages of the course"]];
  line.dataset.pages = new URL("../", live).href; // where the pages to read are: paged.js shows their pictures
  line.append(state, " ", running, " Your changes are kept in this browser. ");
  for (const [to, text] of links) line.append(make("a", text, { href: new URL(to, live).href }), " ");
  line.append(wrongs);

  // An old address opens the notebook by its new name: JupyterLab reads the address later. What the reader changed under
  // the old one stays in this browser's storage, and so in JupyterLab's list of files.
  const renamed = JSON.parse(script.dataset.renamed ?? "{}"), here = new URL(location.href), asked = here.searchParams.get("path");
  if (asked && Object.hasOwn(renamed, asked)) {
    here.searchParams.set("path", renamed[asked]);
    history.replaceState(null, "", here);
    line.append(make("div", `${asked} is now ${renamed[asked]}. If you have changed it, your version is in the list of files, under its old name.`));
  }

  const style = make("style", `
    body { display: flex; flex-direction: column; height: 100vh; }
    #course-line { flex: none; padding: 4px 12px; font: 14px/1.4 system-ui, sans-serif; background: #ffffff; color: #1a1a1a; border-bottom: 1px solid #8a8a8a; }
    #course-line a { color: #00578a; margin-left: 8px; }
    #course-line [role=alert]:not(:empty) { margin: 4px 0; padding: 4px 8px; border-left: 6px solid #a3210f; font-weight: 600; }
    #main { position: relative !important; flex: 1; min-height: 0; }`);

  const said = new Set();
  function wrong(sentence, once = sentence) { // one cause may have many symptoms: say the first
    if (said.has(once)) return;
    said.add(once);
    wrongs.append(make("div", sentence));
  }

  document.head.append(style);
  document.addEventListener("DOMContentLoaded", () => document.body.prepend(line));

  const reload = "Check the connection, then load this page again.";
  if (location.protocol === "file:") {
    wrong("This page was opened as a file, and a browser runs the course only from a web server: in the folder of the site, run python -m http.server 8000, then open http://localhost:8000/.");
  }
  if (typeof WebAssembly !== "object") {
    state.textContent = "Python cannot run here.";
    wrong("This browser has no WebAssembly, so no cell can run in it. A current Firefox, Chrome, Edge or Safari has it; the pages of the course can be read without.");
  }
  const forgets = () => wrong("This browser keeps nothing between visits, as in some private windows. Download a notebook (File, Download) before you close it.");
  try {
    indexedDB.open("course-try").onerror = forgets;
  } catch {
    forgets();
  }

  addEventListener("error", (/** @type {any} */ { target }) => {
    if (target.tagName === "SCRIPT") wrong(`A part of this page did not arrive: ${name(target.src)}. ${reload}`, "page");
  }, true);

  // The kernel's worker tells how far it is (python.js). The first one is here before JupyterLab asks for it (early.js).
  let early;
  window.Worker = class extends Worker {
    constructor(address, ...rest) {
      if (early && String(address).includes("pyodide-kernel-extension")) {
        const worker = early;
        early = null;
        worker.postMessage({ kernel: String(address) });
        return worker;
      }
      super(address, ...rest);
      this.addEventListener("message", ({ data }) => data.course && hear(data.course));
    }
  };
  if (location.protocol !== "file:" && typeof WebAssembly === "object") {
    early = new Worker(new URL("course/early.js", live));
    early.addEventListener("error", () => { early = null; }); // then the kernel starts one of its own
  }

  function hear({ arrived, files, missing, why, late, failed, ready }) {
    if (files) state.textContent = `Python is starting: ${arrived} of ${files} files.`;
    if (late) return wrong(`${name(missing)} did not arrive (${why}), and a cell needs it. ${reload}`);
    if (missing) wrong(`Python cannot start: ${name(missing)} did not arrive (${why}). ${reload}`, "python");
    if (failed) wrong(`Python cannot start: ${failed}. ${reload}`, "python");
    if (missing || failed || said.has("python")) state.textContent = "Python did not start.";
    else if (ready) state.textContent = "Python is here.";
  }

  // Python runs the cells in their order: of those that wait for it, the first is the one that runs.
  let first = null, since = 0;
  setInterval(() => {
    const cells = [...(window.jupyterapp?.shell?.currentWidget?.content?.model?.cells ?? [])].filter(({ type }) => type === "code");
    const k = said.has("python") ? -1 : cells.findIndex(({ executionState }) => executionState === "running");
    if (cells[k] !== first) [first, since] = [cells[k], Date.now()];
    running.textContent = first ? `Code cell ${k + 1} of ${cells.length} runs, for ${Math.round((Date.now() - since) / 1000)} s.` : "";
  }, 500);
})();
