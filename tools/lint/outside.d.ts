// What the scripts meet outside of themselves, as far as they need it. What a selector finds has no type: the markup is
// Python's, JupyterLab's or the script's own.

interface ParentNode {
  querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K];
  querySelector(selectors: string): any;
  querySelectorAll<K extends keyof HTMLElementTagNameMap>(selectors: K): NodeListOf<HTMLElementTagNameMap[K]>;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Element {
  closest(selectors: string): any;
}

interface Window {
  _JUPYTERLAB?: Record<string, object>; // where an extension that JupyterLab loads leaves itself
  jupyterapp?: any; // JupyterLite
  python?: Promise<any>; // in a worker of the live course, as are those that follow
  loadPyodide(options: any): Promise<any>;
  startPython(folder: string): Promise<any>;
}
declare var loadPyodide: Window["loadPyodide"], startPython: Window["startPython"];
declare function importScripts(...addresses: string[]): void;
