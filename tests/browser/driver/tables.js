// The tables that are folded below a picture, as a reader of the page has them: captions, headers and cells.

(() => {
  const texts = (/** @type {ParentNode} */ from, /** @type {string} */ what) => [...from.querySelectorAll(what)].map((one) => one.textContent);
  Object.assign(globalThis, {
    readTables: (/** @type {Element} */ root) => [...root.querySelectorAll(".cnn-numbers table")].map((table) => ({
      caption: table.querySelector("caption").textContent,
      columns: texts(table, "thead th[scope=col]"),
      rows: texts(table, "tbody th[scope=row]"),
      cells: [...table.querySelectorAll("tbody tr")].map((row) => texts(row, "td")),
    })),
  });
})();
