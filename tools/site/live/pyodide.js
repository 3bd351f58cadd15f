// The kernel's worker takes this file for Pyodide. It fetches the real one, from the folder that course.json names,
// with a list of packages that has the course's own wheels in it; and it tells the page (start.js) how far it is.

// What a notebook shows here and on a desktop is the same. The default whole numbers of a 32-bit Python have 32 bits,
// the course's have 64, and print as numpy's default: by a list of numpy's own, for numpy 2.0 has no setting for it
// (from 2.1 on there is set_printoptions(override_repr=...)). Matplotlib finds its fonts anew at each visit, and would
// say so.
const ALIKE = `
import logging, numpy
from numpy._core import arrayprint
arrayprint._typelessdata.append(numpy.int64)
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
`;

self.loadPyodide = async (options) => {
  const here = options.indexURL, fetched = self.fetch;
  const say = (told) => self.postMessage({ course: told });
  const get = async (address) => (await fetch(address)).json();
  let files = 0, arrived = 0;

  self.fetch = async (address, ...rest) => {
    const missing = (why) => say({ missing: String(address.url ?? address).split(/[?#]/)[0], why });
    try {
      const answer = await fetched(address, ...rest);
      if (!answer.ok) missing(`the server answers ${answer.status}`);
      say({ arrived: ++arrived, files });
      return answer;
    } catch (error) {
      missing(navigator.onLine ? "not at all, or not whole" : "no connection");
      throw error;
    }
  };

  try {
    const course = await get(`${here}course.json`);
    const index = new URL(course.pyodide, here).href;
    const lock = await get(`${index}pyodide-lock.json`);
    for (const [name, wheel] of Object.entries(course.packages)) {
      lock.packages[name] = { ...wheel, file_name: new URL(wheel.file_name, here).href };
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
      importScripts(script);
    } catch (error) {
      say({ missing: script, why: "not at all, or not whole" });
      throw error;
    }
    const lockFileURL = URL.createObjectURL(new Blob([JSON.stringify(lock)]));
    const pyodide = await self.loadPyodide({ ...options, indexURL: index, lockFileURL, packages: course.load });
    await pyodide.runPythonAsync(ALIKE);
    say({ ready: true });
    return pyodide;
  } catch (error) {
    say({ failed: error.message });
    throw error;
  } finally {
    self.fetch = fetched;
  }
};
