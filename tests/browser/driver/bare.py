"""Explorers and questions in a page of nothing else, with their Python in this process: no JupyterLab, no kernel.

What is not here: ipywidgets' own sliders and lists. A test turns a control as they do, by ``Bare.turn``.
"""

from functools import partial
from pathlib import Path
from types import SimpleNamespace

from app import Shown

from helpers.explore import ahead
from helpers.explore.explorer import Explorer

SCRIPT = (Path(__file__).parent / "bare.js").read_text(encoding="utf-8")
# In JupyterLab the theme is a mark on the body, and its paper lies behind a notebook.
PAGE = """<style>
  body {{ margin: 8px; background: white; min-height: 3000px }}
  body[data-jp-theme-light=false] {{ background: #111 }}
  {style}
</style>
<body data-jp-theme-light="{light}"><main>{places}</main></body>"""
OWN = ("layout", "style", "tabbable", "tooltip")  # of ipywidgets: no view of ours reads them


class Bare:
    """A page that shows widgets; ``errors`` is what no handler caught, in the page or in Python."""

    def __init__(self, page):
        self.page, self.errors, self.widgets, self.known = page, [], {}, {}
        self.turns, self.said = [], []  # of Python's event loop, and what it has said beside its states
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.expose_function("toPython", self._receive)

    def show(self, *views, theme="light"):
        """Show widgets that have a view of their own, an explorer by its canvas; the first one's place."""
        styles = dict.fromkeys(_view(widget)._css for widget in views if hasattr(_view(widget), "_css"))
        places = "".join(
            f'<div class="{" ".join(widget._dom_classes)}"><div class="view"></div></div>' for widget in views
        )
        self.page.set_content(
            PAGE.format(style="\n".join(styles), light=str(theme == "light").lower(), places=places)
        )
        self.page.evaluate(SCRIPT)
        self.widgets, self.known = {}, {}
        for widget in views:
            for part in _parts(widget):
                self.widgets[part.model_id] = part
                part.send = partial(self._send, part.model_id)
        self.turns.clear()
        ahead.later = self.turns.append
        self.push()
        for number, widget in enumerate(views):
            view = _view(widget)
            self.page.evaluate(
                "([id, source, n]) => bare.show(id, source, document.querySelectorAll('.view')[n])",
                [view.model_id, view._esm, number],
            )
        return self.page.locator("main > *").first

    def app(self, explorer, theme="light", patience=10, beside=()):
        """Show an explorer, and other widgets ``beside`` it: see ``BareApp``."""
        return BareApp(self, explorer, self.show(explorer, *beside, theme=theme), patience)

    def push(self):
        """Tell the page what has changed in Python."""
        self.page.evaluate("states => bare.take(states)", self._news())

    def turn(self, control, value):
        """Give a control a value in the page, as its view does; Python is told."""
        name = "value" if "value" in control.keys else "index"
        sent = value if name == "value" else [option for _, option in control._options_full].index(value)
        self._model(
            control, "(model, [name, value]) => { model.set(name, value); model.save_changes(); }", name, sent
        )

    def press(self, button):
        """Press a button of ipywidgets."""
        self._model(button, "(model) => model.send({ event: 'click' })")

    def hold(self, control):
        """Lay the hand on a control: the page gets something to focus for it, which this gives."""
        return self.page.evaluate_handle("id => bare.hand(id)", control.model_id).as_element()

    def rest(self):
        """The hand rests until Python was asked for what is near, and Python has nothing else to do: the messages."""
        for _ in range(5):  # a busy machine is slow, not wrong
            self.page.wait_for_timeout(150)
            self.settle()
            if messages := self.idle():
                return messages
        return []

    def idle(self):
        """Python takes all turns of its event loop, and the page hears what comes of it: these messages."""
        self.said.clear()
        while self.turns:
            self.turns.pop(0)()
        for id, content in self.said:
            self.page.evaluate("([id, content]) => bare.model(id).hear(content)", [id, content])
        return [content for _, content in self.said]

    def _send(self, id, content, buffers=None):
        self.said.append((id, content))

    def pause(self):
        """Python is busy from now on: what the page sends waits."""
        self.page.evaluate("bare.pause()")

    def answer_one(self):
        """Python takes the first of the messages that wait, and is busy again."""
        self.page.evaluate("bare.answerOne()")

    def go_on(self):
        self.page.evaluate("bare.goOn()")

    def settle(self):
        """Wait until everything that was sent has been answered."""
        self.page.evaluate("bare.settled()")

    def _model(self, widget, act, *arguments):
        self.page.evaluate(f"([id, rest]) => ({act})(bare.model(id), rest)", [widget.model_id, arguments])

    def _receive(self, message):
        widget = self.widgets.get(message["id"])
        if widget is None:  # what was shown before has still something to say
            return {}
        try:
            if "state" in message:
                self.known[message["id"]] |= message["state"]
                widget.set_state(message["state"])
            else:
                widget._handle_custom_msg(message["content"], [bytes(part) for part in message["buffers"]])
        except Exception as error:
            self.errors.append(repr(error))
            raise
        return self._news()

    def _news(self):
        """Of each widget, what the page does not know yet."""
        news = {}
        for id, widget in self.widgets.items():
            state = {name: value for name, value in widget.get_state().items() if _is_read(name)}
            before = self.known.get(id, {})
            news[id] = {name: value for name, value in state.items() if name not in before or before[name] != value}
            self.known[id] = state
        return {id: changed for id, changed in news.items() if changed}


def _is_read(name):
    """Whether a view of ours may read this of a widget."""
    return name == "_options_labels" or (name[0] != "_" and name not in OWN)


def _view(widget):
    """What shows an explorer is its canvas."""
    return widget.controls["step"] if isinstance(widget, Explorer) else widget


def _parts(widget):
    """A widget with all that it is made of."""
    below = [*getattr(widget, "children", ()), *(widget.controls.values() if isinstance(widget, Explorer) else ())]
    return dict.fromkeys([widget, *(part for one in below for part in _parts(one))])


class BareApp(Shown):
    """An explorer in a ``Bare`` page."""

    def __init__(self, bare, explorer, root, patience):
        self.bare, self.explorer, self.controls = bare, explorer, explorer.controls
        super().__init__(root, patience)

    def state(self):
        """What the controls stand for, drawn anew: one that was never wired is found out."""
        values = {name: control.value for name, control in self.controls.items() if name != "step"}
        picture, verdict = self.explorer._draw(**values)
        step = self.controls["step"].value
        words, svg = picture.alts[step], picture.still(step).svg
        return SimpleNamespace(step=step, steps=len(picture.alts), verdict=verdict, words=words, svg=svg)

    def set(self, **values):
        """Set controls from Python, all at once, the step last; the page follows."""
        self.explorer.at_once(**values)
        self.bare.push()
        return self.assert_agrees()

    def turn(self, name, value):
        """Turn a control of the explorer in the page."""
        self.bare.turn(self.controls[name], value)

    def button(self, words):
        """Press the button with these words."""
        (button,) = (part for part in _parts(self.explorer) if getattr(part, "description", None) == words)
        self.bare.press(button)
