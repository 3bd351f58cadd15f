// A notebook's file holds what a reader sees without a kernel: the stored picture of an explorer, the words of a
// question. The live view beside them is a number that only the kernel of that day knows; as one of an output's forms
// it would show "model not found" in their place. So it is stored as a note on the output, which no front end shows,
// and comes back where the kernel still knows it: after a reload, in another window, in another browser.

export const VIEW = "application/vnd.jupyter.widget-view+json";
const NOTE = "convnet-course:view";
export const CALL = /^(?:(?:explore_|predict_)\w+|recall)\(.*(?:\n[ )].*)*\s*(?![^])/m; // as the last statement of a cell

const isStored = ({ data }) => Boolean(data) && !data[VIEW] && Boolean(data["image/svg+xml"] ?? data["text/plain"]);

// An output with its view as a note where something else shows in its place.
function plain(output) {
  if (!output.data?.[VIEW] || Object.keys(output.data).length < 2) return output;
  const { [VIEW]: view, ...data } = output.data;
  return { ...output, data, metadata: { ...output.metadata, [NOTE]: view } };
}

function withoutViews(notebook) {
  if (notebook.metadata?.widgets) return notebook; // a reader who saves the state of widgets wants it back
  const cells = notebook.cells.map((cell) => cell.outputs ? { ...cell, outputs: cell.outputs.map(plain) } : cell);
  return { ...notebook, cells };
}

const kept = new WeakSet(); // models: a second view of a notebook has the same one

export function keepsPictures(panel, context, isOurs) {
  const { model } = context;
  if (kept.has(model)) return;
  kept.add(model);
  const read = model.fromJSON.bind(model), write = model.toJSON.bind(model);
  const ours = (notebook) => isOurs(notebook.cells) ? withoutViews(notebook) : notebook;
  model.fromJSON = (notebook) => read(ours(notebook));
  model.toJSON = () => ours(write());
  panel.sessionContext.iopubMessage.connect((_, { header, content }) => {
    if (header.msg_type === "comm_close") letGo(model, content.comm_id, isOurs);
  });
  Promise.all([context.ready, panel.sessionContext.ready]).then(() => revive(model, panel.sessionContext.session?.kernel));
}

// Shows the picture wherever the view of this id still stands.
function letGo(model, id, isOurs) {
  const standing = [...model.cells].flatMap(({ outputs }) => [...Array(outputs?.length ?? 0).keys()]
    .filter((k) => outputs.get(k).data[VIEW]?.model_id === id).map((k) => [outputs, k])), { dirty } = model;
  if (!standing.length || !isOurs(model.toJSON().cells)) return;
  for (const [outputs, k] of standing) outputs.set(k, plain(outputs.get(k).toJSON()));
  model.dirty = dirty;
}

// Gives the outputs their views back where the kernel still has what they show.
async function revive(model, kernel) {
  const noted = [...model.cells].flatMap((cell) => (cell.outputs?.toJSON() ?? []).flatMap((output, k) =>
    output.metadata?.[NOTE] && isStored(output) ? [[cell.outputs, k, output]] : []));
  if (!noted.length || !kernel) return;
  const { content } = await kernel.requestCommInfo({ target_name: "jupyter.widget" }), { dirty } = model;
  for (const [outputs, k, output] of noted) {
    const { [NOTE]: view, ...metadata } = output.metadata;
    if (view.model_id in (content.comms ?? {})) outputs.set(k, { ...output, metadata, data: { ...output.data, [VIEW]: view } });
  }
  model.dirty = dirty;
}

// explore_lenet().picture.still(4) is a picture and no more.
export const drawnOnly = (call) => /^explore_.*\)\.\w/.test(call);

// How many explorers and questions are stored ones, asleep until they run; each gets the button that wakes them.
export function asleep(notebook, wake) {
  let sleeping = 0;
  for (const cell of notebook.widgets) {
    const [call] = cell.model.type === "code" ? cell.model.sharedModel.getSource().match(CALL) ?? [] : [];
    if (!call || drawnOnly(call)) continue;
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
  return sleeping;
}
