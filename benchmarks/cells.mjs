// The cells of a notebook in the live course's Pyodide, in Node: `node cells.mjs LIVE NOTEBOOK`, where LIVE is the folder
// that build_live wrote. Prints JSON: for each code cell its place, the seconds that its thread had a processor, and how
// many of them went to unpacking the packages that it brings. With PROFILE=1, also what a profile says of it.
import { existsSync, readFileSync, unlinkSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [live, notebook] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(join(live, "pyodide/pyodide.mjs")).href);
const course = JSON.parse(readFileSync(join(live, "course/course.json"), "utf-8"));
const lock = JSON.parse(readFileSync(join(live, "pyodide/pyodide-lock.json"), "utf-8")), list = lock.packages;
for (const [name, left] of Object.entries(course.without ?? {})) {
  list[name].depends = list[name].depends.filter((/** @type {string} */ other) => !left.includes(other));
}
const silent = { messageCallback() {} };
const seconds = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1e6; };

const library = course.library && join(live, "course", course.library);
const lockFileURL = join(tmpdir(), `lock-${process.pid}.json`);
writeFileSync(lockFileURL, JSON.stringify(lock));
const python = await loadPyodide({ indexURL: join(live, "pyodide/"), lockFileURL, stdLibURL: library, stdout() {}, stderr() {} });
const folder = python.runPython("import site; site.getsitepackages()[0]");
const brought = new Set();

function unpack(file, form) {
  python.unpackArchive(new Uint8Array(readFileSync(join(live, "course", file))), form, { extractDir: folder });
}
function bring(written, theirs) { // a package with all that it needs, as python.js brings it
  const name = written.toLowerCase().replace(/[-_.]+/g, "-"), own = course.packages[name];
  if (brought.has(name)) return;
  brought.add(name);
  for (const needed of (own ?? list[name]).depends) bring(needed, theirs);
  if (own) unpack(own.file_name, "wheel");
  else theirs.push(name);
}

async function load(names) {
  const theirs = [];
  for (const name of names) bring(name, theirs);
  await python.loadPackage(theirs, silent);
  for (const [archive, name] of Object.entries(course.also ?? {})) {
    if (brought.has(name) && !brought.has(archive)) unpack(`${archive}.zip`, "zip");
    if (brought.has(name)) brought.add(archive);
  }
}

await load(course.load);
const alike = join(live, "course/alike.py"); // d88c56c has none
const globals = python.toPy({ __name__: "alike" });
if (existsSync(alike)) python.runPython(`${readFileSync(alike, "utf-8")}\nbegin()`, { globals });
const beforeACell = globals.get("before_a_cell") ?? (() => {});
python.runPython(readFileSync(new URL("cells.py", import.meta.url), "utf-8"));
const run = python.globals.get(process.env.PROFILE ? "profiled" : "run");
const told = [];
for (const [place, { cell_type, source }] of JSON.parse(readFileSync(notebook, "utf-8")).cells.entries()) {
  const code = [source].flat().join(""), began = seconds();
  if (cell_type !== "code") continue;
  if (/check_environment\(\)|\bmatplotlib\b/.test(code)) await load(["matplotlib"]);
  beforeACell();
  const unpacked = seconds() - began, said = JSON.parse(run(code));
  told.push({ place, code, seconds: seconds() - began, unpacked, said });
}
unlinkSync(lockFileURL);
writeSync(1, JSON.stringify(told));
