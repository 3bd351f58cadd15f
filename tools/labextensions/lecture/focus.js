// JupyterLab sends a focus that comes into its notebook on to a cell, in the next microtask; one that comes from a cell it
// leaves where it is. So what lecture mode focuses it focuses twice, unless something else was wanted in between.

/** @type {HTMLElement | undefined} */
let wanted;

/** @param {HTMLElement} element */
export function hold(element) {
  wanted = element;
  element.focus({ preventScroll: true });
  queueMicrotask(() => { if (wanted === element) element.focus({ preventScroll: true }); });
}
