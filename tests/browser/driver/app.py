"""One explorer in a page, with the kernel that stands behind it: its controls, its state, and what the page shows."""

import json
import time
from pathlib import Path
from types import SimpleNamespace

LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")

# What the kernel knows. The picture is drawn anew from the controls: one that was never wired is found out. A file
# carries it, for what a kernel prints is sent to the page as well.
ASK = """
import json, pathlib
{before}
_controls = {{name: control for name, control in explorer.controls.items() if name != "step"}}
def _state():
    picture, verdict = explorer._draw(**{{name: control.value for name, control in _controls.items()}})
    step = explorer.controls["step"].value
    told = dict(step=step, steps=len(picture.alts), verdict=verdict, words=picture.alts[step])
    return dict(told, svg=picture.still(step).svg)
def _named(control):
    families = [family.__name__ for family in type(control).__mro__]
    options = [str(label) for label, _ in getattr(control, "_options_full", ())]
    bounds = [getattr(control, bound, None) for bound in ("min", "max")]
    return dict(families=families, label=control.description, value=control.value, options=options, bounds=bounds)
pathlib.Path({file!r}).write_text(json.dumps({value}))
"""
# States as a page says that it shows them: the values of the controls as it has them, and the step.
DRAW_STATES = """
def _drawn(shown, step):
    given = dict(zip(_controls, shown))
    lists = [name for name, control in _controls.items() if "value" not in control.keys]
    given |= {name: _controls[name]._options_full[given[name]][1] for name in lists}
    picture, verdict = explorer._draw(**given)
    return [picture.still(step).svg, verdict, picture.alts[step]]
"""


class Shown:
    """An explorer in a page, below the locator ``root``: what it shows, and what Python's side of it says.

    Where that side is, the classes below know: they have ``state()``, what the controls stand for, drawn anew (step,
    steps, verdict, words, svg), and ``set(**values)``.
    """

    def __init__(self, root, patience=60):
        self.page, self.root, self.patience = root.page, root, patience
        self.root.locator(".cnn-verdict").wait_for()
        self.page.evaluate(LOOK)

    def look(self, what, *arguments):
        """Call a function of look.js on the explorer."""
        return self.root.evaluate(f"(e, rest) => look.{what}(e, ...rest)", arguments)

    def rewritten(self, svgs):
        """Pictures of the kernel as ``look.shown`` gives them."""
        return self.page.evaluate("svgs => look.rewritten(svgs)", svgs)

    def until(self, true, words):
        """Wait until ``true()`` is so; what it gave."""
        end = time.monotonic() + self.patience
        while not (found := true()):
            assert time.monotonic() < end, f"{words}, within {self.patience} s"
            self.page.wait_for_timeout(20)
        return found

    def assert_agrees(self):
        """Picture, words and verdict become those of the state that Python's controls are in."""
        state = self.state()
        (picture,) = self.rewritten([state.svg])
        expected = {"verdict": state.verdict, "words": state.words, "count": f"{state.step + 1} of {state.steps}"}

        def differing():
            shown = self.root.evaluate(
                """(e) => ({picture: look.shown(e.querySelector(".cnn-picture")), ...Object.fromEntries(
                ["verdict", "words", "count"].map((part) => [part, e.querySelector(`.cnn-${part}`).textContent]))})"""
            )
            return [part for part, text in {**expected, "picture": picture}.items() if shown[part] != text]

        self.until(lambda: not differing(), f"the page never showed the kernel's state: {differing()}")
        return state


class App(Shown):
    """The explorer ``variable`` in the kernel of the notebook ``name``, the n-th that ``page`` shows."""

    def __init__(self, page, lab, folder, name, patience=60, nth=0, variable="explorer"):
        super().__init__(page.locator(".cnn-explorer").nth(nth), patience)
        self.lab, self.name, self.variable = lab, name, variable
        self.file = Path(folder) / "told.json"

    def ask(self, value, before=""):
        """The value of an expression in the kernel, ``explorer`` in it being this one, after ``before``."""
        before = f"explorer = {self.variable}\n{before}" if self.variable != "explorer" else before
        said = self.lab.ask(self.name, ASK.format(before=before, file=str(self.file), value=value))
        assert not said, said
        return json.loads(self.file.read_text())

    def state(self, before=""):
        return SimpleNamespace(**self.ask("_state()", before))

    def set(self, **values):
        """Set controls from the kernel, all at once, the step last; the page follows."""
        self.ask("0", f"explorer.at_once(**{values!r})")
        return self.assert_agrees()

    def controls(self):
        """The controls that the page shows, by name."""
        shown = "{name: _named(control) for name, control in _controls.items()}"
        return {name: Control(self, name, **told) for name, told in self.ask(shown).items()}


