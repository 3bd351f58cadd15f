// Lecture mode: a notebook in JupyterLab, one idea a screen, worked by keys. JupyterLab loads this file as it stands,
// for a prebuilt extension is an object with `init` and `get`; nothing is compiled, and lecture.css lies beside it.
//
// A notebook is a row of blocks: each paragraph, heading, list, table of a markdown cell, and each code cell with its
// output. `divide` groups them into screens; a block with `wait` appears only when the lecturer goes on, so that a
// room can answer before it sees.

(() => {
  const STYLE = document.currentScript.src.replace(/\.js(?=$|\?)/, ".css");
  const HELP = [["→  Space  PageDown", "go on: scroll, show what is waiting, next screen"], ["←  PageUp", "previous screen"],
    ["↓  ↑", "scroll"], ["Home  End", "first screen, last screen"], ["e  E", "next picture with sliders, previous one"],
    ["s  S", "next section, previous section"], ["n  p", "next notebook, previous notebook"],
    ["c", "show the code, or fold it"], ["Enter", "write in the code that is shown; Shift + Enter runs it"], ["Tab", "into the picture's controls, or the question's field"],
    ["Escape", "out of them: the keys move on again"], ["h", "this list"]];
  const KEYS = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back", ArrowDown: "down",
    ArrowUp: "up", Home: "first", End: "last", n: "nextNotebook", p: "previousNotebook", c: "code", Enter: "write", h: "help", "?": "help",
    e: "nextExplorer", E: "previousExplorer", s: "nextSection", S: "previousSection" };
  const LIVE = ".cnn-explorer, .cnn-predict, .cm-editor, .jp-Dialog, .lm-Menu, .jp-Stdin, input, textarea, select";

  // --- blocks and screens

  function blocksOf(notebook) {
    return notebook.widgets.flatMap((cell) => {
      if (cell.model.type === "code") {
        const tags = cell.model.getMetadata("tags") ?? [];
        const last = cell.model.sharedModel.getSource().trim().split("\n").at(-1);
        const live = /^explore_\w+\(.*\)$/.test(last) && !last.includes(")."); // not explore_lenet().picture.still(4)
        const kind = live ? "explorer" : ["predict", "solution"].find((tag) => tags.includes(tag)) ?? "code";
        return [{ cell, node: cell.node, kind }];
      }
      const parts = [...(cell.node.querySelector(".jp-RenderedMarkdown")?.children ?? [])];
      return parts.map((node) => ({ cell, node, kind: kindOf(node), colon: /:\s*$/.test(node.textContent) }));
    });
  }

  function kindOf(node) {
    const start = node.textContent.trimStart();
    if (/^H[1-6]$/.test(node.tagName)) return "heading";
    if (node.tagName === "BLOCKQUOTE") return "careful";
    if (/^[OU]L$/.test(node.tagName)) return "list";
    if (start.startsWith("Read it.")) return "reading";
    if (start.startsWith("For a lecture.")) return "note"; // for the lecturer's eyes: not on a screen
    return start.startsWith("Try.") ? "try" : "prose";
  }

  const isCode = ({ kind }) => ["code", "explorer", "predict", "solution"].includes(kind);

  // Each block gets the number of its screen, and says whether it waits there. A reading that leads on to the next
  // cell is on the screen of that cell `again`.
  function divide(blocks) {
    const shown = blocks.filter((block) => block.kind !== "note");
    let screen = -1, before = {}, group = ""; // group: the last kind that was no list
    let asked = false, reads = false; // is there a code cell on this screen; is it being read
    for (const [i, block] of shown.entries()) {
      const goesOn = reads && before.colon; // "and that is the whole change:", and its formula
      const leads = shown[i + 1]?.kind === "explorer"; // "watch it": what to watch is on the next screen
      const titled = group === "heading";
      const begins = {
        heading: !titled, careful: !titled, try: !titled, explorer: true, solution: true, reading: false,
        code: asked || group === "try", predict: asked || group === "try", list: asked && !goesOn,
        prose: asked ? !goesOn && !leads : ["careful", "try"].includes(group),
      };
      const first = screen < 0 || ["explorer", "predict", "solution"].includes(before.kind) || begins[block.kind];
      if (first) [screen, asked] = [screen + 1, false];
      if (first && ["code", "predict"].includes(block.kind) && before.wait && !isCode(before)) before.again = true;
      block.screen = screen;
      block.wait = block.kind === "code" ? !first || Boolean(before.again) : !first && asked;
      asked ||= isCode(block);
      reads = block.kind === "reading" || (goesOn && !isCode(block));
      if (block.kind !== "list") group = block.kind;
      before = block;
    }
    return shown;
  }

  // --- one notebook on the projector

  class Talk {
    constructor(app, panel, place) {
      Object.assign(this, { app, panel, place, screen: 0, shown: [], upTo: 0 });
      this.scroller = panel.node.querySelector(".jp-WindowedPanel-outer") ?? panel.content.node;
      this.scroller.tabIndex = -1;
      const model = panel.context.model; // a lecture changes no file: nothing asks to be saved
      model.stateChanged.connect(() => { if (model.dirty) model.dirty = false; });
      panel.sessionContext.statusChanged.connect(() => this.say());
    }

    async begin() {
      const { context, sessionContext, content } = this.panel;
      await Promise.all([context.ready, this.panel.revealed]);
      const drawn = ({ model, node }) => model.type !== "markdown" || node.querySelector(".jp-RenderedMarkdown > *");
      while (!content.widgets.every(drawn)) await new Promise((resolve) => setTimeout(resolve, 50));
      const mute = content.widgets.filter(({ model }) => model.type === "code" && model.outputs.length === 0);
      this.mute = new Set(mute.map((cell) => cell.model.id));
      this.go(0);
      await sessionContext.ready;
      if (this.app.shell.currentWidget !== this.panel) return; // already left, and the command runs the current one
      document.activeElement?.blur(); // or JupyterLab takes the focus back when all has run
      const run = this.app.commands.execute("notebook:run-all-cells");
      this.scroller.focus({ preventScroll: true });
      await run;
      content.node.classList.add("lecture-run");
    }

    go(screen, all = false) {
      this.shown = divide(blocksOf(this.panel.content)); // anew: an edited cell has other blocks
      this.count = (this.shown.at(-1)?.screen ?? 0) + 1;
      this.screen = Math.max(0, Math.min(screen, this.count - 1));
      const lead = this.shown.filter((block) => block.again && block.screen === this.screen - 1);
      this.here = this.shown.filter((block) => block.screen === this.screen);
      this.here = [...lead.map((block) => ({ ...block, wait: false })), ...this.here];
      const waits = all ? -1 : this.here.findIndex((block) => block.wait);
      this.upTo = waits < 0 ? this.here.length : waits;
      document.body.classList.remove("lecture-code");
      this.paint();
      this.panel.content.node.classList.add("lecture-ready");
      this.scroller.scrollTop = 0;
      this.scroller.focus({ preventScroll: true });
    }

    paint() {
      const on = new Set(this.here.slice(0, this.upTo));
      const next = this.here[this.upTo]; // its code may be shown before its output
      for (const cell of this.panel.content.widgets) {
        for (const part of cell.node.querySelectorAll(".jp-RenderedMarkdown > *")) part.classList.add("lecture-off");
        cell.node.classList.add("lecture-off");
        cell.node.classList.remove("lecture-waits", "lecture-explorer", "lecture-solution");
      }
      for (const block of this.shown) block.node.dataset.screen = block.screen;
      for (const { node, cell, kind } of on) {
        node.classList.remove("lecture-off");
        cell.node.classList.remove("lecture-off");
        if (["explorer", "solution"].includes(kind)) cell.node.classList.add(`lecture-${kind}`);
        if (kind === "solution") cell.inputHidden = false; // its idea is its code
      }
      if (next?.kind === "code") {
        next.node.classList.remove("lecture-off");
        next.node.classList.add("lecture-waits");
      }
      document.body.classList.toggle("lecture-live", this.here.some((block) => block.kind === "explorer"));
      this.say();
    }

    // What was printed is as large as its longest line lets it be: a list for the last row, a wide table whole.
    enlarge() {
      for (const { node, kind } of this.here ?? []) {
        if (!["code", "solution"].includes(kind)) continue;
        const lines = [...node.querySelectorAll(".jp-OutputArea-output pre")].flatMap((pre) => pre.textContent.split("\n"));
        const longest = Math.max(1, ...lines.map((line) => line.length));
        node.style.setProperty("--lecture-output", `${Math.max(18, Math.min(28, 1900 / longest))}px`);
      }
    }

    say() {
      if (!this.here) return; // nothing is on yet
      this.enlarge();
      const title = this.panel.context.localPath.replace(/\.ipynb$/, "").replaceAll("_", " ");
      const busy = this.panel.sessionContext.session?.kernel?.status === "busy" ? " · computing" : "";
      const more = this.waits() ? " · more" : "";
      this.place.textContent = `${title} · ${this.screen + 1} of ${this.count}${more}${busy}`;
    }

    next() {
      const { scrollTop, clientHeight, scrollHeight } = this.scroller;
      if (scrollTop + clientHeight < scrollHeight - 4) return this.scroll(0.8);
      if (this.waits()) return this.reveal();
      if (this.screen < this.count - 1) return this.go(this.screen + 1);
      return this.open(1);
    }

    silent({ kind, cell }) { // it has run, or is known, to print nothing
      return kind === "code" && cell.model.outputs.length === 0 && (cell.model.executionCount || this.mute.has(cell.model.id));
    }

    waits() { return this.here?.slice(this.upTo).some((block) => !this.silent(block)); }

    reveal() {
      const from = this.upTo;
      do this.upTo += 1;
      while (this.upTo < this.here.length && (!this.here[this.upTo].wait || this.silent(this.here[this.upTo - 1])));
      this.paint();
      this.here[from].node.scrollIntoView({ block: "nearest" });
    }

    back() { this.go(this.screen - 1, true); }
    first() { this.go(0); }
    last() { this.go(Infinity, true); }
    down() { this.scroll(0.25); }
    up() { this.scroll(-0.25); }
    scroll(share) { this.scroller.scrollBy({ top: share * this.scroller.clientHeight }); }

    code() {
      const on = document.body.classList.toggle("lecture-code");
      for (const { cell, kind } of this.here.filter(isCode)) {
        if (kind !== "predict") cell.inputHidden = !on; // a question's code computes its answer
      }
    }

    write() {
      const block = this.here.filter(isCode).find(({ kind }) => kind !== "predict");
      if (block && document.body.classList.contains("lecture-code")) block.cell.editor.focus();
    }

    ran() { // what was changed and run is shown, though the room has not answered yet
      if (this.waits()) this.reveal();
    }

    jump(kind, by) { // to the next screen (by = 1), or the one before (-1), that has a block of this kind
      const there = this.shown.filter((block) => block.kind === kind).map((block) => block.screen);
      const wanted = by > 0 ? there.find((k) => k > this.screen) : there.findLast((k) => k < this.screen);
      if (wanted !== undefined) this.go(wanted);
    }

    nextExplorer() { this.jump("explorer", 1); }
    previousExplorer() { this.jump("explorer", -1); }
    nextSection() { this.jump("heading", 1); }
    previousSection() { this.jump("heading", -1); }

    nextNotebook() { return this.open(1); }
    previousNotebook() { return this.open(-1); }

    // One change of notebook after the other: a key that comes before the last notebook is closed waits for that.
    open(by) {
      Talk.changing = Talk.changing.then(() => this.change(by)).catch(({ message }) => {
        this.place.textContent = `The notebook did not open: ${message}`;
      });
    }

    async change(by) {
      const { content } = await this.app.serviceManager.contents.get("");
      const names = content.map((file) => file.name).filter((name) => /^\d\d_[a-z_]+\.ipynb$/i.test(name)).sort();
      const path = names[names.indexOf(this.panel.context.localPath) + by];
      if (!path || this.panel.isDisposed) return;
      this.place.textContent = `opening ${path} …`;
      await this.app.commands.execute("docmanager:open", { path });
      await this.panel.sessionContext.ready; // or a kernel that is about to start would stay
      await this.panel.sessionContext.shutdown();
      this.panel.dispose();
    }

    static changing = Promise.resolve();
  }

  // --- the page

  function activate(app) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: STYLE }));
    const place = Object.assign(document.createElement("div"), { id: "lecture-place" });
    const help = Object.assign(document.createElement("div"), { id: "lecture-help", hidden: true });
    place.setAttribute("role", "status");
    for (const [keys, what] of HELP) {
      const row = help.appendChild(document.createElement("p"));
      row.append(Object.assign(document.createElement("b"), { textContent: keys }), what);
    }
    document.body.classList.add("lecture");
    document.body.append(place, help);
    let talk = null;

    const scale = () => { // the stage is drawn for 1280 x 720 and enlarged with the window
      const factor = Math.min(innerWidth / 1280, innerHeight / 720);
      document.body.style.setProperty("--lecture-scale", Math.max(1, factor));
    };
    addEventListener("resize", scale);
    scale();

    app.shell.currentChanged.connect(async () => {
      const panel = app.shell.currentWidget;
      if (!panel?.content?.widgets || panel === talk?.panel) return;
      panel.toolbar.hide();
      for (let part = panel; part.parent; part = part.parent) { // all that stands around the notebook
        if (part.parent.id === "jp-main-dock-panel") continue;
        for (const other of part.parent.layout?.widgets ?? []) if (other !== part && other !== panel.content) other.hide();
      }
      talk = new Talk(app, panel, place);
      await talk.begin();
    });

    addEventListener("keydown", (event) => { // on the window and early: before JupyterLab takes "d d" for a command
      const live = event.target.closest?.(LIVE);
      if (live?.matches(".cm-editor") && event.key === "Enter" && (event.shiftKey || event.ctrlKey)) talk?.ran();
      if (!talk || !talk.here || event.ctrlKey || event.altKey || event.metaKey || event.key === "Tab") return;
      if (live && event.key === "Escape" && !live.matches(".jp-Dialog, .lm-Menu, .jp-Stdin, .cnn-cell input")) {
        talk.scroller.focus({ preventScroll: true });
        return;
      }
      if (live || /^F\d+$/.test(event.key)) return;
      if (event.target.closest("a, button") && ["Enter", " "].includes(event.key)) return;
      event.stopImmediatePropagation();
      const name = event.key === " " && event.shiftKey ? "back" : KEYS[event.key];
      const asked = help.hidden;
      help.hidden = true;
      if (!name && event.key !== "Escape") return;
      event.preventDefault();
      if (name === "help") help.hidden = !asked;
      else if (name) talk[name]();
    }, true);
  }

  (window._JUPYTERLAB ??= {}).lecture = {
    init() {},
    get: async () => () => ({ __esModule: true, default: { id: "lecture:screens", autoStart: true, activate } }),
  };
})();
