"""Sliders around a picture: controls -> state -> draw -> canvas, in one direction only."""

import anywidget
import ipywidgets as widgets
import traitlets

from helpers.arguments import several, whole
from helpers.explore.ahead import Ahead, sent_of
from helpers.explore.controls import in_columns
from helpers.explore.numbers import Numbered
from helpers.explore.over import over as over_control
from helpers.explore.reruns import note_shown
from helpers.web.page import CANVAS, SHEET, page_html


class Canvas(Numbered, anywidget.AnyWidget):
    """The picture with all its steps in the browser, and the control that chooses one: ``value``.

    ``shown`` holds the values of ``controls`` that the picture was made with, so that the browser knows an older
    picture from the one that its sliders ask for. ``beside`` has the traits of what stands beside it, by model;
    ``made`` and ``lasts`` are those of ``Ahead``, which sends states that the browser may show by itself.
    """

    _esm = CANVAS
    _css = SHEET
    svg = traitlets.Unicode().tag(sync=True)
    alts = traitlets.List(traitlets.Unicode()).tag(sync=True)
    about = traitlets.Unicode().tag(sync=True)
    verdict = traitlets.Unicode().tag(sync=True)
    refusal = traitlets.Unicode().tag(sync=True)
    value = traitlets.Int(0).tag(sync=True)
    controls = traitlets.List(traitlets.Instance(widgets.Widget)).tag(sync=True, **widgets.widget_serialization)
    shown = traitlets.List().tag(sync=True)
    asked = traitlets.Int(0).tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    beside = traitlets.Dict().tag(sync=True)
    made = traitlets.Int(0).tag(sync=True)
    lasts = traitlets.Bool(True).tag(sync=True)

    @traitlets.validate("value")
    def _within_the_steps(self, proposal):
        return max(0, min(proposal["value"], len(self.alts) - 1))

    @traitlets.observe("asked")
    def _done(self, change):
        """What was asked came before this number, and is answered by now."""
        self.answered = change["new"]

    def show(self, told, made, lasts):
        """Steps, words, verdict and value, in one message: no view ever mixes two states."""
        with self.hold_sync():
            self.shown = [sent_of(control, control.value) for control in self.controls]
            self.refusal, self.made, self.lasts = "", made, lasts
            for name, value in told.items():
                setattr(self, name, value)
            self.value = min(self.value, len(self.alts) - 1)


