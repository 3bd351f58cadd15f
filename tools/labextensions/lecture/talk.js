// One notebook on the projector: which screen is on, what of it shows, and what waits.

import { Ballot } from "./ballot.js";
import { hold } from "./focus.js";
import { addedSaid, screenSaid } from "./said.js";
import { blocksOf, divide, isCode, questionsOf, sizeOf } from "./screens.js";
import { Strip } from "./strip.js";

export class Talk {
  app; panel; place; tell; ready; scroller; strip; title; // given, and what is made of it
  screen = 0; count; shown = []; here; upTo = 0; explorer; questions; asked; mute; hasRun; // where the lecture is
  ballot; // of the question that is on

  constructor(app, panel, { place, tell, ask, ready }) {
    Object.assign(this, { app, panel, place, tell, ready });
    this.title = panel.context.localPath.replace(/\.ipynb$/, "").replaceAll("_", " ");
    this.scroller = panel.node.querySelector(".jp-WindowedPanel-outer") ?? panel.content.node;
    Object.assign(this.scroller, { tabIndex: -1, role: "group", ariaLabel: `${this.title}, one screen at a time` }); // has the focus
    this.strip = new Strip(this.scroller, ask);
    this.ballot = new Ballot(tell, () => { hold(this.scroller); this.say(); });
    const model = panel.context.model; // a lecture changes no file: nothing asks to be saved
    model.stateChanged.connect(() => { if (model.dirty) model.dirty = false; });
    panel.sessionContext.statusChanged.connect(() => this.say());
  }

  async begin() {
    const { context, sessionContext, content } = this.panel;
    await Promise.all([context.ready, this.panel.revealed]);
    const drawn = ({ model, node }) => model.type !== "markdown" || node.querySelector(".jp-RenderedMarkdown > *");
    for (let k = 0; k < 200 && (k === 0 || !content.widgets.every(drawn)); k++) { // 10 s: a comment alone draws nothing
      await new Promise((resolve) => setTimeout(resolve, 50));
      await this.app.commands.execute("notebook:expand-all-headings"); // More has its screens; only a drawn heading opens
    }
    const mute = content.widgets.filter(({ model }) => model.type === "code" && model.outputs.length === 0);
    this.mute = new Set(mute.map((cell) => cell.model.id));
    this.go(0);
    this.ready();
    await sessionContext.ready;
    if (this.app.shell.currentWidget !== this.panel) return; // already left, and the command runs the current one
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur(); // or JupyterLab takes the focus back when all has run
    const run = this.app.commands.execute("notebook:run-all-cells");
    hold(this.scroller);
    await run;
    this.hasRun = true;
    if (this.screen === 0 && this.waits()) this.go(0); // a copy without outputs: only now is it known what is a picture
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
    this.explorer = this.here.find(({ kind }) => kind === "explorer");
    this.questions = questionsOf(this.explorer?.asks ?? []);
    this.asked = all ? this.questions.length : 0;
    document.body.classList.remove("lecture-code");
    this.paint();
    this.panel.content.node.classList.add("lecture-ready");
    this.scroller.scrollTop = 0;
    hold(this.scroller);
    this.tell(screenSaid({ ...this, waits: this.waits() }));
  }

  paint() {
    const on = new Set(this.here.slice(0, this.upTo));
    const next = this.here[this.upTo]; // its code may be shown before its output
    for (const cell of this.panel.content.widgets) {
      for (const part of cell.node.querySelectorAll(".jp-RenderedMarkdown > *")) part.classList.add("lecture-off");
      cell.node.classList.add("lecture-off");
      cell.node.classList.remove("lecture-waits", "lecture-explorer", "lecture-solution", "lecture-writes");
    }
    for (const { node, screen, asks = [] } of this.shown) {
      node.dataset.screen = screen;
      for (const part of asks) Object.assign(part.node.dataset, { screen, ask: true });
    }
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
    this.ballot.show([...on].find(({ kind }) => kind === "predict")?.cell);
    this.writable()?.node.classList.add("lecture-writes");
    document.body.classList.toggle("lecture-live", Boolean(this.explorer));
    const title = this.here.find(({ image, kind }) => this.screen === 0 && image && kind === "code");
    document.body.classList.toggle("lecture-title", Boolean(title));
    this.say();
    if (title) this.leave(title.node);
    this.strip.show(this.explorer?.node, this.questions[this.asked - 1], `${this.asked} of ${this.questions.length}`);
  }

