// layers.py in Pyodide: `node layers.mjs PYODIDE TREE OTHER JSON`, PYODIDE being the folder that has pyodide.mjs.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, tree, other] = process.argv.slice(2, 5).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: `${pyodide}/` });
await python.loadPackage("numpy", { messageCallback() {} });
for (const [name, root] of Object.entries({ tree, other })) {
  python.FS.mkdirTree(`/${name}`);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, `/${name}`);
}
python.globals.set("asked", process.argv[5]);
python.globals.set("clock", () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1e6; });
python.globals.set("__name__", "layers");
python.runPython(readFileSync(new URL("layers.py", import.meta.url), "utf-8"));
console.log(python.runPython('json.dumps(measure(["/tree", "/other"], clock=clock, **json.loads(asked)))'));
