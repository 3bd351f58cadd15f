// JupyterLab shows a stored picture as an <img>, which knows nothing of the page's theme. In the dark theme its colours
// are changed for those of helpers/palette.py, as `picture.at(k, "dark")` has them. A chart keeps its white ground, in a
// frame (course.css): its colours were chosen for that.

const DARK = {
  "#1a1a1a": "#f2f2f2",
  "#ffffff": "#111111",
  "#595959": "#b4b4b4",
  "#8a8a8a": "#7d7d7d",
  "#0067a3": "#6cb8ee",
  "#8f5600": "#f0ad4e",
  "#007355": "#4cc9a0",
  "#c02f1d": "#ff8a73",
  "#c4103e": "#ff8c97",
  "#175512": "#7fd069",
  "#1f46c7": "#9db4ff",
  "#542788": "#b2abd2",
  "#b35806": "#fdb863",
  "#ded9ef": "#3b3163",
  "#fddfb8": "#5c3a10",
};
const SVG = "data:image/svg+xml,";

function themed(source, dark) {
  return dark ? source.replace(/#[0-9a-f]{6}\b/g, (colour) => DARK[colour] ?? colour) : source;
}

const stored = new WeakMap(); // of each picture: its text as it is stored, and what shows

export function recolours(node) {
  const dark = () => document.body.dataset.jpThemeLight === "false";
  function paint(image) {
    if (!image.src.startsWith(SVG)) return;
    if (stored.get(image)?.shown !== image.src) stored.set(image, { source: decodeURIComponent(image.src.slice(SVG.length)) });
    const { source } = stored.get(image);
    const shown = SVG + encodeURIComponent(themed(source, dark()));
    stored.set(image, { source, shown });
    if (image.src !== shown) image.src = shown;
  }
  const all = () => { for (const image of node.querySelectorAll(".jp-RenderedSVG img")) paint(image); };
  const drawn = new MutationObserver((records) => {
    const images = records.flatMap(({ addedNodes }) => /** @type {Element[]} */ ([...addedNodes]))
      .filter((added) => added.nodeType === 1 && !added.closest(".cnn-canvas"))
      .flatMap((added) => added.matches("img") ? [added] : [...added.querySelectorAll("img")]);
    for (const image of images) if (image.closest(".jp-RenderedSVG")) paint(image);
  });
  drawn.observe(node, { childList: true, subtree: true });
  const themes = new MutationObserver(all);
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  all();
  return () => {
    drawn.disconnect();
    themes.disconnect();
  };
}
