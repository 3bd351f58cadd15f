// The choices of a question on the projector: a letter before each, a field for its hands behind it, and a bar for each
// vote. The counts stay in this page; the answer comes from the question itself, when the room has voted.
import { asks, counted, favourite, letterOf, open, said, shares } from "./vote.js";

const VOTES = ["1st", "2nd"];
const LATE = "Python has not answered yet. The same key again goes on.";
const CHOICE = '[role="radiogroup"] > label';

export class Ballot {
  kept = new Map(); // of each question, by its cell's id: the votes, how much of the reason has been told, did it wait for Python
  cell; tell; leave; watch; // the question that is on

  constructor(tell, leave) {
    Object.assign(this, { tell, leave });
    this.watch = new MutationObserver(() => { this.dress(); this.follow(); }); // all cells run: the question is made anew
  }

  // The question of this cell is on; without one, none is.
  show(cell) {
    if (cell === this.cell) return;
    this.watch.disconnect();
    this.cell = cell;
    if (!cell) return;
    if (!this.kept.has(cell.model.id)) this.kept.set(cell.model.id, { votes: [], told: 0 });
    this.watch.observe(cell.node, { childList: true, subtree: true });
    this.dress();
  }

  get here() { return this.kept.get(this.cell?.model.id) ?? { votes: [], told: 0 }; }

  get form() { return this.cell?.node.querySelector(".cnn-predict form"); }

  get fields() { return [.../** @type {NodeListOf<HTMLInputElement>} */ (this.form?.querySelectorAll(".lecture-hands input") ?? [])]; }

  dress() {
    const choices = [...this.form?.querySelectorAll(CHOICE) ?? []];
    if (!choices.length || this.form.querySelector(".lecture-hands")) return;
    Object.assign(this.here, { told: 0, waited: false }); // nothing has been said on a form that was made anew
    for (const [k, label] of choices.entries()) {
      const hands = document.createElement("div"), letter = Object.assign(document.createElement("b"), { textContent: letterOf(k) });
      hands.className = "lecture-hands";
      label.prepend(letter);
      label.after(hands);
    }
    this.form.addEventListener("keydown", (event) => this.key(event), true); // before the radio buttons
    const below = Object.assign(document.createElement("p"), { className: "lecture-voted" });
    this.form.querySelector(".cnn-said").before(below);
    this.draw();
  }

  draw() {
    const { votes, told } = this.here, labels = [...this.form.querySelectorAll(CHOICE)];
    for (const [k, hands] of [...this.form.querySelectorAll(".lecture-hands")].entries()) {
      const bars = votes.map((counts, vote) => {
        const bar = Object.assign(document.createElement("span"), { className: "lecture-bar", textContent: `${VOTES[vote]}: ${counts[k]} · ${shares(counts)[k]} %` });
        bar.dataset.vote = String(vote + 1);
        bar.style.setProperty("--lecture-share", `${shares(counts)[k]}%`);
        return bar;
      });
      const field = Object.assign(document.createElement("input"), { type: "text", inputMode: "numeric", autocomplete: "off", maxLength: 4 });
      const [, ...words] = labels[k].textContent.trim().split(" ");
      field.ariaLabel = `hands for ${letterOf(k)}, ${words.join(" ")}${votes.length ? ", second count" : ""}`;
      field.placeholder = "hands";
      field.dataset.lmSuppressShortcuts = "true";
      hands.replaceChildren(...bars, ...open(votes) && !told ? [field] : []);
    }
    this.form.querySelector(".lecture-voted").textContent = told ? "" : asks(votes);
  }

  // What has come below the votes, the answer too once Python has it, is on the screen.
  follow() {
    if (this.here.votes.length) this.form?.scrollIntoView({ block: "nearest" });
  }

  // A digit that is typed while a question is on is the first one of A's hands.
  type(digit) {
    const [field] = this.fields;
    if (!field) return false;
    field.value = digit;
    field.focus({ preventScroll: true });
    return true;
  }

  key(event) {
    const at = this.fields.indexOf(event.target), by = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !by) return;
    event.preventDefault(); // Enter would check an answer
    event.stopPropagation();
    const to = this.fields[at + by];
    if (to) to.focus({ preventScroll: true });
    else if (event.key === "Enter") this.count();
  }

  count() {
    const counts = counted(this.fields.map((field) => field.value));
    if (!counts) {
      const wrong = this.fields.find((field) => !counted([field.value, "1"])) ?? this.fields[0];
      this.form.querySelector(".lecture-voted").textContent = "Hands are counted in whole numbers, such as 12.";
      this.tell("Hands are counted in whole numbers, such as 12.");
      wrong.focus({ preventScroll: true });
      return;
    }
    this.here.votes.push(counts);
    this.draw();
    this.tell(said(this.here.votes));
    this.leave();
  }

  get answer() { return this.form.querySelectorAll(".cnn-fields > button")[1]; } // hidden until Python has judged an answer

  // Has the room voted on this question, and has nobody said yet what is right? No lecture waits for a kernel that is gone.
  owes() {
    const { votes, told, waited } = this.here;
    if (!this.form || !votes.length) return false;
    return told === 0 || (told === 1 && this.form.dataset.right !== "true" && !(waited && this.answer.hidden));
  }

  // The reason: what the question says to the room's own choice; then, where that is wrong, the answer.
  reason() {
    const { here, answer } = this;
    if (here.told === 0) {
      this.form.querySelectorAll(`${CHOICE} input`)[favourite(here.votes)].checked = true;
      this.form.querySelector(".cnn-fields > button").click();
    } else if (answer.hidden) {
      here.waited = true; // the form itself says that it waits
      this.tell(LATE);
      return;
    } else answer.click();
    here.told += 1;
    this.draw();
  }
}
