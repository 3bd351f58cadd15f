// Under a picture with sliders: what the step says, what the setting says, and the question to the room, in letters
// for the last row. All three are shown where there is room; otherwise the one that came last, and w turns to the
// next. The picture is as wide as the screen is high, and never so small that its own letters cannot be read.

const LINES = 116; // px: four lines of 24 px, two for the words and two for the question
const SMALLEST = 16; // px, of the letters in a picture
const ROUNDED = 2; // px: heights are read as whole numbers

export class Strip {
  scroller; ask; cell; newest = "words"; said; explorer; room; frame;

  constructor(scroller, ask) {
    Object.assign(this, { scroller, ask, cell: null, said: {} });
    const later = () => { this.frame ??= requestAnimationFrame(() => { this.frame = null; this.fit(); }); };
    this.changes = new MutationObserver(later);
    this.sizes = new ResizeObserver(later);
    this.sizes.observe(scroller);
  }

  show(cell, question, number) {
    this.changes.disconnect();
    if (this.cell !== cell) [this.said, this.newest] = [{}, "words"];
    this.cell = cell;
    this.ask.replaceChildren();
    if (question) {
      const words = Object.assign(document.createElement("p"), { className: "lecture-question" });
      words.append(Object.assign(document.createElement("b"), { textContent: `Try ${number}` }), " ");
      words.append(...[...question.cloneNode(true).childNodes].filter((part) => part.textContent.trim() !== "Try."));
      this.ask.append(words);
      this.newest = "ask";
    }
    if (cell) this.changes.observe(cell, { childList: true, subtree: true, characterData: true });
    this.fit();
  }

  turn() {
    const parts = this.parts();
    if (!parts.length) return; // no picture is on
    this.newest = parts[(parts.indexOf(this.newest) + 1) % parts.length];
    this.choose();
  }

  parts() {
    return ["words", "verdict", "ask"].filter((name) => (name === "ask" ? this.ask.firstChild : this.said[name]));
  }

  fit() {
    const explorer = this.cell?.querySelector(".cnn-explorer"), picture = explorer?.querySelector(".cnn-picture svg");
    document.body.classList.toggle("lecture-asks", Boolean(this.ask.firstChild));
    if (!picture?.clientHeight) return; // not yet run
    const [words, verdict] = [".cnn-words", ".cnn-verdict"].map((name) => explorer.querySelector(name).textContent);
    if (this.said.words !== undefined) { // not as it opens
      if (verdict !== this.said.verdict) this.newest = "verdict";
      else if (words !== this.said.words) this.newest = "words";
    }
    this.said = { words, verdict };

    const stage = explorer.querySelector(".cnn-stage"), sentences = explorer.querySelector(".cnn-sentences");
    const around = explorer.offsetHeight - stage.offsetHeight - sentences.offsetHeight;
    const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
    const letters = [...picture.querySelectorAll("text")].map((text) => parseFloat(getComputedStyle(text).fontSize));
    const least = width * SMALLEST / Math.min(...letters, 16);
    const room = this.scroller.clientHeight - around;
    const wide = Math.min(this.scroller.clientWidth - 24, Math.max(least, (room - LINES) * width / height));
    stage.style.width = `${wide}px`;
    this.room = room - wide * height / width;
    sentences.style.height = `${Math.max(Math.floor(this.room) - ROUNDED, 0)}px`;
    this.explorer = explorer;
    this.choose();
  }

  choose() {
    const rest = ["ask", "verdict", "words"].filter((name) => name !== this.newest && this.parts().includes(name));
    const tries = [[this.newest, ...rest], ...rest.map((name) => [this.newest, name]), [this.newest]];
    for (const names of tries) {
      for (const name of ["words", "verdict", "ask"]) document.body.classList.toggle(`lecture-no-${name}`, !names.includes(name));
      if (this.takes(names) <= this.room) return;
    }
  }

  takes(names) {
    const nodes = { words: ".cnn-words", verdict: ".cnn-verdict" };
    const high = (name) => (name === "ask" ? this.ask : this.explorer.querySelector(nodes[name])).offsetHeight;
    return names.reduce((sum, name) => sum + high(name), 0);
  }

  end() {
    this.changes.disconnect();
    this.sizes.disconnect();
  }
}
