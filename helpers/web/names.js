// What a screen reader calls the parts of an explorer. ipywidgets gives its sliders no names, and its rows of buttons
// neither a name nor a word about which one is pressed: both are kept here, for as long as a view lives.

/**
 * A number that nothing else on the page has got: JupyterLab loads a module anew for each widget, so a count of the
 * module's own would begin again.
 */
export function freshNumber() {
  const page = /** @type {{ cnnNumbers?: number }} */ (globalThis);
  page.cnnNumbers = (page.cnnNumbers ?? 0) + 1;
  return page.cnnNumbers;
}

/** What a row of buttons without a label is called: "exact, floor or ceil". @param {string[]} texts */
export const asChoice = (texts) => `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`;

const LEFT = String.raw`(?<=[\d)\]A-Z]) ?`, RIGHT = String.raw` ?(?=[-−(\dA-Z])`;
/** @type {[RegExp, string][]} */
const SIGNS = [
  [new RegExp(`${LEFT}[*·]${RIGHT}`, "g"), " times "],
  [new RegExp(`${LEFT}[/÷]${RIGHT}`, "g"), " divided by "],
  [new RegExp(`(?<=\\d) ?×${RIGHT}`, "g"), " by "],
  [/(?<=[\d)\]A-Z]) [-−] (?=[(\dA-Z])/g, " minus "],
  [/(?<![\dA-Za-z])[-−](?=\d)/g, "minus "],
];

/**
 * A sentence as it should be heard: the signs of its formulas are words, for a reader's program may leave them out.
 * @param {string} text
 */
export const spelled = (text) => SIGNS.reduce((said, [sign, word]) => said.replaceAll(sign, word), text);

/** @param {Element} element @param {string} name @param {string} value */
function put(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** @param {HTMLElement} controls */
function nameControls(controls) {
  for (const label of controls.querySelectorAll('[title="null"]')) label.removeAttribute("title"); // ipywidgets' own
  for (const control of controls.querySelectorAll(".widget-slider")) {
    const name = control.querySelector(".widget-label")?.textContent ?? "";
    const handle = control.querySelector(".noUi-handle"), number = control.querySelector(".widget-readout");
    if (handle) put(handle, "aria-label", name);
    if (!number) continue;
    put(number, "role", "textbox");
    put(number, "aria-label", `${name}, number`);
  }
  for (const row of controls.querySelectorAll(".widget-toggle-buttons")) {
    const buttons = [...row.querySelectorAll("button")];
    if (!buttons.length) continue;
    put(row, "role", "group");
    put(row, "aria-label", row.querySelector(".widget-label")?.textContent || asChoice(buttons.map((button) => button.textContent)));
    for (const button of buttons) put(button, "aria-pressed", String(button.classList.contains("mod-active")));
  }
}

/**
 * Keeps the names of the explorer around the canvas `el`, which is about `about`; JupyterLab puts one into the other
 * later, and its controls later still. The answer ends it.
 * @param {HTMLElement} el
 * @param {string} [about]
 */
export function keepNames(el, about) {
  /** @type {HTMLElement | undefined} */
  let explorer;
  const renew = () => {
    for (const controls of explorer?.querySelectorAll(".cnn-controls") ?? []) {
      changes.observe(controls, { subtree: true, childList: true, attributeFilter: ["class", "title"] });
      nameControls(controls);
    }
  };
  const changes = new MutationObserver(renew);
  const attach = () => {
    const around = /** @type {HTMLElement} */ (el.closest(".cnn-explorer") ?? el);
    if (explorer === around || !el.isConnected) return;
    explorer = around;
    if (about) put(around, "role", "group");
    if (about) put(around, "aria-label", `explorer: ${about}`);
    changes.observe(around, { childList: true });
    renew();
    keepKeys(around);
  };
  const attached = new ResizeObserver(attach);
  attached.observe(el);
  const frame = requestAnimationFrame(attach); // an explorer far below has no size yet, and has names
  return () => {
    cancelAnimationFrame(frame);
    attached.disconnect();
    changes.disconnect();
  };
}

// JupyterLab takes single keys as commands ("d d" deletes the cell): keep them from it, in the whole explorer.
/** @param {HTMLElement} explorer */
function keepKeys(explorer) {
  if (explorer.dataset.lmSuppressShortcuts) return;
  explorer.dataset.lmSuppressShortcuts = "true";
  explorer.addEventListener("focusin", ({ target }) => { // Notebook 7 and JupyterLite ask it before all around it
    if (target instanceof HTMLElement) target.dataset.lmSuppressShortcuts = "true";
  });
  explorer.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation();
  });
}