  leave(cell) { // the title's picture has what its words leave of the screen
    const words = cell.parentNode.offsetHeight - cell.offsetHeight;
    cell.style.setProperty("--lecture-left", `${this.scroller.clientHeight - words}px`);
  }

  enlarge() {
    for (const { node, kind } of this.here ?? []) {
      if (!["code", "solution"].includes(kind)) continue;
      const lines = [...node.querySelectorAll(".jp-OutputArea-output pre")].flatMap((pre) => pre.textContent.split("\n"));
      const longest = Math.max(1, ...lines.map((line) => line.length));
      node.style.setProperty("--lecture-output", `${sizeOf(longest)}px`);
    }
  }

  say() {
    if (!this.here) return; // nothing is on yet
    this.enlarge();
    const busy = this.panel.sessionContext.session?.kernel?.status === "busy";
    const said = [`${this.screen + 1} of ${this.count}`];
    if (!this.explorer) said.unshift(this.title);
    if (this.waits() || this.ballot.owes()) said.push("more");
    if (busy && !(this.explorer && this.hasRun)) said.push("computing"); // a slider's answer is seen in the picture
    this.place.textContent = said.join(" · ");
  }

  next() {
    if (this.ballot.owes()) return this.tellReason();
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    if (scrollTop + clientHeight < scrollHeight - 4) return this.scroll(0.8);
    if (this.waits()) return this.reveal();
    if (this.screen < this.count - 1) return this.go(this.screen + 1);
    return this.open(1);
  }

  silent({ kind, cell }) { // it has run, or is known, to print nothing
    return kind === "code" && cell.model.outputs.length === 0 && (cell.model.executionCount || this.mute.has(cell.model.id));
  }

  held() { return this.here?.slice(this.upTo).some((block) => !this.silent(block)); }

  waits() { return this.held() || this.asked < this.questions?.length; }

  reveal() {
    if (!this.held()) { // the picture is there: the next question about it
      this.asked += 1;
      this.paint();
      return this.tell(this.strip.ask.textContent);
    }
    const from = this.upTo;
    do this.upTo += 1;
    while (this.upTo < this.here.length && (!this.here[this.upTo].wait || this.silent(this.here[this.upTo - 1])));
    this.paint();
    this.here[from].node.scrollIntoView({ block: "nearest" });
    this.tell(addedSaid(this.here.slice(from, this.upTo), this.waits()));
  }

  tellReason() {
    this.ballot.reason();
    this.say();
  }

  digit(key) { return this.ballot.type(key); }

  back() { this.go(this.screen - 1, true); }
  first() { this.go(0); }
  last() { this.go(Infinity, true); }
  down() { this.scroll(0.25); }
  up() { this.scroll(-0.25); }
  scroll(share) { this.scroller.scrollBy({ top: share * this.scroller.clientHeight }); }
  words() { this.strip.turn(); }

  // The code that c shows: of the output that came last, or of the one that waits. A question's computes its answer.
  writable() {
    const waiting = this.here[this.upTo]?.kind === "code" ? 1 : 0;
    return this.here.slice(0, this.upTo + waiting).findLast((block) => isCode(block) && block.kind !== "predict");
  }

  code() {
    const on = document.body.classList.toggle("lecture-code");
    const block = this.writable();
    if (block) block.cell.inputHidden = !on;
    this.strip.fit();
  }

  write() {
    if (document.body.classList.contains("lecture-code")) this.writable()?.cell.editor.focus();
  }

  ran() { // what was changed and run is shown, though the room has not answered yet
    if (this.held()) this.reveal();
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
      this.tell(this.place.textContent);
    });
  }

  async change(by) {
    const { content } = await this.app.serviceManager.contents.get("");
    const names = content.map((file) => file.name).filter((name) => /^\d\d_[a-z_]+\.ipynb$/i.test(name)).sort();
    const here = names.indexOf(this.panel.context.localPath); // an appendix is no link of the chain
    const path = here < 0 ? undefined : names[here + by];
    if (!path || this.panel.isDisposed) return;
    this.place.textContent = `opening ${path} …`;
    this.tell(this.place.textContent);
    await this.app.commands.execute("docmanager:open", { path });
    await this.panel.sessionContext.ready; // or a kernel that is about to start would stay
    await this.panel.sessionContext.shutdown();
    this.strip.end();
    this.panel.dispose();
  }

  static changing = Promise.resolve();
}
