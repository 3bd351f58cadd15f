// What is on the screen in lecture mode, in one answer.
() => {
  const seen = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().height > 0;
  const code = [...document.querySelectorAll(".jp-Cell:not(.lecture-solution) .cm-content")].filter(seen);
  const explorers = [...document.querySelectorAll(".cnn-explorer")].filter(seen);
  const [, screen, count] = document.querySelector("#lecture-place").textContent.match(/(\d+) of (\d+)/);
  return {
    screen: Number(screen), count: Number(count), blocks: blocks(), small: small(), code: code.map((e) => e.textContent),
    explorers: explorers.map((e) => e.getBoundingClientRect().toJSON()),
  };

  // Of each block of the notebook: the cell it is in, its screen, its words, and where it is painted, if it is.
  function blocks() {
    return [...document.querySelectorAll(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")].flatMap((cell, i) => {
      const isCode = cell.matches(".jp-CodeCell");
      const nodes = isCode ? [cell] : [...cell.querySelectorAll(".jp-RenderedMarkdown > *")];
      return nodes.map((node) => {
        const part = isCode ? node.querySelector(".jp-Cell-outputWrapper") : node;
        const { top, bottom } = part.getBoundingClientRect();
        const words = isCode ? "" : node.textContent.trim();
        return { cell: i, code: isCode, screen: node.dataset.screen ?? null, tag: node.tagName, words, on: seen(part), top, bottom };
      });
    });
  }

  // Every text that is painted smaller than 16 px, in the page and in pictures, where a picture's scale counts.
  function small() {
    const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (walk.nextNode()) {
      const text = walk.currentNode, e = text.parentElement;
      if (!text.data.trim() || !seen(e) || e.closest("style, script, option")) continue;
      if (e.closest(".cnn-spoken, mjx-assistive-mml")) continue; // for screen readers
      range.selectNodeContents(text);
      const turn = e.getScreenCTM?.();
      const size = parseFloat(getComputedStyle(e).fontSize) * (turn ? Math.hypot(turn.a, turn.b) : 1);
      if (range.getBoundingClientRect().width > 1 && size < 15.99) found.push(`${size.toFixed(1)} px: ${text.data.trim()}`);
    }
    for (const image of document.images) {
      if (!seen(image) || !image.src.startsWith("data:image/svg+xml")) continue;
      const source = decodeURIComponent(image.src.replace(/^[^,]*,/, ""));
      const svg = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
      const scale = image.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      const sizes = [...svg.querySelectorAll("[font-size]")].map((e) => scale * Number(e.getAttribute("font-size")));
      if (Math.min(...sizes) < 15.99) found.push(`${Math.min(...sizes).toFixed(1)} px in a still picture`);
    }
    return found;
  }
}
