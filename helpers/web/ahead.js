// States next to the one that shows, drawn by Python ahead (explore/ahead.py) and kept here: when a hand moves a control
// to one of them, it shows in that frame, before Python has heard of it. Python's answer is the same picture.

import { showCanvas } from "./canvas.js";
import { controlsOf, sentOf } from "./model.js";
import { makeStore, nearTo, same } from "./ready.js";

/** @import { Model } from "./model.js" */
/** @import { Ready } from "./ready.js" */

const SHOWS = ["beside", "alts", "verdict", "shown", "svg"]; // what a state is made of; it is told in this order
const REST = 60, SOON = 30; // ms without a move after which a hand rests, and between two questions while it moves
const MOST_ON = 4; // places asked for at once in a move
const MOST_BEHIND = 4; // moves that Python has not answered: with more it has enough to do
const LATE = 250; // ms: so long no more is asked for in a move while nothing has come of the question before
const AGAIN = 250; // ms: who moves twice within goes on
const MOST = 6_000_000; // letters kept
const TOUCHES = ["focusin", "pointerover", "pointerleave"];

/**
 * The `model` that a canvas shows: the kernel's, or a state that lies ready for what its controls ask.
 * @param {Model} kernel @param {HTMLElement} el
 */
export function makeAhead(kernel, el) {
  const store = makeStore(MOST), manager = kernel.widget_manager;
  /** @type {Map<string, Set<() => void>>} */
  const listeners = new Map(SHOWS.map((name) => [`change:${name}`, new Set()]));
  /** @type {Map<string, Model>} */
  const models = new Map(); // of what stands beside the picture
  let controls = /** @type {Model[]} */ ([]), values = /** @type {any[]} */ ([]), els = /** @type {HTMLElement[][]} */ ([]);
  let overlay = /** @type {Ready | null} */ (null), path = /** @type {any[][]} */ ([]);
  let moved = 0, older = /** @type {any[]} */ ([]), olderOf = 0; // what the control `olderOf` had before the overlay
  let landing = -1; // the control that has moved and sets others, until its state shows
  let last = /** @type {Record<string, any>} */ ({});
  let made = kernel.get("made"), byHand = false, setting = false, hand = -1, pointed = -1, lastMoved = -AGAIN;
  let asking = false, awaited = false, lastAsked = 0;
  let /** @type {number | undefined} */ rest, /** @type {number | undefined} */ soon, /** @type {HTMLElement | null} */ root = null;

  /** @param {string} name */
  const get = (name) => overlay && SHOWS.includes(name) ? overlay.state[name] : kernel.get(name);
  const told = Object.fromEntries(SHOWS.map((name) => [name, get(name)]));
  const keyOf = (/** @type {any[]} */ some) => JSON.stringify(some);
  /** The key of what control `i` comes to from these values: it is the same for all that it sets by itself. @param {number} i @param {any[]} some */
  const landed = (i, some) => {
    const sets = kernel.get("sets")[i];
    return sets ? keyOf([i, ...some.filter((_, j) => !sets.includes(j))]) : keyOf(some);
  };
  const answered = () => kernel.get("asked") === kernel.get("answered");

  function settle() { // decides what shows: what Python said last, or a state that lies ready
    const shown = kernel.get("shown"), key = keyOf(values), of = keyOf(shown);
    const current = overlay?.key === key, asked = landing < 0 ? key : landed(landing, values);
    const ready = of !== key && (current || byHand && answered()) ? store.get(asked) ?? (current ? overlay : null) : null;
    if (of === key) {
      path = [];
      landing = -1;
    }
    if (ready) show(ready);
    else if (of === key || !overlay || overlay.shown[olderOf] === shown[olderOf] || !older.includes(shown[olderOf])) overlay = null;
    tell();
  }

  /** @param {Ready} ready */
  function show(ready) {
    landing = -1;
    if (overlay === ready) return;
    overlay = ready;
    olderOf = moved;
    older = path.map((before) => before[moved]);
    setting = true;
    ready.shown.forEach((sent, i) => { // a control may set others: Python will set them so, too
      if (!same(sent, values[i])) controls[i].set_state?.({ [controls[i].get("value") === undefined ? "index" : "value"]: sent });
    });
    values = controls.map(sentOf);
    setting = false;
    const now = kernel.get("value"), step = Math.min(ready.step ?? now, ready.state.alts.length - 1);
    if (step === now) return;
    kernel.set("value", step); // as Python will
    if (ready.step === null) setTimeout(() => kernel.save_changes()); // it may never hear of a state that was left at once
  }

  function tell() {
    for (const name of SHOWS) {
      const now = get(name);
      if (same(told[name], now)) continue;
      told[name] = now;
      for (const listener of listeners.get(`change:${name}`) ?? []) listener();
    }
  }

  function said() { // Python has drawn something: an answer, or what a cell asked for
    if (kernel.get("made") !== made) {
      made = kernel.get("made");
      store.clear();
      overlay = null;
    }
    const state = Object.fromEntries(SHOWS.map((name) => [name, kernel.get(name)])), { shown } = state;
    const isNew = SHOWS.some((name) => state[name] !== last[name]); // one message is heard by each of its names
    last = state;
    if (isNew && kernel.get("lasts") && !kernel.get("refusal")) keep(keyOf(shown), { key: keyOf(shown), shown, step: null, state, size: 0 });
    settle();
    if (hand >= 0) rests(hand);
  }

  /** @param {string} key @param {Ready} ready */
  function keep(key, ready) {
    ready.size ||= ready.state.svg.length + ready.state.alts.join().length;
    store.put(key, ready);
  }

  /** @param {any} content */
  function heard(content) {
    if (!content.ahead || content.made !== made) return;
    awaited = false;
    const { shown, step } = content, state = { ...content.state, shown };
    const ready = { key: keyOf(shown), shown, step, state, size: 0 };
    keep(landed(content.of, content.ahead), ready);
    if (step !== null) keep(ready.key, { ...ready, step: null }); // once it is there, the step is the reader's
    settle();
  }

  /** @param {number} i */
  function changed(i) {
    if (setting) return;
    const before = values[i];
    path.push(values);
    moved = i;
    landing = kernel.get("sets")[i] ? i : -1;
    values = controls.map(sentOf);
    byHand = inHand(i);
    settle();
    if (!byHand) return;
    const now = performance.now(), towards = Math.sign(values[i] - before);
    if (towards) goesOn(i, towards, now - lastMoved < AGAIN ? MOST_ON : 1); // a first move may be the only one
    lastMoved = now;
    rests(i);
  }

  /** @param {number} i */
  const inHand = (i) => i === pointed || els[i]?.some((one) => one.contains(document.activeElement));

  async function find() { // where the controls are: their views may come after the picture's
    els = await Promise.all(controls.map(async (control) => {
      const views = await Promise.all(Object.values(control.views ?? {}));
      return views.map((view) => view.el);
    }));
  }

  /** @param {Event} event */
  async function touched(event) {
    const target = /** @type {Node} */ (event.target);
    if (!controls.length) return;
    await find();
    const i = els.findIndex((some) => some.some((one) => one.contains(target)));
    if (event.type !== "focusin") pointed = i;
    if (i >= 0) rests(i);
  }

  /** @param {number} i */
  function rests(i) {
    hand = i;
    clearTimeout(rest);
    rest = setTimeout(() => ask(i, 0), REST);
  }

  /** @param {number} i @param {number} towards @param {number} most */
  function goesOn(i, towards, most) {
    clearTimeout(soon);
    soon = setTimeout(() => ask(i, towards, most), Math.max(0, lastAsked + SOON - performance.now())); // behind the frame
  }

  function seen() {
    const { top, bottom, height } = el.getBoundingClientRect();
    return !document.hidden && height > 0 && bottom > -innerHeight && top < 2 * innerHeight;
  }

  function behind() { // how many moves Python has not answered yet
    const at = kernel.get("shown")[moved];
    return path.length - 1 - path.findLastIndex((before) => before[moved] === at);
  }

  /** @param {number} i @param {number} towards @param {number} [most] */
  function ask(i, towards, most = Infinity) {
    if (!inHand(i) || !answered() || !seen()) return;
    const key = (/** @type {any} */ place) => landed(i, values.with(i, place));
    const wanted = nearTo(controls[i], towards, 2 + behind()).slice(0, most).filter((place) => !store.has(key(place)));
    if (!wanted.length || towards && (behind() > MOST_BEHIND || awaited && performance.now() < lastAsked + LATE)) return;
    asking = awaited = true;
    lastAsked = performance.now();
    kernel.send({ ahead: i, wanted, values, made });
  }

  /** @param {Event} event */
  function pressed({ target }) { // what a button does is in no control: nothing is shown before Python has done it
    if (!(/** @type {HTMLElement} */ (target)).closest(".widget-button")) return;
    kernel.set("asked", kernel.get("asked") + 1); // behind the button's own message
    kernel.save_changes();
  }

  function hidden() {
    if (!document.hidden || !asking) return;
    asking = false;
    kernel.send({ ahead: null });
  }

  async function beside() {
    const now = get("beside") ?? {};
    for (const id of Object.keys(now).filter((other) => !models.has(other))) {
      const other = await manager?.get_model(id);
      if (other) models.set(id, other);
    }
    if (now !== get("beside")) return;
    for (const [id, traits] of Object.entries(now)) models.get(id)?.set_state?.(traits);
  }

  const acts = controlsOf(kernel).then((all) => {
    controls = all;
    values = controls.map(sentOf);
    const listens = all.map((_, i) => () => changed(i));
    all.forEach((control, i) => control.on("change:value change:index", listens[i]));
    said();
    return () => all.forEach((control, i) => control.off("change:value change:index", listens[i]));
  });
  const attached = new ResizeObserver(() => {
    if (root) return;
    root = el.closest(".cnn-explorer");
    for (const event of TOUCHES) root?.addEventListener(event, touched);
    root?.addEventListener("click", pressed);
  });
  attached.observe(el);
  listeners.get("change:beside")?.add(beside);
  const events = [...SHOWS, "made", "lasts"].map((name) => `change:${name}`).join(" ");
  kernel.on(events, said);
  kernel.on("msg:custom", heard);
  document.addEventListener("visibilitychange", hidden);

  /** @type {Model} */
  const model = {
    get,
    set: (name, value) => kernel.set(name, value),
    save_changes: () => kernel.save_changes(),
    send: (...message) => kernel.send(...message),
    on: (names, listener) => names.split(" ").forEach((name) => {
      if (listeners.has(name)) listeners.get(name)?.add(listener);
      else kernel.on(name, listener);
    }),
    off: (names, listener) => names.split(" ").forEach((name) => {
      if (listeners.has(name)) listeners.get(name)?.delete(listener);
      else kernel.off(name, listener);
    }),
    widget_manager: manager,
  };
  return {
    model,
    end() {
      clearTimeout(rest);
      clearTimeout(soon);
      attached.disconnect();
      for (const event of TOUCHES) root?.removeEventListener(event, touched);
      root?.removeEventListener("click", pressed);
      document.removeEventListener("visibilitychange", hidden);
      kernel.off(events, said);
      kernel.off("msg:custom", heard);
      acts.then((stop) => stop());
    },
  };
}

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el }) {
  const ahead = makeAhead(model, el), end = showCanvas({ model: ahead.model, el });
  return () => {
    end();
    ahead.end();
  };
}

export default { render };
