/** Web storage as the browser has it. */
export class Shelf {
  constructor() { this.texts = new Map(); }
  getItem(name) { return this.texts.get(name) ?? null; }
  setItem(name, text) { this.texts.set(name, text); }
  removeItem(name) { this.texts.delete(name); }
  get length() { return this.texts.size; }
  key(k) { return [...this.texts.keys()][k] ?? null; }
}
