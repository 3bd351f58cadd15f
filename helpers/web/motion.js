// What a step moves or rewrites (draw/steps.py): a part with a place for each step, and texts with words for each. They are
// final in the frame of the step.

/** @typedef {{ el: any, steps: string[], now: string | undefined, texts?: any[] }} Changing */

/** @param {Changing} part @param {string} step its place, "x y" */
function stand({ el }, step) {
  if (step === "0 0") el.removeAttribute("transform");
  else el.setAttribute("transform", `translate(${step})`);
}

/** @param {Changing} part @param {string} step its words */
function reword(part, step) {
  part.texts ??= [...part.el.querySelectorAll("text, tspan")].filter((text) => !text.firstElementChild);
  const words = step.split("|");
  part.texts.forEach((text, i) => {
    const word = words[i] ?? "";
    if (text.textContent !== word) text.textContent = word;
  });
}

/** The parts of a picture that steps move or rewrite. @param {ParentNode} picture */
export function makeMotion(picture) {
  /** @type {Changing[]} */
  const parts = [...picture.querySelectorAll("[data-places], [data-words]")].map((el) => {
    const told = /** @type {HTMLElement} */ (el).dataset;
    return { el, steps: (told.places ?? told.words ?? "").split(";"), now: undefined };
  });
  return {
    /** What moves and is there. */
    marks: () => parts.filter(({ el, now }) => now && el.dataset.places).map(({ el }) => el),
    /** @param {number} k */
    show(k) {
      for (const part of parts) {
        const step = part.steps[k] ?? "", { el } = part;
        if (step === part.now) continue;
        if (step && el.dataset.places) stand(part, step);
        else if (step) reword(part, step);
        if (step) el.removeAttribute("display");
        else el.setAttribute("display", "none");
        part.now = step;
      }
    },
  };
}
