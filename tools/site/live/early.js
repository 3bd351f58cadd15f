// A worker in which Python starts as soon as the page opens, beside JupyterLab and not behind it. The kernel's own script
// comes in later, by the address that start.js sends.
importScripts("pyodide.js");
loadPyodide({ indexURL: new URL("./", location.href).href }).catch(() => {}); // start.js has been told
addEventListener("message", ({ data }) => { if (data.kernel) importScripts(data.kernel); });
