// Widgets in a page that has neither JupyterLab nor a kernel: what a view sets or sends goes to Python in the test's own
// process (`toPython`), one message after the other, and what has changed there comes back.

(() => {
  const models = new Map();
  let line = Promise.resolve(), paused = false, /** @type {(value?: any) => void} */ release = () => {};

  function tell(message) {
    line = line.then(async () => {
      if (paused) await new Promise((done) => { release = done; });
      take(await globalThis.toPython(message));
    });
  }

  function makeModel(id, state) {
    const listeners = new Map(), changed = new Set();
    const named = (events) => events.split(" ").map((event) => listeners.get(event) ?? listeners.set(event, new Set()).get(event));
    const fire = (name) => { for (const listener of [...named(`change:${name}`)[0]]) listener(); };
    return {
      get: (name) => state[name],
      set(name, value) {
        if (JSON.stringify(state[name]) === JSON.stringify(value)) return;
        state[name] = value;
        changed.add(name);
        fire(name);
      },
      save_changes() {
        if (changed.size) tell({ id, state: Object.fromEntries([...changed].map((name) => [name, state[name]])) });
        changed.clear();
      },
      send(content, _callbacks, buffers = []) {
        const bytes = buffers.map((buffer) => [...new Uint8Array(buffer)]);
        tell({ id, content, buffers: bytes });
      },
      on(events, listener) { for (const set of named(events)) set.add(listener); },
      off(events, listener) { for (const set of named(events)) set.delete(listener); },
      take(values) { // as one message from a kernel: all of it is here before anybody hears of it
        Object.assign(state, values);
        for (const name of Object.keys(values)) fire(name);
      },
      set_state(values) { this.take(values); }, // of ipywidgets: what a script sets as if Python had
      views: {},
      hear(content) { for (const listener of named("msg:custom")[0]) listener(content); },
      widget_manager: { get_model: async (other) => models.get(other) },
    };
  }

  function take(states) {
    for (const [id, state] of Object.entries(states)) {
      if (models.has(id)) models.get(id).take(state);
      else models.set(id, makeModel(id, state));
    }
  }

  globalThis.bare = {
    take,
    model: (id) => models.get(id),
    async show(id, source, el) {
      const view = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
      await view.default.render({ model: models.get(id), el });
    },
    hand(id) { // a control to hold, in the place of ipywidgets' own
      const el = document.createElement("button");
      document.querySelector("main > *").prepend(el);
      models.get(id).views.bare = Promise.resolve({ el });
      el.focus();
      return el;
    },
    pause() { paused = true; },
    answerOne: () => release(), // of the messages that wait, the first
    goOn() {
      paused = false;
      release();
    },
    settled: () => line,
  };
})();