class Explorer(widgets.VBox):
    """A picture with the controls of its state.

    ``controls`` maps the argument names of the explorer's function to widgets, and ``"step"`` to the canvas;
    ``picture`` and ``verdict`` are what is shown now.

    ``draw(**state)`` returns ``(picture, verdict)``, where the state has every control's value. ``shown`` are the
    widgets that show, in the order of reading. ``choose(grid, row, column, text)`` is called when a reader chooses a
    cell (``text`` is None) or types into it; ``paint(grid, points)`` when one draws, with points (down, right) in
    cells. Where ``private()`` is true, nothing of the picture is stored. ``by_hand`` names the controls that only
    matter to what a reader draws; ``left`` has those that ``leave`` was called with. ``beside(picture)`` gives, for
    other widgets, their traits beside a picture: ``{widget: {trait: value}}``. ``about`` is its name aloud.
    """

    def __init__(
        self,
        controls,
        draw,
        shown,
        choose=None,
        paint=None,
        private=lambda: False,
        by_hand=(),
        beside=lambda _: {},
        about="",
    ):
        self._draw, self._private, self._several, self._beside = draw, private, False, beside
        self.shown, self.by_hand, self.left = shown, by_hand, {}
        self.cells, self.hints, self.also = {}, list, []  # states.py
        self._canvas = Canvas(controls=list(controls.values()), about=about)
        self.controls = {**controls, "step": self._canvas}
        super().__init__([in_columns(shown), self._canvas] if shown else [self._canvas])
        self.add_class("cnn-explorer")
        for control in controls.values():
            control.observe(self._changed, "value")
        self._choose, self._paint, self._ahead = choose, paint, Ahead(self)
        self._canvas.on_msg(self._receive)
        self.redraw(anew=False)

    def _receive(self, _widget, message, _buffers):
        """A message from the canvas: states to draw ahead, a stroke, or a cell that was chosen."""
        if "ahead" in message:
            self._ahead.ask(message)
        elif "points" in message:
            self._paint(message["grid"], message["points"])
        elif self._choose:
            self._choose(message["grid"], message["row"], message["column"], message.get("value"))

    def _changed(self, _change):
        if not self._several:
            self.redraw(anew=False)

    def leave(self, name, lands, sets):
        """When this control changes, controls ``sets`` change with it, and the step: to ``lands(state)``.

        ``lands`` computes from the state that was asked for, and changes nothing. Who sets several controls at once
        says all of them, and nothing is changed with them.
        """
        self.controls[name].unobserve(self._changed, "value")
        self.controls[name].observe(lambda _change: self._several or self.at_once(**lands(self.state())), "value")
        self.left[name] = lands, sets

    def state(self):
        """The values of the controls."""
        return {name: control.value for name, control in self.controls.items() if name != "step"}

    def remake(self):
        """Say that something else than a control has changed what pictures are made of: none drawn ahead is right."""
        self._ahead.remake()

    def told(self, picture, verdict):
        """What the browser is told of a state."""
        beside = {widget.model_id: traits for widget, traits in self._beside(picture).items()}
        return {"alts": list(picture.alts), "verdict": verdict, "beside": beside, "svg": picture.svg}

    def redraw(self, anew=True):
        """Draw the state that the controls are in; ``anew`` where something else than a control has changed."""
        self._ahead.drawn(anew)
        state = self.state()
        self.picture, self.verdict = self._draw(**state)
        for widget, traits in self._beside(self.picture).items():
            for name, value in traits.items():
                setattr(widget, name, value)
        with self._canvas.hold_sync():
            self._canvas.show(self.told(self.picture, self.verdict), self._ahead.made, self._ahead.lasts(state))
            self._canvas.tell(self.picture)

    def at_once(self, **values):
        """Set several controls and draw once; the step comes last, for how many there are depends on the others."""
        step = values.pop("step", None)
        with self._canvas.hold_sync():
            self._several = True
            try:
                for name, value in values.items():
                    self.controls[name].value = value
            finally:
                self._several = False
            self.redraw(anew=False)
            if step is not None:
                self.controls["step"].value = step

    def start(self, step):
        """Show ``step`` first, None for the one that tells most: the explorer itself.

        Errors: ``ValueError`` where the picture has no such step.
        """
        if step is None:
            step = self.picture.opening
        step, last = whole("step", step, 0), len(self.picture.alts) - 1
        if step > last:
            raise ValueError(f"step must be 0..{last} here, got {step}")
        self.controls["step"].value = step
        return self

    def type(self, name, row, column, text):
        """What a reader typed into a cell of the matrix ``name``: drawn, or refused in a sentence."""
        try:
            redrawn = self.controls[name].type(row, column, text)
        except ValueError as refusal:
            self.refuse(str(refusal))
        else:
            if not redrawn:  # the matrix was the reader's own already: no control has changed its value
                self.redraw()

    def refuse(self, verdict):
        """Say what was refused, where the eye is and as the verdict, until the next redraw."""
        self.verdict = verdict
        with self._canvas.hold_sync():
            self._canvas.verdict = self._canvas.refusal = verdict

    def save(self, path, theme="light", width=None):
        """Write what shows now to ``path``, an .svg or .png file, and give its Path: see ``Picture.save``."""
        return self.picture.save(path, self.controls["step"].value, theme, width)

    def numbers(self):
        """The numbers that show now, as tables: the input, what is computed at this step, the output so far."""
        return self.picture.numbers(self.controls["step"].value)

    def animate(self, path, seconds=0.5, theme="light", width=None, **over):
        """Write the steps one after the other to an .svg or .gif that moves, or to a .png each: their Paths.

        ``over`` names one control with the values it takes in turn: ``step=range(0, 49, 7)`` for some steps,
        ``stride=[1, 2, 3]`` for several states, each at the step that shows now. The controls end as they were.
        The rest is as in ``Picture.animate``.

        Errors: those of ``Picture.animate``; ``ValueError`` for a control that there is not or a value that it
        does not take, with those that there are.
        """
        if len(over) > 1:
            raise ValueError(f"animate goes over one control, got {' and '.join(map(repr, over))}")
        steps = several("step", over.pop("step"), [0, 12, 24]) if "step" in over else None
        picture = over_control(self, *over.popitem(), seconds) if over else self.picture
        return picture.animate(path, steps, seconds, theme, width)

    def to_html(self, live=None, script=True, states=None, folder=""):
        """The explorer for a web page: it steps and plays there, with no kernel and nothing from another host.

        The other controls show their values, and link to ``live``, an address where they work. With ``states``, from
        ``states.states_of``, they work on the page, which finds the files of these at the address ``folder``.
        ``script=False`` leaves out the script and the style, for a page that has ``page.SCRIPT`` and ``page.STYLE``
        already.
        """
        names = {id(control): name for name, control in self.controls.items()}
        given = {
            names[id(control)]: (control.description, str(getattr(control, "label", control.value)))
            for control in self.shown
            if id(control) in names and names[id(control)] not in self.by_hand
        }
        told = self._dom_classes, live, script, states, folder, self._canvas.about
        return page_html(self.picture, self.verdict, self._canvas.value, given, *told)

    def _repr_mimebundle_(self, **kwargs):
        """The live app, and picture and words for what runs no widgets: a web page, an unrun notebook, nbval."""
        note_shown(self)
        live = {name: data for name, data in super()._repr_mimebundle_(**kwargs).items() if name != "text/plain"}
        if self._private():
            return {**live, "text/plain": "Your own picture shows while the notebook runs; it is not stored."}
        step = self._canvas.value
        words = f"{self.verdict} {self.picture.alts[step]}"
        return {**live, "image/svg+xml": self.picture.at(step), "text/plain": words}
