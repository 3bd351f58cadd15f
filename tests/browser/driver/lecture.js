// What is on the screen in lecture mode, in one answer.
() => {
  const seen = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().height > 0;
  const code = [...document.querySelectorAll(".jp-Cell:not(.lecture-solution) .cm-content")].filter(seen);
  const explorers = [...document.querySelectorAll(".cnn-explorer")].filter(seen);
  const [, screen, count] = document.querySelector("#lecture-place").textContent.match(/(\d+) of (\d+)/);
  const words = document.querySelectorAll(".cnn-words, .cnn-verdict, .lecture-question");
  return {
    screen: Number(screen), count: Number(count), blocks: blocks(), small: small(), code: code.map((e) => e.textContent),
    explorers: explorers.map((e) => e.getBoundingClientRect().toJSON()), corner: corner(),
    words: [...words].filter((e) => seen(e) && e.textContent).map((e) => ({
      name: e.className, text: e.textContent, size: parseFloat(getComputedStyle(e).fontSize), ...e.getBoundingClientRect().toJSON(),
    })),
    pictures: [...document.querySelectorAll(".cnn-picture svg")].filter(seen).map((e) => e.getBoundingClientRect().toJSON()),
  };

  // What is wrong with the corner: that something lies over it, or it over a text.
  function corner() {
    const place = document.querySelector("#lecture-place"), box = place.getBoundingClientRect();
    const stage = document.querySelector(".lecture-ready .jp-WindowedPanel-outer").getBoundingClientRect();
    const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2), found = [];
    const list = document.querySelector("#lecture-help[open]"); // over which nothing else can be pressed
    if (top !== place && !list?.contains(top)) found.push(`under ${top?.className || top?.id}`);
    for (const [text, line] of lines()) {
      const bottom = text.parentElement.closest(".jp-WindowedPanel-outer") ? Math.min(line.bottom, stage.bottom) : line.bottom;
      const over = line.left < box.right && line.right > box.left && line.top < box.bottom && bottom > box.top;
      if (over && !place.contains(text) && !text.parentElement.closest("#lecture-help")) found.push(`over ${text.data.trim()}`);
    }
    return found;
  }

  // Each line of each text that is painted.
  /** @returns {Generator<[any, DOMRect]>} */
  function* lines() {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (walk.nextNode()) {
      const text = /** @type {Text} */ (walk.currentNode), e = text.parentElement;
      if (!text.data.trim() || !e || !seen(e) || e.closest("style, script, option, .cnn-spoken, mjx-assistive-mml")) continue;
      range.selectNodeContents(text);
      for (const line of range.getClientRects()) if (line.width > 1) yield [text, line];
    }
  }

  // Of each block of the notebook: the cell it is in, its screen, its words, and where it is painted, if it is.
  function blocks() {
    return [...document.querySelectorAll(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")].flatMap((cell, i) => {
      const isCode = cell.matches(".jp-CodeCell");
      const nodes = isCode ? [cell] : [...cell.querySelectorAll(".jp-RenderedMarkdown > *")];
      return nodes.map((node) => {
        const part = isCode ? node.querySelector(".jp-Cell-outputWrapper") : node;
        const { top, bottom } = part.getBoundingClientRect();
        const said = isCode ? "" : node.textContent.trim();
        return { cell: i, code: isCode, screen: node.dataset.screen ?? null, tag: node.tagName, words: said, on: seen(part), top, bottom,
          ask: node.dataset.ask === "true" };
      });
    });
  }

  // Every text that is painted smaller than 16 px, in the page and in pictures, where a picture's scale counts.
  function small() {
    const found = new Set();
    for (const [text] of lines()) {
      const turn = text.parentElement.getScreenCTM?.();
      const size = parseFloat(getComputedStyle(text.parentElement).fontSize) * (turn ? Math.hypot(turn.a, turn.b) : 1);
      if (size < 15.99) found.add(`${size.toFixed(1)} px: ${text.data.trim()}`);
    }
    for (const image of document.images) {
      if (!seen(image) || !image.src.startsWith("data:image/svg+xml")) continue;
      const source = decodeURIComponent(image.src.replace(/^[^,]*,/, ""));
      const svg = new DOMParser().parseFromString(source, "image/svg+xml").querySelector("svg");
      const scale = image.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      // 12 px of 960 are 15.7 where a picture stands clear of the edges
      const sizes = [...svg.querySelectorAll("[font-size]")].map((e) => scale * Number(e.getAttribute("font-size")));
      if (Math.min(...sizes) < 15.69) found.add(`${Math.min(...sizes).toFixed(1)} px in a still picture`);
    }
    return [...found];
  }
}
