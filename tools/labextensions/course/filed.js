// In a working copy of the course the record of answers is in a file of the user's own too, which the kernel writes
// (helpers/kept.py): another browser, or another port, finds it there. What both know is put together when a kernel starts,
// and after each change. Elsewhere the kernel only hears what was missed, and writes nothing.

import { ask, text } from "./asked.js";
import { written } from "./kept.js";

const SOON = 300; // ms in which changes are one

/** @param {(file: string, words: string) => void} inFile @param {(words: string) => void} tell */
export function filesAnswers(panel, kept, inFile, tell) {
  const { sessionContext } = panel;
  let due, anew = false, told = "";

  async function exchange() {
    const kernel = sessionContext.session?.kernel;
    if (!kernel || panel.isDisposed) return;
    try {
      const { erased } = kept.kept;
      const [known, said, file] = await ask(kernel, `exchange(${text(written(kept.kept))})`, "kept", "exchange");
      const words = kept.kept.erased === erased ? said : ""; // all was erased meanwhile, with what it speaks of
      if (file) inFile(file, words);
      if (words && words !== told) tell(words); // once, and not after each answer
      told = words;
      kept.take(known);
    } catch { /* a kernel without the course's helpers has no file */ }
  }

  const soon = () => {
    clearTimeout(due);
    due = setTimeout(exchange, SOON);
  };
  const leave = kept.onChange(soon);
  panel.disposed.connect(() => {
    leave();
    clearTimeout(due);
  });
  sessionContext.statusChanged.connect((_, status) => {
    if (/restarting$/.test(status)) anew = true;
    if (status === "idle" && anew) [anew] = [false, exchange()];
  });
  sessionContext.kernelChanged.connect(() => sessionContext.ready.then(exchange));
  sessionContext.ready.then(exchange);
}
