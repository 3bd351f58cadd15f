// What a picture or a question asks of its kernel, for a page that has none: a model that only remembers.
// `receive(message, model)` is told what would have gone to the kernel.

/**
 * anywidget's model, as far as the scripts use it; `widget_manager` only where there is a kernel, the last line only of other models.
 * @typedef {{
 *   get(name: string): any, set(name: string, value: unknown): void, save_changes(): void,
 *   on(events: string, listener: (message?: any) => void): void, off(events: string, listener: (message?: any) => void): void,
 *   send(message: Message, callbacks?: unknown, buffers?: ArrayBuffer[]): void,
 *   widget_manager?: { get_model(id: string): Promise<Model> },
 *   views?: Record<string, Promise<{ el: HTMLElement }>>, set_state?(state: Record<string, any>): void,
 * }} Model
 * @typedef {Record<string, any>} Message
 */

/** @param {Record<string, any>} values @param {(message: Message, model: Model) => void} receive */
export function remember(values, receive) {
  /** @type {Map<string, Set<() => void>>} */
  const listeners = new Map();
  /** @param {string} events */
  const named = (events) => events.split(" ").map((event) => {
    const set = listeners.get(event) ?? new Set();
    listeners.set(event, set);
    return set;
  });
  /** @type {Model} */
  const model = {
    get: (name) => values[name],
    set(name, value) {
      values[name] = value;
      for (const listener of named(`change:${name}`)[0]) listener();
    },
    save_changes() {},
    on(events, listener) { for (const set of named(events)) set.add(listener); },
    off(events, listener) { for (const set of named(events)) set.delete(listener); },
    send: (message) => receive(message, model),
  };
  return model;
}

/** The models of the controls of a canvas. @param {Model} model @returns {Promise<Model[]>} */
export function controlsOf(model) {
  const ids = model.get("controls").map((/** @type {string} */ reference) => reference.slice("IPY_MODEL_".length));
  return Promise.all(ids.map((/** @type {string} */ id) => model.widget_manager?.get_model(id)));
}

/** What a control has, as Python's `sent_of` writes it. @param {Model} control */
export const sentOf = (control) => control.get("value") ?? control.get("index");