class Control:
    """A control of an explorer, found in the page and moved by keyboard or by mouse."""

    def __init__(self, app, name, families, label, value, options, bounds):
        self.app, self.name, self.label, self.value, self.options, self.bounds = (
            app,
            name,
            label,
            value,
            options,
            bounds,
        )
        known = ("IntSlider", "Dropdown", "ToggleButtons", "Checkbox", "Text")
        self.kind = next((family for family in families if family in known), families[0])

    @property
    def there(self):
        """Where it is in the page: of a row of buttons, the one that would change it."""
        if self.kind == "IntSlider":
            return self.app.root.locator(f'.noUi-handle[aria-label="{self.label}"]')
        if self.kind == "ToggleButtons":
            return self.app.root.get_by_role("button", name=self.other, exact=True)
        role = {"Dropdown": "combobox", "Checkbox": "checkbox", "Text": "textbox"}[self.kind]
        return self.app.root.get_by_role(role, name=self.label, exact=True)

    @property
    def other(self):
        """An option that is not chosen: the next one, or the one before."""
        pressed = self.app.ask(f"_controls[{self.name!r}].index")
        return self.options[pressed + 1 if pressed + 1 < len(self.options) else pressed - 1]

    def now(self):
        return self.app.ask(f"_controls[{self.name!r}].value")

    def move(self, how):
        """Move it with ``press`` or ``click``: the kernel's value changes, and the page shows what follows."""
        before = self.now()
        how(self)
        self.app.until(lambda: self.now() != before, f"{how.__name__} did not move {self.name}")
        self.app.assert_agrees()

    def key(self, name):
        """Press a key on it, without a word to the kernel, which may be paused."""
        self.there.focus()
        self.app.page.keyboard.press(name)

    def press(self):
        """Move it by one with the keyboard."""
        keys = self.app.page.keyboard
        self.there.focus()
        if self.kind == "IntSlider":
            keys.press("ArrowRight" if self.now() < self.bounds[1] else "ArrowLeft")
        elif self.kind == "Dropdown":
            keys.press(
                "ArrowDown" if self.app.ask(f"_controls[{self.name!r}].index") + 1 < len(self.options) else "ArrowUp"
            )
        elif self.kind == "Text":
            keys.press("End")
            keys.type(" ")
            keys.press("Enter")
        else:
            keys.press("Enter" if self.kind == "ToggleButtons" else "Space")

    def click(self):
        """Move it with the mouse; a list is opened by the browser itself, so its option is chosen for it."""
        if self.kind == "IntSlider":
            track = self.there.locator("xpath=ancestor::*[contains(@class, 'noUi-base')]").bounding_box()
            low, high = self.bounds
            part = 0.85 if self.now() < low + 0.5 * (high - low) else 0.15
            self.app.page.mouse.click(track["x"] + part * track["width"], track["y"] + track["height"] / 2)
        elif self.kind == "Dropdown":
            self.there.select_option(self.other)
        elif self.kind == "Text":
            self.there.fill("3")
        else:
            self.there.click()

    def drag(self, moves=40):
        """Drag a slider from where it is to its one end and back to two thirds, as fast as the browser takes it."""
        mouse, handle = self.app.page.mouse, self.there.bounding_box()
        track = self.there.locator("xpath=ancestor::*[contains(@class, 'noUi-base')]").bounding_box()
        y = handle["y"] + handle["height"] / 2
        mouse.move(handle["x"] + handle["width"] / 2, y)
        mouse.down()
        for k in range(moves):
            part = k / moves * 1.5
            mouse.move(track["x"] + track["width"] * (part if part < 1 else 2 - part), y)
        mouse.up()
