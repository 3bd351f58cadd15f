// Python for the course, in a worker: `startPython(folder)`, where folder is the address of this file's. It fetches
// Pyodide from the folder that course.json names, with a list of packages that has the course's own wheels in it, and
// bytecode where the site has some (bytecode.mjs). It has Python show what it shows on a desktop (alike.py), and tells
// the page (start.js) how far it is.

// What a cell needs beyond the packages that it imports: one function of the helpers looks for matplotlib, and a chart
// that is saved as a PDF takes its letters by fontTools.
const needs = (cell) => cell
  + (cell.includes("check_environment()") ? "\nimport matplotlib" : "") + (cell.includes("savefig(") ? "\nimport fontTools" : "");

const say = (told) => self.postMessage({ course: told });
const get = async (address) => (await fetch(address)).json();
const text = async (address) => (await fetch(address)).text();
let files = 0, arrived = 0, ready = false;

async function watched(act) { // and tell of every file meanwhile, whether it came
  const fetched = self.fetch;
  self.fetch = async (/** @type {any} */ address, ...rest) => {
    const missing = (why) => say({ missing: String(address.url ?? address).split(/[?#]/)[0], why, late: ready });
    try {
      const answer = await fetched(address, ...rest);
      if (!answer.ok) missing(`the server answers ${answer.status}`);
      if (!ready) say({ arrived: ++arrived, files });
      return answer;
    } catch (error) {
      missing(navigator.onLine ? "not at all, or not whole" : "no connection");
      throw error;
    }
  };
  try {
    return await act();
  } finally {
    self.fetch = fetched;
  }
}

async function load(folder) {
  const [course, alike] = await Promise.all([get(`${folder}course.json`), text(`${folder}alike.py`)]);
  const index = new URL(course.pyodide, folder).href;
  const lock = await get(`${index}pyodide-lock.json`);
  for (const [name, wheel] of Object.entries(course.packages)) {
    lock.packages[name] = { ...wheel, file_name: new URL(wheel.file_name, folder).href };
  }
  for (const [name, left] of Object.entries(course.without)) {
    lock.packages[name].depends = lock.packages[name].depends.filter((other) => !left.includes(other));
  }
  for (const [archive, name] of Object.entries(course.also ?? {})) { // it comes after its package, whose files it replaces
    const wheel = lock.packages[name];
    Object.assign(lock.packages[archive], { depends: [name], imports: wheel.imports });
    wheel.imports = [];
    if (course.load.includes(name)) course.load.push(archive);
  }
  const needed = new Set();
  const need = (written) => {
    const name = written.toLowerCase().replace(/[-_.]+/g, "-"); // the list has prompt_toolkit and prompt-toolkit
    if (needed.has(name)) return;
    needed.add(name);
    lock.packages[name].depends.forEach(need);
  };
  course.load.forEach(need);
  files = arrived + needed.size + 3; // the packages, the list once more, Python's WebAssembly and its library

  const script = `${index}pyodide.js`;
  try {
    importScripts(script); // its loadPyodide takes the place of ours (pyodide.js)
  } catch (error) {
    say({ missing: script, why: "not at all, or not whole" });
    throw error;
  }
  const lockFileURL = URL.createObjectURL(new Blob([JSON.stringify(lock)]));
  const stdLibURL = course.library && new URL(course.library, folder).href; // Python's own, with bytecode (bytecode.mjs)
  const pyodide = await self.loadPyodide({ indexURL: index, lockFileURL, stdLibURL, packages: course.load });
  const globals = pyodide.toPy({ __name__: "alike" });
  pyodide.runPython(`${alike}\nbegin()`, { globals });
  return { pyodide, beforeACell: globals.get("before_a_cell") };
}

self.startPython = async (folder) => {
  try {
    const { pyodide, beforeACell } = await watched(() => load(folder));
    const loadPackages = pyodide.loadPackagesFromImports; // what the kernel does before each cell
    pyodide.loadPackagesFromImports = async (cell, ...rest) => {
      const loaded = await watched(() => loadPackages(needs(cell), ...rest));
      beforeACell();
      return loaded;
    };
    ready = true;
    say({ ready });
    return pyodide;
  } catch (error) {
    say({ failed: /** @type {Error} */ (error).message });
    throw error;
  }
};
