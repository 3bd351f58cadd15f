// What a page shows of an explorer, measured in the page: its texts, where they stand, and what catches the keyboard.

const shows = (element) => !element.closest('[display="none"]') && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

// The colour of a text, with every opacity above it.
function ink(element, property) {
  const style = getComputedStyle(element);
  const [r, g, b, a = 1] = /** @type {string[]} */ (style[property].match(/[\d.]+/g)).map(Number);
  let opacity = a * (property === "fill" ? Number(style.fillOpacity) : 1);
  for (let e = element; e; e = e.parentElement) opacity *= Number(getComputedStyle(e).opacity);
  return [r, g, b, opacity];
}

const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));

// Every text of the picture: what it says, its size and where its ink lies on the screen, and its colour.
function drawn(svg) {
  const found = [];
  for (const text of svg.querySelectorAll("text")) {
    for (const piece of text.querySelector("tspan") ? text.querySelectorAll("tspan") : [text]) {
      const words = piece.textContent.trim();
      if (!words || !shows(piece) || !piece.getNumberOfChars()) continue;
      const style = getComputedStyle(piece), matrix = piece.getScreenCTM();
      const size = parseFloat(style.fontSize) * Math.hypot(matrix.a, matrix.b);
      const box = piece.getBoundingClientRect();
      let { left, right, top, bottom } = box;
      if (!matrix.b) { // upright: the line's box is taller than the ink
        pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = pen.measureText(words);
        const baseline = piece.getStartPositionOfChar(0).y * matrix.d + matrix.f;
        [top, bottom] = [baseline - up * matrix.d, baseline + down * matrix.d];
      }
      found.push({ words, size, ink: ink(piece, "fill"), left, right, top, bottom });
    }
  }
  return found;
}

