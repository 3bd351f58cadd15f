"""What a reader sees, frame by frame: a control and the picture that it moves, in a page, while keys and mouse do.

A time begins with the time stamp that the browser gave to the key press. It ends when the first frame with the new
picture has been rendered: at each frame we look at what it will show and post a message, which the browser delivers
after that frame. What the screen adds, up to one more display frame, no page can see.
"""

import math
from itertools import pairwise
from statistics import median, quantiles
from typing import NamedTuple

# In JavaScript: the control's value, the value that the picture shows, and whether it is marked as an older one.
STEP = [
    "canvas.querySelector('.cnn-bar input').value",
    "parseInt(canvas.querySelector('.cnn-count').textContent) - 1",
]
WATCH = """(canvas, expressions) => {
  const [value, painted, marked] = expressions.map((words) => new Function("canvas", `return String(${words})`));
  const channel = new MessageChannel(), number = window.watched = (window.watched ?? 0) + 1;
  let before = "";
  const now = () => [value, painted, marked].map((read) => read(canvas));
  window.see = { keys: [], frames: [], now };
  channel.port1.onmessage = (event) => see.frames.push([performance.now(), ...event.data]);
  function frame() {
    if (number !== window.watched) return; // another control is watched by now
    if (now().join() !== before) channel.port2.postMessage(now());
    before = now().join();
    requestAnimationFrame(frame);
  }
  if (number === 1) window.addEventListener("keydown", (event) => see.keys.push(event.timeStamp), true);
  frame();
}"""


class Frame(NamedTuple):
    """When a frame had been rendered (ms), and what it showed."""

    time: float
    value: str
    painted: str
    marked: str


class Times(NamedTuple):
    """ms from key to frame, and the longest time that an older picture stood there unmarked."""

    all: list
    unmarked: float

    @property
    def median(self):
        return median(self.all)

    @property
    def p95(self):
        return quantiles(self.all, n=20, method="inclusive")[-1]


class Drag(NamedTuple):
    """The values that a slider took while it was dragged, how many of them were painted, and how many too late."""

    taken: int
    painted: int
    late: int


class Watched:
    """A control: ``handle`` takes the keys and the mouse; the three expressions are those of ``WATCH``."""

    def __init__(self, canvas, handle, value, painted, marked="canvas.classList.contains('cnn-waits')"):
        self.canvas, self.page, self.handle = canvas, handle.page, handle
        self.expressions = [value, painted, marked]

    def begin(self):
        """Look at every frame from now on."""
        self.canvas.evaluate(WATCH, self.expressions)
        self.page.wait_for_function("see.frames.length")

    def frames(self):
        """All frames so far that showed something else than the one before."""
        self.page.wait_for_timeout(50)  # for the message of the last frame
        return [Frame(*frame) for frame in self.page.evaluate("see.frames")]

    def press(self, times, keys=("ArrowRight", "ArrowLeft"), rest=0):
        """Press a key so many times, each after the frame that answers the one before; back at the range's end.

        The hand rests so many ms before each press.
        """
        self.begin()
        self.handle.focus()
        done, there = 0, list(keys)
        while done < times:
            self.page.wait_for_timeout(rest)
            value, painted, _ = self.page.evaluate("see.now()")
            self.page.keyboard.press(there[0])
            if self.page.evaluate("see.now()[0]") == value:
                there.reverse()
                self.page.evaluate("see.keys.pop()")
            else:
                self.page.wait_for_function("(old) => see.now()[1] !== old", arg=painted)
                self.page.wait_for_timeout(40)
                done += 1
        frames, pressed = self.frames(), self.page.evaluate("see.keys")
        return Times(answered(pressed, frames), _unmarked(frames))

    def once(self, key, patience=500):
        """Press a key on what has the focus: ms to the frame that answers."""
        self.begin()
        painted = self.page.evaluate("see.now()[1]")
        self.page.keyboard.press(key)
        self.page.wait_for_function("old => see.now()[1] !== old", arg=painted, timeout=patience)
        return answered(self.page.evaluate("see.keys"), self.frames())[0]

    def hold(self, key, times, seconds=0.033):
        """Keep a key down that moves the control by 1: ms from each press to the first frame that is as far."""
        self.begin()
        start = int(self.page.evaluate("see.now()[1]"))
        by = 1 if key in ("ArrowRight", "ArrowDown") else -1
        for _ in range(times):
            self.page.keyboard.down(key)
            self.page.wait_for_timeout(1000 * seconds)
        self.page.keyboard.up(key)
        self.page.wait_for_function("end => see.now()[1] === end", arg=str(start + by * times))
        frames, pressed = self.frames(), self.page.evaluate("see.keys")
        return [
            next(f.time for f in frames if f.time > at and by * (int(f.painted) - start) > done) - at
            for done, at in enumerate(pressed)
        ]

    def drag(self, most=20):
        """Drag from the lowest value to the highest, a new place every two display frames, and wait for the last."""
        self.handle.focus()
        self.page.keyboard.press("Home")
        self.page.wait_for_timeout(400)
        self.begin()
        start, (left, width) = self._start(), self._track()
        y = start["y"]
        self.page.mouse.move(start["x"], y)
        self.page.mouse.down()
        for place in range(1, most + 1):
            self.page.mouse.move(start["x"] + (left + width - start["x"]) * place / most, y)
            self.page.wait_for_timeout(33)
        self.page.mouse.up()
        self.page.wait_for_timeout(500)
        return _dragged(self.frames())

    def _start(self):
        box = self.handle.bounding_box()
        x = box["x"] + (8 if self.handle.evaluate("e => e.tagName") == "INPUT" else box["width"] / 2)
        return {"x": x, "y": box["y"] + box["height"] / 2}

    def _track(self):
        native = self.handle.evaluate("e => e.tagName") == "INPUT"
        box = self.handle if native else self.handle.locator("xpath=ancestor::*[contains(@class, 'noUi-base')]")
        box = box.bounding_box()
        return box["x"], box["width"]


def answered(pressed, frames):
    """ms from each key to the first frame that shows another picture."""
    return [_answered(at, until, frames) for at, until in pairwise([*pressed, math.inf])]


def _answered(pressed, until, frames):
    """ms from a key to the first frame that shows another picture."""
    before = [frame for frame in frames if frame.time <= pressed][-1].painted
    return next(f.time for f in frames if pressed < f.time < until and f.painted != before) - pressed


def _unmarked(frames):
    """The longest time, in ms, that a picture other than the control's stood there without a mark."""
    longest, since = 0, None
    for frame in frames:
        stale = frame.value != frame.painted and frame.marked == "false"
        if stale and since is None:
            since = frame.time
        elif not stale and since is not None:
            longest, since = max(longest, frame.time - since), None
    return longest


def _dragged(frames):
    """Values in the order in which they were taken and painted; late is what was painted after a later one."""
    taken = list(dict.fromkeys(frame.value for frame in frames))
    painted = [frame.painted for frame in frames]
    places = [taken.index(value) for value in painted if value in taken]
    late = sum(b < a for a, b in pairwise(places))
    return Drag(len(taken), len(set(painted)), late)
