// Marks a picture that is not yet that of its controls: a change is on its way to Python, or Python is busy or gone.
// `shown` has the values of `controls` that the picture was made with. What a reader chose, typed or drew on the
// picture itself goes through `ask`: `asked` counts it, and `answered` follows once Python is done with it.

import { controlsOf, sentOf } from "./model.js";

/** @import { Message, Model } from "./model.js" */

/** @param {Model} model @param {HTMLElement} el */
export function makeWaiting(model, el) {
  const AT_ONCE = 100, LONG = 1000; // ms: a shorter wait is not felt; a longer one wants a reason
  const stage = el.querySelector(".cnn-stage"), said = el.querySelector(".cnn-late");
  let /** @type {Model[]} */ controls = [], /** @type {number | undefined} */ dim, /** @type {number | undefined} */ tell;

  function stop() {
    clearTimeout(dim);
    clearTimeout(tell);
    dim = tell = undefined;
    said.textContent = "";
    stage.setAttribute("aria-busy", "false");
    el.classList.remove("cnn-waits");
  }

  function start() { // from the last answer on: while a slider is dragged, each answer is a little late
    clearTimeout(dim);
    clearTimeout(tell);
    dim = setTimeout(() => {
      stage.setAttribute("aria-busy", "true");
      el.classList.add("cnn-waits");
    }, AT_ONCE);
    tell = setTimeout(() => { said.textContent = model.get("why") ?? "waiting for Python: this is still the picture before"; }, LONG);
  }

  function current() {
    if (model.get("asked") !== model.get("answered")) return false;
    return !controls.length || JSON.stringify(controls.map(sentOf)) === JSON.stringify(model.get("shown"));
  }

  function changed() {
    if (current()) stop();
    else if (!dim) start();
  }

  function answered() {
    el.dataset.shown = JSON.stringify(model.get("shown")); // for tests and benchmarks
    if (current()) stop();
    else start();
  }

  let open = true;
  async function listen() {
    const all = await controlsOf(model);
    if (!open) return;
    controls = all;
    for (const control of controls) control.on("change:value change:index", changed);
    answered();
  }
  model.on("change:shown change:answered", answered);
  listen();

  return {
    ask(/** @type {Message} */ message) {
      model.send(message);
      model.set("asked", model.get("asked") + 1); // goes out behind the message, so its answer comes behind the picture
      model.save_changes();
      changed();
    },
    late: () => el.classList.contains("cnn-waits") ? `${model.get("why") ?? "Not yet answered"}:` : "",
    end() {
      open = false;
      stop();
      model.off("change:shown change:answered", answered);
      for (const control of controls) control.off("change:value change:index", changed);
    },
  };
}

