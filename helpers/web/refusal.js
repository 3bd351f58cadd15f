// What was refused, over the picture, which does not move: next to the cell that the reader looks at, or at the top. It covers
// cells, so it goes by Escape and by a press on it or anywhere else in the explorer.

/** @import { Model } from "./model.js" */

/** @param {Model} model @param {HTMLElement} el its canvas @param {() => void} came something was refused */
export function makeRefusal(model, el, came) {
  const stage = el.querySelector(".cnn-stage"), refusal = el.querySelector(".cnn-refusal");

  function show() {
    refusal.textContent = model.get("refusal") ?? "";
    if (!refusal.textContent) return;
    came();
    const cell = stage.querySelector(".cnn-grid:focus-within .cnn-cell"), around = stage.getBoundingClientRect();
    const view = stage.parentElement.getBoundingClientRect(), first = view.left - around.left; // of a picture that is scrolled
    const { left, top, bottom } = cell?.getBoundingClientRect() ?? { left: view.left, top: around.top, bottom: around.top };
    const below = bottom - around.top + 8, fits = below + refusal.offsetHeight <= around.height;
    const most = first + view.width - refusal.offsetWidth;
    refusal.style.left = `${Math.max(first, Math.min(left - around.left, most))}px`;
    refusal.style.top = `${Math.max(0, fits ? below : top - around.top - 8 - refusal.offsetHeight)}px`;
  }

  function heard() {
    if (!refusal.textContent) return;
    model.set("refusal", "");
    model.save_changes();
  }

  /** @param {Event} event */
  const inside = ({ target }) => (el.closest(".cnn-explorer, .cnn-page") ?? el).contains(/** @type {Node} */ (target));

  /** @param {Event} event */
  function pressed(event) {
    if (inside(event) && !refusal.contains(/** @type {Node} */ (event.target))) heard();
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) { // wherever the focus is; of what Escape means in the explorer it does the first
    if (event.key !== "Escape" || !refusal.textContent) return;
    const types = /** @type {Element} */ (event.target).matches?.(".cnn-cell input"); // who types drops that too
    if (inside(event) && !types) {
      event.preventDefault();
      event.stopPropagation();
    }
    heard();
  }

  refusal.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault()); // the focus stays
  refusal.addEventListener("click", heard);
  addEventListener("pointerdown", pressed, true);
  addEventListener("keydown", keyed, true);
  model.on("change:refusal", show);
  return {
    show,
    heard,
    shows: () => Boolean(refusal.textContent),
    end() {
      removeEventListener("pointerdown", pressed, true);
      removeEventListener("keydown", keyed, true);
      model.off("change:refusal", show);
    },
  };
}
