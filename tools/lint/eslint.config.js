// What ESLint asks of the scripts: its recommended rules, and some that see a real fault. Spaces and quotes are free.
import js from "@eslint/js";
import globals from "globals";

const MODULES = ["helpers/web/*.js", "tools/labextensions/*/*.js", "tools/site/*.js", "tools/lint/*.js", "tests/web/*.js"];
const SCRIPTS = ["tools/labextensions/*/{course,lecture}.js", "tools/site/live/*.js", "tests/browser/driver/*.js"];

export default [
  { ignores: ["**/node_modules/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      eqeqeq: "error",
      "no-duplicate-imports": "error",
      "no-self-compare": "error",
      "no-shadow": "error",
      "no-template-curly-in-string": "error",
      "no-unmodified-loop-condition": "error",
      "no-unreachable-loop": "error",
      "no-unused-expressions": "error",
      "no-use-before-define": ["error", { functions: false, classes: true, variables: false }],
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
    },
  },
  { files: MODULES, languageOptions: { sourceType: "module", globals: globals.browser } },
  { files: SCRIPTS, languageOptions: { sourceType: "script", globals: globals.browser } },
  { files: ["tools/site/live/*.js"], languageOptions: { globals: { ...globals.worker, loadPyodide: "readonly", startPython: "readonly" } } },
  { files: ["tests/browser/driver/lecture.js"], rules: { "no-unused-expressions": "off" } }, // it is one function
  { files: ["tests/web/*.js", "tools/site/*.mjs", "benchmarks/*.mjs"], languageOptions: { globals: globals.node } },
];
