// A button that takes a picture file, reduces it in the browser, and sends the small picture to the kernel: over
// 10 MiB a Jupyter server drops the connection without a word.

const SIDE = 256; // px of the longer side; the kernel reduces it further
const LARGEST = 100e6; // bytes; what a browser decodes without trouble

/** @import { Model } from "./model.js" */

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el }) {
  const field = document.createElement("input"), button = document.createElement("button"), name = document.createElement("span");
  Object.assign(field, { type: "file", accept: "image/*", hidden: true }); // its own words never name a file that was taken
  Object.assign(button, { type: "button", textContent: "own picture" });
  el.classList.add("cnn-upload");
  el.append(button, field, name);
  button.addEventListener("click", () => field.click());
  const show = () => { name.textContent = name.title = model.get("name"); };
  model.on("change:name", show);
  show();

  /** @param {string} why */
  const refuse = (why) => model.send({ refused: `${why} Nothing has changed.` }); // said where every refusal is
  field.addEventListener("change", async () => {
    const file = field.files?.[0];
    if (!file) return;
    field.value = ""; // so that the same file can be chosen again
    if (file.size > LARGEST) {
      refuse(`${file.name} has ${Math.round(file.size / 1e6)} MB; at most ${LARGEST / 1e6} MB can be read.`);
      return;
    }
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, SIDE / Math.min(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      context.fillStyle = "white"; // under transparent pixels
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.imageSmoothingQuality = "high";
      context.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
      model.send({ name: file.name }, undefined, [await blob.arrayBuffer()]);
    } catch {
      refuse(`${file.name} is not a picture that this browser can read.`);
    }
  });
}

export default { render };
