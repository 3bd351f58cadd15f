// The page around the notebook: the corner, the list of keys, the theme, and what each key does.

import { hold } from "./focus.js";
import { Talk } from "./talk.js";

const HELP = [["→  Space  PageDown", "go on: scroll, show what is waiting, next question, next screen"], ["←  PageUp", "previous screen"],
  ["↓  ↑", "scroll"], ["Home  End", "first screen, last screen"], ["e  E", "next picture with sliders, previous one"],
  ["s  S", "next section, previous section"], ["n  p", "next notebook, previous notebook"],
  ["w", "under a picture: the words that there is no room for"], ["d", "dark, or light again"], ["c", "show the code, or fold it"],
  ["0 to 9", "on a question with choices: the hands for A; Enter goes on to the next choice, then counts"],
  ["Enter", "write in the code that is shown; Shift + Enter runs it"], ["Tab", "into the picture's controls, or the question's fields"],
  ["Escape", "out of them: the keys move on again"], ["h  or the corner", "this list"]];
const KEYS = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back", ArrowDown: "down",
  ArrowUp: "up", Home: "first", End: "last", n: "nextNotebook", p: "previousNotebook", c: "code", Enter: "write", h: "help", "?": "help",
  e: "nextExplorer", E: "previousExplorer", s: "nextSection", S: "previousSection", w: "words", d: "dark" };
const LIVE = ".cnn-explorer, .cnn-predict, .cm-editor, .jp-Dialog, .lm-Menu, .jp-Stdin, input, textarea, select";

// Who speaks to the computer, or rests a hand on the keys, can have the mode without single letters (WCAG 2.1.4).
const OFF = ["keys=off", "in the address, or make lecture KEYS=off: no single letters, for those who speak to the computer"];
const isLetter = (key) => key.length === 1 && key !== " ";

function element(id, tag = "div", more = {}) {
  return document.body.appendChild(Object.assign(document.createElement(tag), { id, ...more }));
}

function lettersAreOff() {
  const page = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
  return page.lectureKeys === "off" || new URLSearchParams(location.search).get("keys") === "off";
}

function makeHelp(letters) {
  const help = /** @type {HTMLDialogElement} */ (element("lecture-help", "dialog", { ariaLabel: "keys of lecture mode" }));
  const title = help.appendChild(Object.assign(document.createElement("h2"), { textContent: "Keys", tabIndex: -1 }));
  const rows = HELP.filter(([keys]) => letters || !/^[a-z0-9]\b/.test(keys)); // h by its other way in, hands by Tab
  const corner = ["a press on the corner", "this list"], off = ["keys=off", "the keys that are single letters are switched off"];
  for (const [keys, what] of letters ? [...rows, OFF] : [...rows, corner, off]) {
    const row = help.appendChild(document.createElement("p"));
    row.append(Object.assign(document.createElement("b"), { textContent: keys }), what);
  }
  const close = help.appendChild(Object.assign(document.createElement("button"), { type: "button", textContent: "Close" }));
  let back = /** @type {any} */ (document.body);
  const shut = () => {
    if (!help.open) return;
    help.close();
    hold(back); // the browser gives it back by itself, and JupyterLab sends it on
  };
  const open = () => {
    back = document.activeElement;
    help.showModal();
    title.focus();
  };
  close.addEventListener("click", shut);
  return { help, open, shut };
}

export function activate(app) {
  const style = { rel: "stylesheet", href: new URL("lecture.css", import.meta.url) };
  document.head.append(Object.assign(document.createElement("link"), style));
  const cover = document.getElementById("lecture-cover");
  const letters = !lettersAreOff(), { help, open, shut } = makeHelp(letters);
  const ask = element("lecture-ask"), said = element("lecture-said", "div", { role: "status" });
  const place = element("lecture-place", "button", { type: "button", title: "list of keys", ariaHasPopup: "dialog" });
  place.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays, for the next key
  place.addEventListener("click", open);
  const tell = (text) => { if (said.textContent !== text) said.textContent = text; };
  document.body.classList.add("lecture");
  let talk;

  const scale = () => { // the stage is drawn for 1280 x 720 and enlarged with the window
    const factor = Math.min(innerWidth / 1280, innerHeight / 720);
    document.body.style.setProperty("--lecture-scale", String(Math.max(1, factor)));
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
    talk = new Talk(app, panel, { place, tell, ask, ready: () => cover?.remove() });
    await talk.begin();
  });

  // JupyterLab answers a wish for a theme when it is stored, shows it later, and may show an older wish once more after it:
  // what was wished last is wished again until it stays.
  const themeNow = () => document.body.dataset.jpThemeLight ?? "true";
  let wanted = "", until = 0, turning = false;
  function dark() {
    wanted = (Date.now() < until ? wanted : themeNow()) === "true" ? "false" : "true";
    until = Date.now() + 5000;
    turn();
  }
  async function turn() {
    if (turning) return;
    turning = true;
    while (themeNow() !== wanted && Date.now() < until) {
      await app.commands.execute("apputils:change-theme", { theme: `JupyterLab ${wanted === "true" ? "Light" : "Dark"}` });
      for (let waited = 0; waited < 1000 && themeNow() !== wanted; waited += 50) await new Promise((done) => setTimeout(done, 50));
    }
    turning = false;
  }
  new MutationObserver(() => { if (Date.now() < until) turn(); }).observe(document.body, { attributeFilter: ["data-jp-theme-light"] });

  addEventListener("keydown", (/** @type {any} */ event) => { // on the window and early: before JupyterLab takes "d d" for a command
    const live = event.target.closest?.(LIVE);
    if (live?.matches(".cm-editor") && event.key === "Enter" && (event.shiftKey || event.ctrlKey)) talk?.ran();
    if (!talk || !talk.here || event.ctrlKey || event.altKey || event.metaKey || event.key === "Tab") return;
    if (live && event.key === "Escape" && !live.matches(".jp-Dialog, .lm-Menu, .jp-Stdin, .cnn-cell input")) {
      hold(talk.scroller);
      setTimeout(() => hold(talk.scroller)); // JupyterLab's own Escape leads to a cell
      return;
    }
    if (live || /^F\d+$/.test(event.key)) return;
    if (event.target.closest("a, button") && ["Enter", " "].includes(event.key)) return;
    event.stopImmediatePropagation();
    if (help.open && /^Arrow(Up|Down)$/.test(event.key)) return; // scroll the list
    const key = letters || !isLetter(event.key) ? event.key : "", asked = !help.open;
    const name = key === " " && event.shiftKey ? "back" : KEYS[key];
    if (/^\d$/.test(key) && asked && talk.digit(key)) event.preventDefault();
    if (!name && key !== "Escape") return;
    event.preventDefault();
    shut();
    if (name === "help") { if (asked) open(); }
    else if (name === "dark") dark();
    else if (name) talk[name]();
  }, true);
}
