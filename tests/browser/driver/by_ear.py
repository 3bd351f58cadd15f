"""What a screen reader would say of a part of a page, in the order of reading: Chromium's accessibility tree as text.

A line is what is said of one thing: its name, what it is, its value, its state, its description. What is in a group
stands below it. What is folded away is not said. No real screen reader has been asked: each has words of its own.
"""

import os
from difflib import unified_diff
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "heard"
INLINE = {"StaticText", "strong", "emphasis", "code", "Abbr", "subscript", "superscript", "mark"}
UNSAID = INLINE | {
    "",
    "RootWebArea",
    "generic",
    "none",
    "paragraph",
    "LineBreak",
    "LabelText",
    "Section",
    "Pre",
    "SvgRoot",
}
UNSAID |= {"Legend", "Iframe", "LayoutTable", "Ruby"}
SILENT = {"InlineTextBox", "ListMarker"}  # said already, by what they are in
FIELDS = {"slider", "textbox", "spinbutton", "combobox", "ComboBoxMenuButton", "ComboBoxSelect", "progressbar"}
NAMED = {
    "button",
    "link",
    "heading",
    "ToggleButton",
    "DisclosureTriangle",
    "DisclosureTriangleGrouped",
    "img",
    "image",
}
NAMED |= {"option", "MenuListOption", "radio", "checkbox", "tab", "switch", "math", "MathMLMath"}
CALLED = {  # what is said for a role, where it is not the role's own name
    "ToggleButton": "button",
    "DisclosureTriangle": "button",
    "DisclosureTriangleGrouped": "button",
    "Details": "group",
    "img": "picture",
    "image": "picture",
    "textbox": "field",
    "combobox": "list of choices",
    "ComboBoxMenuButton": "list of choices",
    "ComboBoxSelect": "list of choices",
    "MathMLMath": "formula",
    "math": "formula",
}
STATES = {
    "pressed": {"true": "pressed", "false": "not pressed"},
    "checked": {"true": "checked", "false": "not checked"},
    "expanded": {True: "unfolded", False: "folded"},
    "disabled": {True: "cannot be used"},
}


def read_aloud(part):
    """The lines that are said of ``part``, a locator, from its first word to its last."""
    session = part.page.context.new_cdp_session(part.page)
    part.evaluate("element => element.setAttribute('data-heard', '')")
    try:
        document = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        found = session.send("DOM.querySelector", {"nodeId": document, "selector": "[data-heard]"})
        here = session.send("DOM.describeNode", found)["node"]["backendNodeId"]
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        part.evaluate("element => element.removeAttribute('data-heard')")
        session.detach()
    tree = {node["nodeId"]: node for node in nodes}
    (root,) = (node for node in nodes if node.get("backendDOMNodeId") == here)
    return _said(root, tree)


def _said(node, tree):
    """The lines of a node and of all that is in it."""
    role, name, told = _role(node), _text(node, "name"), _told(node)
    if role in SILENT:
        return []
    if role in UNSAID:
        return _inside(node, tree)
    if role == "table":
        return _table(node, name, tree)
    if role == "listitem":
        lines = _inside(node, tree)
        return [f"- {line}" if not k else f"  {line}" for k, line in enumerate(lines)]
    what = told.get("roledescription") or CALLED.get(role, role)
    what = f"heading {told['level']}" if role == "heading" else what
    states = [words[told[state]] for state, words in STATES.items() if told.get(state) in words]
    if role in FIELDS:
        states = [state for state in states if state not in ("folded", "unfolded")]
    described = _text(node, "description")
    words = [name, what, told.get("valuetext") or _text(node, "value"), *states, described not in name and described]
    line = ", ".join(dict.fromkeys(word for word in words if word))
    if role in FIELDS | NAMED:
        return [line]
    below = _inside(node, tree)
    if role in ("list", "status", "log", "alert", "form", "group") and (not below or not name):
        return below
    return [line, *(f"  {one}" for one in below)]


def _inside(node, tree):
    """The lines of what is in a node; words that follow each other, with the links among them, are one line."""
    if _role(node) == "StaticText":
        return [_text(node, "name")]
    children, lines, words = list(_children(node, tree)), [], ""
    among = any(_role(child) in INLINE for child in children)
    for child in children:
        if _role(child) in INLINE:
            words += _words(child, tree)
        elif among and _role(child) == "link":
            words += f"(link) {_text(child, 'name')}"
        else:
            lines += [*_in_lines(words), *_said(child, tree)]
            words = ""
    return [*lines, *_in_lines(words)]


def _in_lines(words):
    """Words as the lines that they have: more than one only where they are code or printed."""
    return [line for line in words.splitlines() if line.strip()]


def _words(node, tree):
    """The words in an inline node, with the spaces at its ends."""
    if _role(node) == "StaticText":
        return str(node.get("name", {}).get("value", ""))
    return "".join(_words(child, tree) for child in _children(node, tree))


def _table(node, name, tree):
    """A table by its caption, and a line for each of its rows."""
    rows = [part for part in _below(node, tree) if _role(part) == "row"]
    heads = {"columnheader": "column ", "rowheader": "row "}
    lines = [f"{name or 'a table without a name'}, table of {len(rows)} rows"]
    for row in rows:
        cells = [part for part in _below(row, tree) if _role(part) in ("cell", "gridcell", *heads)]
        lines.append("  " + " | ".join(_headed(cell, heads) for cell in cells))
    return lines


def _headed(cell, heads):
    """The words of a cell; a header says that it is one."""
    head, name = heads.get(_role(cell), ""), _text(cell, "name")
    return name if name.startswith(head.strip()) else head + name


def _children(node, tree):
    """The nodes in one; of those that only lay out, what is in them."""
    for child in (tree[id] for id in node.get("childIds", ()) if id in tree):
        if _role(child):
            yield child
        else:
            yield from _children(child, tree)


def _below(node, tree):
    """All nodes below one, in the order of reading."""
    for child in (tree[id] for id in node.get("childIds", ()) if id in tree):
        yield child
        yield from _below(child, tree)


def _role(node):
    return "" if node["ignored"] else str(node["role"]["value"])


def _text(node, name):
    return " ".join(str(node.get(name, {}).get("value", "")).split())


def _told(node):
    return {each["name"]: each["value"].get("value") for each in node.get("properties", ())}


def assert_read_aloud(name, part):
    """What is said of ``part`` is what ``heard/name.txt`` has; with HEARD=write in the environment, that is written.

    A text that is written is to be read aloud before it is committed: it is right where it would do without the page.
    """
    lines, path = read_aloud(part), GOLDEN / f"{name}.txt"
    if os.environ.get("HEARD") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", "utf-8")
    known = path.read_text("utf-8").splitlines() if path.exists() else []
    changed = "\n".join(unified_diff(known, lines, f"{path.parent.name}/{path.name}", "the page", lineterm="", n=1))
    assert not changed, f"{changed}\n`make heard` writes what is said now; read it aloud"
