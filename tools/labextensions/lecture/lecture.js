// Lecture mode: a notebook in JupyterLab, one idea a screen, worked by keys. JupyterLab loads this file as it stands,
// for a prebuilt extension is an object with `init` and `get`; nothing is compiled, and what it imports lies beside it.
//
// screens.js divides a notebook into screens, talk.js shows them, strip.js keeps the words under a picture legible,
// page.js has the keys. This file covers the page until there is something to see: JupyterLab builds its menus first.

(() => {
  const { src: here } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const page = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
  const dark = page.lectureTheme === "dark"; // as lecture.py was asked: JupyterLab's theme is not here yet

  const cover = Object.assign(document.createElement("div"), { id: "lecture-cover" });
  cover.style.cssText = `position: fixed; inset: 0; z-index: 9; display: grid; place-content: center;
    font: 44px system-ui, sans-serif; color: ${dark ? "#e0e0e0" : "#1a1a1a"}; background: ${dark ? "#111111" : "#ffffff"};`;
  cover.textContent = decodeURIComponent(location.pathname.split("/").at(-1) ?? "").replace(/\.ipynb$/, "").replaceAll("_", " ");
  const splash = Object.assign(document.createElement("style"), { textContent: "#jupyterlab-splash { display: none !important; }" });
  document.body.append(splash, cover); // JupyterLab's planets come with each change of theme, and lie over all

  (window._JUPYTERLAB ??= {}).lecture = {
    init() {},
    get: async () => {
      const { activate } = await import(new URL("page.js", here).href).catch((failure) => {
        cover.remove(); // JupyterLab shows, and says what is wrong
        throw failure;
      });
      return () => ({ __esModule: true, default: { id: "lecture:screens", autoStart: true, activate } });
    },
  };
})();
