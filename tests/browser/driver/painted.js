// What of a page is in a reader's way: bars that nothing needs, pictures that are cut, small letters, broken buttons.

const said = (e) => `${e.tagName}.${e.getAttribute("class") ?? ""} ${e.textContent.trim().slice(0, 40)}`;
const seen = (e) => e.checkVisibility({ visibilityProperty: true });
const inside = (a, b, slack = 1) =>
  a.left >= b.left - slack && a.right <= b.right + slack && a.top >= b.top - slack && a.bottom <= b.bottom + slack;

// Code may be scrolled sideways where it is wider than the page; nothing else is, and nothing up and down.
function bars() {
  const edge = document.documentElement.clientWidth - 16;
  return [...document.querySelectorAll("body *")].filter((e) => {
    if (e.closest("svg") || !seen(e)) return false;
    const { overflowX, overflowY } = getComputedStyle(e), scrolls = /auto|scroll/, hides = /hidden|clip/;
    const wide = e.scrollWidth - e.clientWidth, high = e.scrollHeight - e.clientHeight;
    if (e.matches(".spoken, .cnn-spoken, math *, select, input, option")) return false;
    if (wide > 0 && scrolls.test(overflowX)) return !(e.matches("pre.code") && e.getBoundingClientRect().right > edge - 1);
    return (high > 0 && scrolls.test(overflowY)) || (high > 1 && hides.test(overflowY)) || (wide > 1 && hides.test(overflowX));
  }).map(said);
}

const PICTURES = ".cnn-picture svg, main img";

// Pictures that leave the window or anything around them that does not let them out, and those that lie under something.
function cut() {
  const found = [];
  for (const picture of document.querySelectorAll(PICTURES)) {
    if (!seen(picture)) continue;
    picture.scrollIntoView({ block: "center" });
    const box = picture.getBoundingClientRect(), around = [];
    for (let e = picture.parentElement; e; e = e.parentElement) if (getComputedStyle(e).overflowX !== "visible") around.push(e);
    const window = { left: 0, right: document.documentElement.clientWidth, top: -Infinity, bottom: Infinity };
    if (!inside(box, window) || around.some((e) => !inside(box, e.getBoundingClientRect()))) found.push(`cut: ${said(picture.parentElement)}`);
    const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    if (!picture.closest("figure").contains(top)) found.push(`hidden: ${said(picture.parentElement)}`);
  }
  return found;
}

// The letters of pictures as large as the screen has them.
function small(least) {
  return [...document.querySelectorAll(`:is(${PICTURES}) text`)].filter((text) => {
    if (text.closest('[display="none"]') || !seen(text)) return false;
    const { a, b } = text.getScreenCTM();
    return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b) < least - 0.01;
  }).map((text) => text.textContent);
}

// Buttons whose words stand on two lines, or beside them.
function broken() {
  return [...document.querySelectorAll("button, .button")].filter((button) => {
    if (!seen(button)) return false;
    const range = document.createRange();
    range.selectNodeContents(button);
    const lines = new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom)));
    return lines.size > 1 || !inside(range.getBoundingClientRect(), button.getBoundingClientRect());
  }).map(said);
}

globalThis.painted = { bars, cut, small, broken };
