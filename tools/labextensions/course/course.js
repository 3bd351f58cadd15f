// What a reader of the course meets around its notebooks, in JupyterLab, Notebook 7 and JupyterLite. JupyterLab loads
// this file as it stands: nothing is compiled. The parts are modules beside it; course.css has their looks.
//
//   stored.js   a file holds pictures and words, never a live view that nothing answers
//   covers.js   what follows a question is covered until it is answered
//   kept.js     what was answered first, and when (filed.js: in a file, too; ended.js: how it went, at a notebook's end)
//   stills.js   stored pictures in the dark theme
//   alts.js     charts and stored pictures have words
//   place.js    after "Run All Cells" the reader is where they were
//   asked.js    an address opens its explorer, with the numbers that it names (paged.js: until Python is there)
//
// It keeps its hands off notebooks that do not import `helpers`; in lecture mode it looks after the stored pictures only.
(() => {
  const { src: here } = /** @type {HTMLScriptElement} */ (document.currentScript), arrived = location.href, beside = (name) => new URL(name, here).href;
  const AWAKEN = "▶ Bring the pictures to life";
  let shared = {};

  async function activate(app) {
    const [{ keepsPictures, asleep }, { makeCovers, namesOf, questionsOf, wordsOf }, { recolours }, { givesWords }, { staysInPlace }, { goTo, opensAddresses },
      { makeKept }, { makeEnd }, { filesAnswers }] =
      await Promise.all(["stored", "covers", "stills", "alts", "place", "asked", "kept", "ended", "filed"].map((name) => import(beside(`${name}.js`))));
    const widgets = Object.values(shared["@lumino/widgets"])[0];
    const { Widget } = (await widgets.get())();
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: beside("course.css") }));
    const stay = staysInPlace(app);
    const lecture = app.hasPlugin("lecture:screens");
    const actionsOf = async () => (await Object.values(shared["@jupyterlab/notebook"])[0].get())().NotebookActions;
    const opens = opensAddresses(app, arrived, actionsOf), kept = makeKept(() => localStorage);

    app.docRegistry.addWidgetExtension("Notebook", {
      createNew(panel, context) {
        keepsPictures(panel, context, isOurs);
        context.ready.then(() => open(panel, context));
      },
    });

    function open(panel, context) {
      const { content } = panel;
      if (panel.isDisposed || !isOurs(cellsOf(context.model))) return;
      content.node.classList.add("cnn-course");
      panel.disposed.connect(recolours(content.node));
      panel.disposed.connect(givesWords(content));
      if (lecture) return;
      app.restored.then(() => roomFor(app.shell));
      stay(content);
      opens(panel);
      const awaken = button(AWAKEN, "cnn-awaken", wake);
      async function wake() { // a kernel that is not there yet would run nothing, without a word
        if (awaken.textContent !== AWAKEN) return;
        awaken.textContent = "Python is starting …";
        await panel.sessionContext.ready;
        awaken.textContent = AWAKEN;
        if (!panel.isDisposed) app.commands.execute("notebook:run-all-cells");
      }
      const answers = button("", "cnn-answers", () => covers.showAll(answers.ariaPressed !== "true"));
      const covers = makeCovers(panel, kept, () => context.localPath, (all) => {
        answers.ariaPressed = String(all);
        answers.textContent = all ? "Answers: shown" : "Answers: covered";
        answers.title = all ? "Cover again what follows each question" : "Show what follows the questions of this notebook";
      });
      const named = namesOf(panel), asked = () => questionsOf(content.widgets).map((cell) => ({ id: named(cell.model.id), text: wordsOf(cell) }));
      const end = makeEnd(kept, asked, async (id) => {
        const k = content.widgets.findIndex(({ model }) => named(model.id) === id), { node } = content.widgets[k];
        (await actionsOf()).expandParent(content.widgets[k], content);
        kept.cover([id]);
        const place = goTo(content, k);
        await content.widgets[k].ready;
        place.settle();
        place.end();
        await new Promise(requestAnimationFrame); // JupyterLab gives the cell that was pressed the focus
        node.querySelector(".cnn-question")?.dispatchEvent(new CustomEvent("cnn-anew", { bubbles: true }));
        node.querySelector(".cnn-predict input, .cnn-wake")?.focus({ preventScroll: true });
      });
      const leaveEnd = kept.onChange(end.look);
      panel.disposed.connect(leaveEnd);
      filesAnswers(panel, kept, end.keptIn, (message) => app.commands.execute("apputils:notify", { message, type: "warning", options: { autoClose: false } }));
      let due;
      const known = new WeakSet();
      const look = () => {
        due = null;
        for (const cell of content.widgets) {
          if (!known.has(cell)) cell.ready.then(soon); // its parts come into the page when it comes near the screen
          known.add(cell);
        }
        awaken.hidden = !asleep(content, wake);
        covers.look();
        const last = content.widgets.at(-1)?.node;
        if (last && end.section.parentElement !== last) last.append(end.section);
        end.look();
      };
      const soon = () => { due ??= requestAnimationFrame(look); };
      context.model.contentChanged.connect(soon);
      panel.disposed.connect(() => cancelAnimationFrame(due));
      for (const [name, node] of [["cnn-awaken", awaken], ["cnn-answers", answers]]) {
        const item = document.createElement("div");
        item.append(node);
        panel.toolbar.insertItem(100, name, new Widget({ node: item }));
      }
      look();
    }
  }

  const cellsOf = (model) => [...model.cells].map(({ type, sharedModel }) => ({ cell_type: type, source: sharedModel.getSource() }));
  const isOurs = (cells) => cells.some(({ cell_type: kind, source }) =>
    kind === "code" && /^\s*(from|import) helpers\b/m.test([source].flat().join("")));

  function button(text, name, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, className: name });
    made.addEventListener("click", act);
    return made;
  }

  // Under 1440 px JupyterLab's list of files leaves a picture of 960 px no room: it is folded once, and stays where a
  // reader puts it afterwards.
  function roomFor(shell) {
    const key = "convnet-course:folded";
    if (innerWidth >= 1440) return;
    try {
      if (localStorage.getItem(key)) return;
      localStorage.setItem(key, "1");
    } catch { /* a browser that keeps nothing folds it each time */ }
    shell.collapseLeft?.();
  }

  (window._JUPYTERLAB ??= {})["convnet-course"] = {
    init(scope) { shared = scope; },
    get: async () => () => ({ __esModule: true, default: { id: "convnet-course:around", autoStart: true, activate } }),
  };
})();
