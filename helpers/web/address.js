// An address for every state of an explorer on a page: #convolution-1?stride=2&step=4&show=stride,padding. The names are
// the arguments of the function that made it.

import { sizeOf } from "./controls.js";

/** @import { Told } from "./controls.js" */
/** @import { Model } from "./model.js" */
/** @typedef {{ places: number[], step?: number, show?: string[], refused: string[] }} Asked */

export const LIVE = "live in the course"; // words of a refusal that become a link
const LONGEST = 30; // letters of what is refused that are said again

/** What a value of a control is called in an address. @param {Told} told @param {number} place */
export function nameOf({ kind, low = 0, values, texts = [] }, place) {
  return kind === "slider" ? `${low + place}` : (values ?? texts)[place];
}

/** @param {Told} told */
function known(told) {
  const last = sizeOf(told) - 1, names = Array.from({ length: last + 1 }, (_, place) => nameOf(told, place));
  return told.kind === "slider" ? `${names[0]} to ${names[last]}` : names.join(", ");
}

/**
 * What the part of an address behind its "?" asks for, from `places` on. What cannot be is refused, a sentence each, and
 * the rest is taken.
 * @param {string} query @param {Told[]} controls @param {number[]} places
 */
export function readAddress(query, controls, places) {
  /** @type {Asked} */
  const asked = { places: [...places], refused: [] };
  const short = (/** @type {string} */ text) => text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  for (const [name, text] of new URLSearchParams(query)) {
    const i = controls.findIndex((told) => told.name === name), names = controls.map((told) => told.name);
    if (i >= 0) {
      const place = Array.from({ length: sizeOf(controls[i]) }, (_, p) => nameOf(controls[i], p)).indexOf(text);
      if (place >= 0) asked.places[i] = place;
      else asked.refused.push(`${name} cannot be “${short(text)}”: it is ${known(controls[i])}.`);
    } else if (name === "step") {
      if (/^\d{1,6}$/.test(text)) asked.step = Number(text);
      else asked.refused.push(`step cannot be “${short(text)}”: it is a whole number, from 0 on.`);
    } else if (name === "show") {
      const wanted = text.split(",").filter(Boolean), no = wanted.find((one) => !names.includes(one));
      asked.show = wanted.filter((one) => names.includes(one));
      if (no) asked.refused.push(`show cannot be “${short(no)}”: ${names.length ? `there are ${names.join(", ")}` : "there are no controls here"}.`);
    } else asked.refused.push(`There is no “${short(name)}” here: there are ${[...names, "step", "show"].join(", ")}.`);
  }
  return asked;
}

/**
 * The address of a state, from its "#" on.
 * @param {string} id @param {Told[]} controls @param {number[]} places @param {number | undefined} step @param {string[]} [show]
 */
export function writeAddress(id, controls, places, step, show) {
  const query = new URLSearchParams(controls.map((told, i) => [told.name, nameOf(told, places[i])]));
  if (step !== undefined) query.set("step", `${step}`);
  if (show) query.set("show", show.join(","));
  return `#${id}?${query}`.replaceAll("%2C", ",");
}

/**
 * Opens what the page's address asks of an explorer, and gives it a button that copies the address of what shows. Its name
 * is the id of the figure that it is in; without one it has no address.
 * @param {HTMLElement} explorer @param {Model} model @param {Told[]} controls
 * @param {{ places(): number[], go(places: number[], step?: number): Promise<boolean> }} [hand]
 */
export function giveAddress(explorer, model, controls, hand) {
  const id = explorer.closest("figure")?.id;
  if (!id) return;
  /** @type {string[] | undefined} */
  let show;
  async function open() {
    const [named, query] = location.hash.slice(1).split("?");
    if (named !== id || query === undefined) return;
    const asked = readAddress(query, controls, controls.map(({ at }) => at)), { step, refused } = asked;
    show = asked.show;
    for (const { name } of controls) explorer.querySelector(`[data-name="${name}"]`).hidden = show && !show.includes(name);
    for (let fold = explorer.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    explorer.scrollIntoView();
    if (hand) await hand.go(asked.places, step);
    else if (step !== undefined) model.set("value", step);
    const steps = model.get("alts").length;
    if (step !== undefined && step >= steps) refused.push(`step cannot be “${step}”: here it is 0 to ${steps - 1}.`);
    if (refused.length) model.set("refusal", [model.get("refusal") ?? "", ...refused].join(" ").trim());
    renew();
  }

  // The link into the live course has the numbers of this moment; of a state that the page does not have, without the
  // step, which is another state's. What says so has the link too.
  /** @type {HTMLAnchorElement | null} */
  const live = explorer.querySelector(".cnn-live a[href]"), course = live?.href.split("#")[0];
  const isShown = () => !hand || String(hand.places()) === String(model.get("shown"));
  function renew() {
    if (!live) return;
    live.href = `${course}${writeAddress(id, controls, hand?.places() ?? [], isShown() ? model.get("value") : undefined, show)}`;
    const [before, after] = (model.get("refusal") ?? "").split(LIVE), refusal = explorer.querySelector(".cnn-refusal");
    if (after === undefined || isShown()) return;
    const link = Object.assign(document.createElement("a"), { href: live.href, textContent: LIVE });
    refusal.replaceChildren(before, link, after);
  }
  model.on("change:value change:shown change:refusal", renew);

  const button = explorer.querySelector(".cnn-copy"), said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    const step = Math.min(model.get("value"), model.get("alts").length - 1);
    history.replaceState(null, "", writeAddress(id, controls, hand?.places() ?? [], step, show));
    await navigator.clipboard?.writeText(location.href).then(() => { said.textContent = "copied"; }, () => {});
    if (!said.textContent) said.textContent = "it is in the address bar"; // where a page may not write
    setTimeout(() => { said.textContent = ""; }, 4000);
  });
  explorer.querySelector(".cnn-live").append(" ", button, " ", said);
  addEventListener("hashchange", open);
  renew();
  open();
}
