// JupyterLab shows a picture of an output as an <img> without words. A chart gets those that its cell has for it in its
// metadata ("alt"), a stored picture the words of its step, which lie beside it in the output as plain text. And a term in
// Chinese, in a cell of the glossary, says that it is one, for a voice of that language.

const IMAGES = ":is(.jp-RenderedImage, .jp-RenderedSVG) > img";
const CHINESE = /[\u3400-\u9fff]/;

function wordsOf(image, notebook) {
  const cell = notebook.widgets.find(({ node }) => node.contains(image));
  const places = [...cell?.node.querySelectorAll(".jp-OutputArea-output") ?? []];
  const output = cell?.model.outputs?.get(places.findIndex((place) => place.contains(image)));
  if (!output) return "";
  if (output.data["image/png"]) return cell.model.sharedModel.getMetadata("alt") ?? "";
  return [output.data["text/plain"] ?? ""].flat().join("");
}

export function givesWords(notebook) {
  const look = (/** @type {Element} */ part) => {
    for (const term of part.querySelectorAll(":is(td, th):not([lang])")) if (CHINESE.test(term.textContent)) term.lang = "zh";
    for (const image of part.matches(IMAGES) ? [part] : part.querySelectorAll(IMAGES)) {
      const words = wordsOf(image, notebook);
      if (words) image.setAttribute("alt", words); // to say nothing is better than to say "": that hides the picture
    }
  };
  const drawn = new MutationObserver((records) => {
    for (const added of records.flatMap(({ addedNodes }) => [...addedNodes])) if (added instanceof Element) look(added);
  });
  drawn.observe(notebook.node, { childList: true, subtree: true });
  look(notebook.node);
  return () => drawn.disconnect();
}
