// The kernel's worker takes this file for Pyodide: it gives the Python that early.js has started there, or starts one.
self.loadPyodide = ({ indexURL }) => {
  if (!self.python) importScripts(`${indexURL}python.js`);
  return self.python ??= startPython(indexURL);
};
