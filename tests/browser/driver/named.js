// Is each name the thing's own? As Chromium computes it, held against what stands beside the thing.

(() => {
  const text = (element) => element?.textContent.trim() ?? "";
  // [what, the name that it has, the name that it should have]
  const told = (root) => [
    ...[...root.querySelectorAll(".noUi-handle")].map((e) => ["slider", e.computedName, text(e.closest(".widget-slider").querySelector(".widget-label"))]),
    ...[...root.querySelectorAll(".widget-slider .widget-readout")].map((e) => [
      "number", `${e.computedRole} ${e.computedName}`, `textbox ${text(e.closest(".widget-slider").querySelector(".widget-label"))}, number`,
    ]),
    ...[...root.querySelectorAll(".widget-toggle-buttons, .cnn-choice[role=group]")].map((e) => {
      const label = text(e.querySelector(".widget-label, .cnn-choice > span")), texts = [...e.querySelectorAll("button")].map(text);
      return ["row of buttons", `${e.computedRole} ${e.computedName}`, `group ${label || `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`}`];
    }),
    ...[...root.querySelectorAll(".widget-toggle-button")].map((e) => ["button", `${text(e)} ${e.ariaPressed}`, `${text(e)} ${e.matches(".mod-active")}`]),
    ...[...root.querySelectorAll(".cnn-grid:not([data-twin])")].map((e) => ["grid", e.computedName, `${e.dataset.label}, ${e.dataset.rows} by ${e.dataset.columns}`]),
    ...[...root.querySelectorAll(".cnn-choice > :is(select, input)")].map((e) => ["control", e.computedName, text(e.parentElement.querySelector("label"))]),
    ...[...root.querySelectorAll(".cnn-predict input[type=text]")].map((e) => {
      const question = e.closest("form").querySelector(".cnn-question"), unit = e.nextElementSibling;
      return ["field", e.computedName, `${text(question)} ${text(unit)}`.trim()];
    }),
    ...[...root.querySelectorAll(".cnn-predict [role=radiogroup]")].map((e) => ["choices", e.computedName, text(e.closest("form").querySelector(".cnn-question"))]),
    ...[...root.querySelectorAll(".cnn-predict input[type=radio]")].map((e) => ["choice", e.computedName, text(e.closest("label"))]),
  ];
  const explorers = (root) => [...root.querySelectorAll(".cnn-explorer:has(.cnn-bar)"), ...(root.matches?.(".cnn-explorer:has(.cnn-bar)") ? [root] : [])];
  globalThis.named = {
    wrong: (root) => [
      ...told(root).filter(([, has, should]) => has !== should || !should.trim()),
      ...explorers(root).map((e) => ["explorer", `${e.computedRole} ${e.computedName}`, "group explorer: …"]).filter(([, has]) => !/^group explorer: \S.{8,}/.test(has)),
      ...[...root.querySelectorAll('[title="null"]')].map((e) => ["tooltip", "null", text(e)]),
      ...[...root.querySelectorAll("[role=img] > svg")].filter((e) => e.ariaHidden !== "true").map(() => ["picture", "its own texts are told", ""]),
    ],
    count: (root) => told(root).length,
    twice() {
      const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
      return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
    },
  };
})();
