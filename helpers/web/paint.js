// Drawing on a grid (grid.js) whose mark has data-paint: what a pointer or the keys pass over goes out as points,
// [down, right] in cells. The canvas knows nothing of ink: what the points make is Python. Who draws by keys hears where
// the pen is, and whether the picture is dark there. With data-python there is no Python to draw: a stroke goes out once, at its
// end, to be refused, and a finger scrolls the page.

/** @import { Message } from "./model.js" */
/** @import { Grid } from "./grid.js" */

const PAUSE = 50; // ms between two messages of one stroke, where data-paint says nothing else

/**
 * Whether the picture under the middle of a cell is nearer to ink than to paper: "ink", "paper", or "" where no image lies.
 * @param {Grid} grid
 */
async function inkUnder(grid) {
  const box = grid.getBoundingClientRect();
  const x = box.left + (grid.column + 0.5) / Number(grid.dataset.columns) * box.width;
  const y = box.top + (grid.row + 0.5) / Number(grid.dataset.rows) * box.height;
  for (const image of grid.parentElement?.querySelectorAll(".cnn-picture image") ?? []) {
    const { left, top, width, height } = image.getBoundingClientRect(), across = (x - left) / width, down = (y - top) / height;
    if (Math.min(across, down) < 0 || Math.max(across, down) >= 1) continue;
    const pixels = Object.assign(new Image(), { src: image.getAttribute("href") }), pen = new OffscreenCanvas(1, 1).getContext("2d");
    await pixels.decode();
    pen?.drawImage(pixels, -Math.floor(across * pixels.width), -Math.floor(down * pixels.height));
    return pen && pen.getImageData(0, 0, 1, 1).data[0] < 128 ? "ink" : "paper";
  }
  return "";
}

/** @param {Grid} grid @param {(message: Message) => void} send @param {(text: string) => void} say */
export function makePaintable(grid, send, say) {
  let /** @type {number[][]} */ points = [], sent = true, /** @type {number | undefined} */ timer;
  let /** @type {number | null} */ drawing = null; // the pointer that draws: a second finger does not

  /** @param {PointerEvent} event */
  const place = (event) => {
    const box = grid.getBoundingClientRect();
    return [
      (event.clientY - box.top) / box.height * Number(grid.dataset.rows),
      (event.clientX - box.left) / box.width * Number(grid.dataset.columns),
    ];
  };

  const refused = () => "python" in grid.dataset;

  function flush() {
    timer = undefined;
    if (sent) return;
    send({ grid: grid.name, points });
    points = points.slice(-1); // the next message goes on where this one ended
    sent = true;
  }

  /** @param {number[]} point */
  function add(point) {
    points.push(point);
    sent = false;
    if (!refused()) timer ??= setTimeout(flush, Number(grid.dataset.paint || PAUSE)); // read here: a grid is made before its mark is known
  }

  grid.stroke = (event) => {
    if (!event.isPrimary || event.button) return;
    drawing = event.pointerId;
    grid.setPointerCapture(drawing); // a stroke may leave the grid and come back
    points = [];
    add(place(event));
  };
  grid.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawing) return;
    const told = event.getCoalescedEvents?.() ?? []; // a browser that is busy tells of several moves at once
    for (const one of told.length ? told : [event]) add(place(one));
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    grid.addEventListener(end, (event) => {
      if (event.pointerId !== drawing) return;
      drawing = null;
      if (end === "pointerup") add(place(event)); // the browser need not have told of every move
      else if (refused()) sent = true; // the finger has scrolled
      clearTimeout(timer);
      flush();
      points = [];
    });
  }

  // Arrows move, Space makes a dot, Shift and an arrow draw a line to the next cell. True where a key was used.
  grid.strike = (event, move) => {
    const here = () => [grid.row + 0.5, grid.column + 0.5];
    if (!move && event.key !== " ") return false;
    const from = here();
    if (move) {
      grid.mark(grid.row + move[0], grid.column + move[1]);
      const at = `${grid.dataset.now}`;
      if (event.shiftKey) say(at); // what is there is about to change, and its words come with it
      else inkUnder(grid).then((under) => { if (at === grid.dataset.now) say(under ? `${at}, ${under}` : at); });
    }
    if (!move || event.shiftKey) send({ grid: grid.name, points: move ? [from, here()] : [from] });
    return true;
  };
}
