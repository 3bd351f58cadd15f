// Bytecode for the live course, made when the site is built: `node bytecode.mjs PYODIDE COURSE`, where COURSE is the
// folder of course.json. Pyodide compiles each module of Python again at every visit, and that is half of the time until
// a cell can run. So we compile in the same Pyodide, here in Node, and the browser finds the result beside the source.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, course] = process.argv.slice(2).map((folder) => resolve(folder));
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")).href);
const { load, packages } = JSON.parse(readFileSync(join(course, "course.json"), "utf-8"));
const list = JSON.parse(readFileSync(join(pyodide, "pyodide-lock.json"), "utf-8")).packages;

const silent = { messageCallback() {} };
const python = await loadPyodide({ indexURL: `${pyodide}/`, stdout: (/** @type {string} */ line) => console.error(line) });
const folder = python.runPython("import site; site.getsitepackages()[0]");

async function bring(written, brought = new Set()) { // a package with all that it needs
  const name = written.toLowerCase().replace(/[-_.]+/g, "-");
  if (brought.has(name)) return;
  brought.add(name);
  const own = packages[name];
  for (const needed of (own ?? list[name]).depends) await bring(needed, brought);
  if (!own) return python.loadPackage(name, silent);
  python.unpackArchive(new Uint8Array(readFileSync(join(course, own.file_name))), "wheel", { extractDir: folder });
}

python.FS.writeFile("/stdlib.zip", new Uint8Array(readFileSync(join(pyodide, "python_stdlib.zip"))));
python.runPython(readFileSync(new URL("bytecode.py", import.meta.url), "utf-8"));
for (const name of load) await bring(name);
python.runPython("start()");
await bring("matplotlib");
python.runPython("charts()");
for (const file of python.runPython("written()").toJs()) writeFileSync(join(course, file), python.FS.readFile(`/${file}`));
