// The small pictures of the notebooks move while they are in sight, until their reader stops them; not at all at first where
// stillness is asked for. Without scripts they stand still.

/** @param {HTMLElement} list @param {HTMLButtonElement} button */
export function enlivenThumbs(list, button) {
  const images = [...list.querySelectorAll("img[data-moving]")], resting = new Map(images.map((image) => [image, image.src]));
  const seen = new Set();
  let moving = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = () => {
    for (const image of images) {
      const address = moving && seen.has(image) ? image.dataset.moving : resting.get(image);
      if (image.src !== new URL(address, document.baseURI).href) image.src = address;
    }
    button.textContent = moving ? "❚❚ pause the small pictures" : "▶ play the small pictures";
  };
  const sight = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) seen.add(target);
      else seen.delete(target);
    }
    show();
  });
  for (const image of images) sight.observe(image);
  button.addEventListener("click", () => {
    moving = !moving;
    show();
  });
  button.hidden = false;
  show();
}
