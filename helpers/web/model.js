// What a picture or a question asks of its kernel, for a page that has none: a model that only remembers.
// `receive(message, model)` is told what would have gone to the kernel.

function remember(values, receive) {
  const listeners = new Map();
  const named = (events) => events.split(" ").map((event) => {
    if (!listeners.has(event)) listeners.set(event, new Set());
    return listeners.get(event);
  });
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