// Every text around the picture: labels, numbers, buttons, sentences.
function written(explorer) {
  const found = [], walker = document.createTreeWalker(explorer, NodeFilter.SHOW_TEXT);
  const add = (element, words, rects) => {
    for (const { left, right, top, bottom } of rects) {
      const size = parseFloat(getComputedStyle(element).fontSize);
      found.push({ words, size, ink: ink(element, "color"), left, right, top, bottom, idle: Boolean(element.closest(":disabled, .cnn-stale")) });
    }
  };
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement, words = node.textContent?.trim();
    if (!words || !element || element.closest("svg, select, script, style, .cnn-spoken, .cnn-numbers th span") || !shows(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    add(element, words, range.getClientRects());
  }
  for (const field of explorer.querySelectorAll("select, input:is([type=text], [type=number])")) {
    const { left, right, top, bottom } = field.getBoundingClientRect();
    const words = field.tagName === "SELECT" ? field.selectedOptions[0]?.textContent ?? "" : field.value;
    if (shows(field) && words) add(field, words, [{ left: left + 4, right: right - 4, top: top + 4, bottom: bottom - 4 }]);
  }
  return found;
}

// Boxes whose content is cut off, or can be scrolled: a label that is too long for its place.
function cut(explorer) {
  const found = [];
  for (const element of explorer.querySelectorAll("*")) {
    if (element.closest("svg, .cnn-spoken, .cnn-numbers th span, .noUi-target") || !shows(element)) continue;
    const style = getComputedStyle(element), wide = element.scrollWidth > element.clientWidth + 1, high = element.scrollHeight > element.clientHeight + 1;
    if (style.display === "inline" || element.tagName === "INPUT") continue;
    if ((wide && style.overflowX !== "visible") || (high && style.overflowY !== "visible")) {
      found.push(`${element.className || element.tagName}: ${element.textContent.slice(0, 60)}`);
    }
  }
  for (const select of explorer.querySelectorAll("select")) { // the arrow takes about 24 px
    const style = getComputedStyle(select);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const words = select.selectedOptions[0]?.textContent ?? "";
    if (shows(select) && pen.measureText(words).width + 24 > select.clientWidth) found.push(`select: ${words}`);
  }
  return found;
}

const inside = (one, other, slack = 1) => one.left >= other.left - slack && one.right <= other.right + slack
  && one.top >= other.top - slack && one.bottom <= other.bottom + slack;
const named = (element) => `${element.getAttribute("aria-label") ?? ""} ${element.textContent.slice(0, 40)} (${element.className || element.tagName})`.trim();

// Scroll bars that are not the page's own: in an element, and in what stands around it up to its cell.
function bars(element) {
  const around = [];
  for (let e = element.parentElement; e && !e.matches(".jp-Cell, body"); e = e.parentElement) around.push(e);
  return [...element.querySelectorAll("*"), element, ...around].filter((e) => {
    if (e.closest("svg, .cnn-spoken, textarea, select, .cm-editor")) return false;
    const { overflowX, overflowY } = getComputedStyle(e), scrolls = (overflow) => ["auto", "scroll"].includes(overflow);
    return (scrolls(overflowX) && e.scrollWidth > e.clientWidth) || (scrolls(overflowY) && e.scrollHeight > e.clientHeight);
  }).map(named);
}

const SHORTEST = 120; // px of a slider's track, for a hand
const tracks = (root) => [...root.querySelectorAll(".noUi-connects, .cnn-bar input")].filter((track) => shows(track)
  && track.getBoundingClientRect().width < SHORTEST).map((track) => named(track.closest(".widget-slider") ?? track));

// Sliders whose knob lies over their name or their number.
function knobs(root) {
  return [...root.querySelectorAll(".widget-slider")].filter((slider) => {
    const knob = slider.querySelector(".noUi-handle").getBoundingClientRect();
    return shows(slider) && [...slider.querySelectorAll(".widget-label, .widget-readout")].some((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const words = range.getBoundingClientRect();
      return words.width && words.right > knob.left && words.left < knob.right && words.bottom > knob.top && words.top < knob.bottom;
    });
  }).map(named);
}

// Buttons whose text takes several lines or leaves its button.
function broken(root) {
  return [...root.querySelectorAll("button")].filter((button) => {
    if (!shows(button) || !button.textContent.trim()) return false;
    const range = document.createRange(), box = button.getBoundingClientRect();
    range.selectNodeContents(button);
    const lines = [...range.getClientRects()];
    return new Set(lines.map((line) => Math.round(line.top))).size > 1 || !lines.every((line) => inside(line, box));
  }).map(named);
}

// What a reader of an explorer needs, with what it must lie in: the picture, each control with its label and its value,
// the buttons, the sentences.
function needed(explorer) {
  const found = [[".cnn-picture", explorer], [".cnn-words", explorer], [".cnn-verdict", explorer]].map(([name, place]) => [explorer.querySelector(name), place]);
  for (const part of explorer.querySelectorAll(".cnn-bar > *")) found.push([part, part.parentElement]);
  for (const control of explorer.querySelectorAll(".cnn-controls > *")) {
    found.push([control, control.parentElement]);
    for (const part of control.querySelectorAll(".widget-label, .slider-container, .widget-readout, select, input, button, span")) found.push([part, control]);
  }
  return found.filter(([part]) => shows(part) && part.getBoundingClientRect().width > 0);
}

// What a reader would miss, in the middle of the window: what is covered, and what is outside of its place or of the window.
async function missed(explorer) {
  explorer.scrollIntoView({ block: "center" });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  return needed(explorer).flatMap(([part, place]) => {
    const box = part.getBoundingClientRect(), wrong = [];
    const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    const own = part.matches(".cnn-picture") ? part.closest(".cnn-stage") : part; // its grids lie over a picture
    if (!inside(box, place.getBoundingClientRect()) || !inside(box, explorer.getBoundingClientRect())) wrong.push(`outside of its place: ${named(part)}`);
    if (!inside(box, screen)) wrong.push(`outside of the window: ${named(part)}`);
    if (!own.contains(hit) && hit !== own && !(part.matches(".cnn-controls > *") && hit?.contains(part))) wrong.push(`covered by ${hit?.className || hit?.tagName}: ${named(part)}`);
    return wrong;
  });
}

// What the keyboard can reach, in the order of the document.
function controls(explorer) {
  const all = explorer.querySelectorAll("button, input, select, textarea, [contenteditable=true], [tabindex]:not([tabindex='-1'])");
  return [...all].filter((e) => shows(e) && !e.disabled && (e.tabIndex >= 0 || e.isContentEditable));
}

function reachable(explorer) {
  return controls(explorer).map((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const kind = `${element.tagName} ${element.type ?? ""} ${element.className.replace("mod-active", "")} ${Object.keys(element.dataset)}`;
    return { html: element.outerHTML.slice(0, 160), kind, left, right, top, bottom };
  });
}

// Those of them that have no name, as Chromium computes it: that takes it long in a page of many pictures.
const nameless = (explorer) => controls(explorer).filter((element) => !element.computedName.trim()).map((element) => element.outerHTML.slice(0, 160));

// Focuses the k-th of them; false where what was pressed before has made it disappear.
function focusOn(explorer, k) {
  const control = controls(explorer)[k];
  control?.focus();
  return Boolean(control);
}

const focused = (explorer) => controls(explorer).indexOf(document.activeElement);

// Steps `count` times without a pause: what a screen reader is told meanwhile, and afterwards.
async function stepped(explorer, count) {
  const spoken = explorer.querySelector(".cnn-spoken"), slider = explorer.querySelector(".cnn-bar input"), texts = [];
  const observer = new MutationObserver(() => texts.push(spoken.textContent));
  observer.observe(spoken, { childList: true, characterData: true, subtree: true });
  for (let k = 0; k < count; k++) {
    slider.value = k;
    slider.dispatchEvent(new Event("input"));
  }
  const during = texts.length + observer.takeRecords().length;
  await new Promise((done) => setTimeout(done, 1200));
  observer.disconnect();
  return { live: spoken.ariaLive ?? spoken.getAttribute("aria-live"), during, texts };
}

// A short name for a long text.
function digest(text) {
  let sum = 5381;
  for (let k = 0; k < text.length; k++) sum = (sum * 33 + text.charCodeAt(k)) | 0;
  return `${text.length}-${sum}`;
}

// The picture as it shows, without what a step or a view adds to it.
function shown(picture) {
  const copy = picture.cloneNode(true);
  for (const hidden of copy.querySelectorAll('[display="none"]')) hidden.remove();
  for (const own of ["data-drawn", "aria-hidden"]) copy.querySelector("svg").removeAttribute(own); // panels.js, canvas.js
  for (const part of copy.querySelectorAll("[data-at], [data-from], [data-places], [data-words]")) {
    for (const name of ["at", "from", "to", "places", "words", "moves"]) part.removeAttribute(`data-${name}`);
  }
  for (const empty of ["tspan", "text"]) { // of a step without such a word
    for (const text of copy.querySelectorAll(`${empty}:empty`)) text.remove();
  }
  return digest(copy.innerHTML.replace(/cnn\d+-|<!---->/g, "").replace(/\s+/g, " "));
}

// Watches an explorer: every picture and sentence that it shows from now on, and its height.
// Keeps every frame of an explorer, and every value that its slider `label` takes.
function watch(explorer, label) {
  const frames = [], taken = [], picture = explorer.querySelector(".cnn-picture");
  const keep = () => frames.push({
    picture: shown(picture), verdict: explorer.querySelector(".cnn-verdict").textContent,
    words: explorer.querySelector(".cnn-words").textContent, height: explorer.getBoundingClientRect().height,
    shown: JSON.parse(explorer.querySelector(".cnn-canvas").dataset.shown),
    step: parseInt(explorer.querySelector(".cnn-count").textContent) - 1,
  });
  const slider = explorer.querySelector(`.noUi-handle[aria-label="${label}"]`).closest(".widget-slider");
  const readout = slider.querySelector(".widget-readout"), take = () => taken.push(Number(readout.textContent.replace("−", "-")));
  keep();
  take();
  const taking = new MutationObserver(take);
  taking.observe(readout, { childList: true, characterData: true, subtree: true });
  const observer = new MutationObserver(keep);
  for (const part of [picture, explorer.querySelector(".cnn-verdict")]) {
    observer.observe(part, { childList: true, subtree: true, attributes: true, characterData: true });
  }
  explorer.watched = { frames, taken, keep, observers: [observer, taking] };
}

function seen(explorer) {
  const { frames, taken, keep, observers } = explorer.watched;
  keep(); // where it rests: the values before may have had the same picture
  for (const observer of observers) observer.disconnect();
  return [taken, frames];
}

// The pictures of the kernel as this browser writes them down.
function rewritten(svgs) {
  const place = document.createElement("div");
  return svgs.map((svg) => {
    place.innerHTML = svg;
    return shown(place);
  });
}

// All that an explorer shows.
const html = (explorer) => explorer.innerHTML;

// The parts of a picture that belong to some steps only, each with whether k is one of them.
function parts(picture, k) {
  return [...picture.querySelectorAll("[data-at], [data-from], [data-places], [data-words]")].map((part) => {
    const { at, from, to, places, words } = part.dataset, steps = (places ?? words)?.split(";");
    return [part, steps ? Boolean(steps[k]) : at === undefined ? Number(from) <= k && k <= Number(to ?? k) : Number(at) === k];
  });
}

// For each part that is there: can it be seen, if it belongs to step k, and only then?
// Chromium's checkVisibility() says true of a <g> whose display is none.
const there = (part) => part.checkVisibility() && getComputedStyle(part).display !== "none";
const belong = (picture, k) => parts(picture, k).map(([part, on]) => on === there(part));

// Shows step k of a picture that no canvas looks after.
function turn(svg, k) {
  for (const [part, on] of parts(svg, k)) {
    if (on) part.removeAttribute("display");
    else part.setAttribute("display", "none");
    const { places, words } = part.dataset;
    if (on && places) part.setAttribute("transform", `translate(${places.split(";")[k]})`);
    if (!on || !words) continue;
    const texts = [...part.querySelectorAll("text, tspan")].filter((text) => !text.firstElementChild), now = words.split(";")[k].split("|");
    texts.forEach((text, i) => { text.textContent = now[i]; });
  }
}

// The texts that are small or leave the picture, over all steps: [step, words].
function astray(svg, steps, least) {
  const { left, right, top, bottom } = svg.getBoundingClientRect();
  return steps.flatMap((k) => {
    turn(svg, k);
    return drawn(svg).filter((text) => text.size < least || text.left < left || text.right > right
      || text.top < top || text.bottom > bottom).map((text) => [k, text.words]);
  });
}

// The smallest letters of a picture that stands still, in px on the screen; Infinity where there are none.
function smallest(img) {
  const [, data] = img.src.split(/,(.*)/s), text = img.src.startsWith("data:image/svg+xml;base64") ? atob(data) : decodeURIComponent(data);
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  const scale = img.getBoundingClientRect().width / parseFloat(svg.getAttribute("width") ?? "");
  const sizes = [...svg.querySelectorAll("text")].map((e) => parseFloat(e.closest("[font-size]")?.getAttribute("font-size") ?? 16));
  return scale * Math.min(Infinity, ...sizes);
}

// What is wrong in the outputs of a notebook: scroll bars, short tracks, broken buttons, stills that are cut or small.
function clean(least) {
  return [...document.querySelectorAll(".jp-Cell-outputArea")].flatMap((area, k) => {
    const found = { "a scroll bar": bars(area), "a short track": tracks(area), "a broken button": broken(area) };
    const stills = [...area.querySelectorAll("img")];
    found["a still that is cut"] = stills.filter((img) => !inside(img.getBoundingClientRect(), img.closest(".jp-OutputArea-output").getBoundingClientRect())).map(named);
    found["a still with small letters"] = stills.filter((img) => img.src.startsWith("data:image/svg+xml") && smallest(img) < least).map(named);
    return Object.entries(found).filter(([, names]) => names.length).map(([what, names]) => `output ${k}: ${what}: ${names.join("; ")}`);
  });
}

globalThis.look = { html, belong, drawn, astray, written, cut, bars, tracks, knobs, broken, missed, clean, reachable, nameless, focus: focusOn, focused, stepped, shown, watch, seen, rewritten };
