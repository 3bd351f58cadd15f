// The picture of a course's page in the place of a stored one, until Python is there: its controls answer from the states
// that the page has. Only on the site, where the pages lie beside the live course; elsewhere the stored picture stays.

const WAITS = "Python starts. Until it is here, this is the picture of the course's page: its controls answer already, and Python goes on with their numbers.";
const STILL = "Python starts, and then this picture takes the numbers that you asked for.";

/**
 * `query()` is what the controls ask for at this moment, in an address; `end()` takes the picture away.
 * @param {string} path of the notebook @param {any} cell @param {string} name @param {string} query
 * @param {() => void} shown is called when it has taken its place
 */
export function paged(path, cell, name, query, shown) {
  const output = cell.node.querySelector(".jp-Cell-outputWrapper"), place = document.createElement("div");
  const said = document.createElement("p"), frame = document.createElement("iframe");
  const covered = output?.querySelector(".cnn-covered"), pages = document.getElementById("course-line")?.dataset.pages;
  place.className = "cnn-asked";
  said.textContent = STILL;
  said.setAttribute("role", "status");
  place.append(said);
  output?.before(place);
  let ended = false, moved = false; // whether the reader has: else what was asked for is, with what of it is refused
  const linkOf = () => frame.contentDocument?.querySelector(".cnn-live a[href]");
  if (pages && output && !covered) show().catch(() => frame.remove()); // the stored picture does as well

  async function show() {
    const answer = await fetch(new URL(path.replace(/^.*\/|ipynb$/g, "") + "html", pages));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), figure = page.getElementById(name);
    if (!figure || ended) return;
    const parts = [...page.querySelectorAll("link[rel=stylesheet], script[src]"), figure].map((part) => part.outerHTML);
    Object.assign(frame, { title: "The picture of the course's page", hidden: true });
    frame.srcdoc = `<!doctype html><html lang="en"><meta charset="utf-8"><base href="${pages}">${parts.join("")}
      <style>body { margin: 8px; } figure { margin: 0 !important; } .cnn-live { display: none; } .cnn-refusal a { pointer-events: none; color: inherit; }</style></html>`;
    await new Promise((loaded) => { frame.onload = loaded; place.append(frame); });
    const inside = /** @type {any} */ (frame.contentWindow), { body, documentElement } = inside.document;
    dress(inside.document);
    // Out of sight, for it would scroll all that it stands in.
    if (query) await new Promise((heard) => { inside.addEventListener("hashchange", heard); inside.location.hash = `${name}?${query}`; });
    if (ended) return;
    for (const kind of ["input", "click", "keydown"]) inside.addEventListener(kind, () => { moved = true; });
    frame.hidden = false;
    output.classList.add("cnn-behind");
    said.textContent = WAITS;
    const grow = () => { frame.style.height = `${documentElement.offsetHeight}px`; };
    new inside.ResizeObserver(grow).observe(body);
    grow();
    shown();
  }

  return {
    query: () => moved && linkOf() ? new URL(linkOf().href).hash.split("?").slice(1).join("?") : query,
    end() {
      ended = true;
      output?.classList.remove("cnn-behind");
      place.remove();
    },
  };
}

// A page goes by the reader's system, a notebook by JupyterLab's theme.
function dress(page) {
  const dark = document.body.dataset.jpThemeLight === "false", more = page.createElement("style");
  for (const { media } of [...page.styleSheets].flatMap(({ cssRules }) => [...cssRules])) {
    if (media?.mediaText.includes("prefers-color-scheme")) media.mediaText = dark ? "all" : "not all";
  }
  more.textContent = `:root, .cnn-page { color-scheme: ${dark ? "dark" : "light"} !important; }`;
  page.head.append(more);
}
