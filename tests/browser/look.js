// What a page shows of an explorer, measured in the page: its texts, where they stand, and what catches the keyboard.

const shows = (element) => !element.closest('[display="none"]') && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

// The colour of a text, with every opacity above it.
function ink(element, property) {
  const style = getComputedStyle(element);
  const [r, g, b, a = 1] = style[property].match(/[\d.]+/g).map(Number);
  let opacity = a * (property === "fill" ? Number(style.fillOpacity) : 1);
  for (let e = element; e; e = e.parentElement) opacity *= Number(getComputedStyle(e).opacity);
  return [r, g, b, opacity];
}

const pen = document.createElement("canvas").getContext("2d");

// Every text of the picture: what it says, its size at natural size, its colour, and where its ink lies on the screen.
function drawn(svg) {
  const found = [];
  for (const text of svg.querySelectorAll("text")) {
    for (const piece of text.querySelector("tspan") ? text.querySelectorAll("tspan") : [text]) {
      const words = piece.textContent.trim();
      if (!words || !shows(piece) || !piece.getNumberOfChars()) continue;
      const style = getComputedStyle(piece), matrix = piece.getScreenCTM(), size = parseFloat(style.fontSize);
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
    const node = walker.currentNode, element = node.parentElement, words = node.textContent.trim();
    if (!words || element.closest("svg, select, script, style, .cnn-spoken") || !shows(element)) continue;
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
    if (element.closest("svg, .cnn-spoken, .noUi-target") || !shows(element)) continue;
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

// What the keyboard can reach, in the order of the document, with its name and role as Chromium computes them.
function controls(explorer) {
  const all = explorer.querySelectorAll("button, input, select, textarea, [contenteditable=true], [tabindex]:not([tabindex='-1'])");
  return [...all].filter((e) => shows(e) && !e.disabled && (e.tabIndex >= 0 || e.isContentEditable));
}

function reachable(explorer) {
  return controls(explorer).map((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const kind = `${element.tagName} ${element.type ?? ""} ${element.className.replace("mod-active", "")} ${Object.keys(element.dataset)}`;
    return { name: element.computedName, role: element.computedRole, html: element.outerHTML.slice(0, 160), kind, left, right, top, bottom };
  });
}

// Focuses the k-th of them; false where what was pressed before has made it disappear.
function focus(explorer, k) {
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
  for (const part of copy.querySelectorAll("[data-at], [data-from]")) {
    for (const name of ["data-at", "data-from", "data-to"]) part.removeAttribute(name);
  }
  return digest(copy.innerHTML.replace(/cnn\d+-|<!---->/g, "").replace(/\s+/g, " "));
}

// Watches an explorer: every picture and sentence that it shows from now on, and its height.
function watch(explorer) {
  const frames = [], picture = explorer.querySelector(".cnn-picture");
  const keep = () => frames.push({
    picture: shown(picture), verdict: explorer.querySelector(".cnn-verdict").textContent,
    words: explorer.querySelector(".cnn-words").textContent, height: explorer.getBoundingClientRect().height,
  });
  keep();
  const observer = new MutationObserver(keep);
  for (const part of [picture, explorer.querySelector(".cnn-verdict")]) {
    observer.observe(part, { childList: true, subtree: true, attributes: true, characterData: true });
  }
  explorer.watched = { frames, observer };
}

function seen(explorer) {
  const { frames, observer } = explorer.watched;
  observer.disconnect();
  return frames;
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
  return [...picture.querySelectorAll("[data-at], [data-from]")].map((part) => {
    const { at, from, to } = part.dataset;
    return [part, at === undefined ? Number(from) <= k && k <= Number(to ?? k) : Number(at) === k];
  });
}

// For each part that is there: does it belong to step k, and can it be seen?
const belong = (picture, k) => parts(picture, k).map(([part, on]) => on && part.checkVisibility());

// Shows step k of a picture that no canvas looks after.
function turn(svg, k) {
  for (const [part, on] of parts(svg, k)) {
    if (on) part.removeAttribute("display");
    else part.setAttribute("display", "none");
  }
}

// The texts that are small or leave the picture, over all steps: [step, words].
function astray(svg, steps, smallest) {
  const { left, right, top, bottom } = svg.getBoundingClientRect();
  return steps.flatMap((k) => {
    turn(svg, k);
    return drawn(svg).filter((text) => text.size < smallest || text.left < left || text.right > right
      || text.top < top || text.bottom > bottom).map((text) => [k, text.words]);
  });
}

globalThis.look = { html, belong, drawn, astray, written, cut, reachable, focus, focused, stepped, shown, watch, seen, rewritten };
