// Lines to put in order, on a page: nothing in them needs a kernel.

import { showLines } from "../../helpers/web/lines.js";
import { remember } from "../../helpers/web/model.js";

for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".rung"))) {
  const told = JSON.parse(el.querySelector("script")?.textContent ?? "{}");
  el.replaceChildren();
  showLines({ model: remember(told, () => {}), el });
}
