// A notebook's file holds what a reader sees without a kernel: the stored picture of an explorer, the words of a
// question. The live view beside them is a number that only the kernel of that day knows; stored, it would show
// "model not found" in their place. So no view is written, none is read, and where the same kernel still runs after a
// reload, its views come back.

const VIEW = "application/vnd.jupyter.widget-view+json";
const CALL = /^(?:explore_|predict_)\w+\(.*(?:\n[ )].*)*\s*(?![^])/m; // as the last statement of a cell

const isLive = ({ data }) => Boolean(data?.[VIEW]);
const isStored = ({ data }) => Boolean(data) && !data[VIEW] && Boolean(data["image/svg+xml"] ?? data["text/plain"]);

// The notebook without its views where something else shows in their place; what it is asked to keep, it keeps.
function withoutViews(notebook) {
  if (notebook.metadata?.widgets) return notebook; // a reader who saves the state of widgets wants it back
  const plain = (output) => {
    if (!isLive(output) || Object.keys(output.data).length < 2) return output;
    const { [VIEW]: _, ...data } = output.data;
    return { ...output, data };
  };
  const cells = notebook.cells.map((cell) => cell.outputs ? { ...cell, outputs: cell.outputs.map(plain) } : cell);
  return { ...notebook, cells };
}

// A browser may keep nothing; a save must not fail for it.
const shelf = {
  get: (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
  set: (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* it is forgotten then */ } },
};

const kept = new WeakSet(); // models: a second view of a notebook has the same one

export function keepsPictures(panel, context, isOurs) {
  const { model } = context, key = () => `convnet-course:live:${context.path}`;
  const kernel = () => panel.sessionContext.session?.kernel;
  if (kept.has(model)) return;
  kept.add(model);
  const read = model.fromJSON.bind(model), write = model.toJSON.bind(model);
  model.fromJSON = (notebook) => read(isOurs(notebook.cells) ? withoutViews(notebook) : notebook);
  model.toJSON = () => {
    const notebook = write();
    return isOurs(notebook.cells) ? withoutViews(notebook) : notebook;
  };
  context.saveState.connect((_, state) => {
    if (state !== "started") return;
    const views = write().cells.flatMap(({ id, outputs = [] }) => outputs.flatMap((output, k) =>
      isLive(output) ? [[id, k, output.data[VIEW]]] : []));
    shelf.set(key(), { kernel: kernel()?.id, views });
  });
  Promise.all([context.ready, panel.sessionContext.ready]).then(async () => {
    const { kernel: before, views = [] } = shelf.get(key()) ?? {};
    if (!views.length || before !== kernel()?.id) return;
    const { content } = await kernel().requestCommInfo({ target_name: "jupyter.widget" }); // a restart keeps the id
    const { dirty } = model;
    for (const [id, k, view] of views) {
      const cell = [...model.cells].find((one) => one.id === id), output = cell?.outputs?.get(k)?.toJSON();
      if (!(view.model_id in (content.comms ?? {})) || !output || !isStored(output)) continue;
      cell.outputs.set(k, { ...output, data: { ...output.data, [VIEW]: view } });
    }
    model.dirty = dirty;
  });
}

// Which explorers and questions are stored ones, asleep until they run; each gets the button that wakes them.
export function live(notebook, wake) {
  let sleeping = 0;
  for (const cell of notebook.widgets) {
    const [call] = cell.model.type === "code" ? cell.model.sharedModel.getSource().match(CALL) ?? [] : [];
    if (!call || /^explore_.*\)\.\w/.test(call)) continue; // explore_lenet().picture.still(4) is a picture and no more
    const { outputs } = cell.model, k = [...Array(outputs.length).keys()].find((one) => isStored(outputs.get(one).toJSON()));
    if (k === undefined) continue;
    sleeping += 1;
    const place = cell.node.querySelectorAll(".jp-OutputArea-output")[k];
    if (!place || place.querySelector(".cnn-wake")) continue;
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "cnn-wake", textContent: call.startsWith("explore_") ? "▶ Bring it to life" : "▶ Answer it",
    });
    button.dataset.lmSuppressShortcuts = "true";
    button.addEventListener("keydown", (event) => { if (event.key !== "Tab") event.stopPropagation(); });
    button.addEventListener("click", wake);
    place.append(button);
  }
  return { sleeping };
}
