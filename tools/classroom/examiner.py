"""Mark one notebook: the course's own checks ask, and a process that knows no answers answers them.

In the place of the student's function a check gets an object that sends its arguments to that process (``pupil.py``)
and gives back what came. So the verdicts are those that the course gives, made where no student's code runs.
"""

import contextlib
import inspect
import signal
from dataclasses import dataclass, field

import numpy as np
from exercises import exercises, tags, text_of
from own_numbers import asked_of
from remote import Limits, NotConfined, Pupil, Stopped, without_magics

from helpers import check
from helpers.explore.needs import names_of, needed


@dataclass
class Mark:
    """What one exercise got: the words of its verdict, and the first input that failed."""

    name: str
    title: str
    extra: bool
    ok: bool = False
    words: str = ""
    input: str = ""
    confined: str = field(default="", repr=False)  # "" or why its process had a network


USUAL = Limits()


def trial(hidden, limits):
    """Start a pupil's process as marking does: why it was not shut in, or "".

    Errors: ``NotConfined`` where that was not allowed, or where a solution would not run there.
    """
    source = (
        "import numpy.fft, PIL.Image\nimport helpers.networks\n\n\ndef trial():\n    return numpy.fft.fft([1]).size"
    )
    with Pupil([[1, source]], "trial", source, hidden, limits) as pupil:
        try:
            verdict = pupil.judged(lambda function: check.Verdict(function() == 1, "It gives no 1."))
        except Exception as error:
            raise NotConfined(str(error)) from None
        except Stopped as stopped:
            raise NotConfined(str(stopped)) from None
        if not verdict.ok:
            raise NotConfined(verdict.words)
        return pupil.why


def mark(cells, of, seed, draw, hidden=(), limits=USUAL):
    """A ``Mark`` for each exercise among the cells ``of`` the course's notebook, for the ``cells`` handed in.

    ``seed`` is the class edition's, or None; ``draw`` the seed of further inputs.
    """
    code = [cell for cell in cells if cell["cell_type"] == "code" and not {"solution", "predict"} & set(tags(cell))]
    sources, marks = [text_of(cell) for cell in code], []
    for exercise in exercises(of):
        asked = asked_of(exercise.check, seed)
        name = asked.pop("name", exercise.name)
        one = Mark(name, exercise.title, exercise.extra)
        marks.append(one)
        places = [place for place, source in enumerate(sources) if name in names_of(source).binds]
        if not places:
            one.words = f"There is no function {name} in the notebook."
            continue
        checked = getattr(check, exercise.check)
        if "rng" in inspect.signature(checked).parameters:
            asked["rng"] = np.random.default_rng([draw, *exercise.check.encode()])
        with Pupil(_cells_for(sources, places[-1]), name, sources[places[-1]], hidden, limits) as pupil:
            try:
                with _at_most(3 * limits.seconds):
                    verdict = pupil.judged(lambda function, c=checked, a=asked: c(function, **a))
                one.ok, one.words = verdict.ok, verdict.words
                one.input = "" if verdict.ok else pupil.failing(verdict.words)
            except NotConfined:
                raise
            except Stopped as stopped:
                one.words, one.input = f"Not yet. {stopped}", pupil.calls[-1] if pupil.calls else ""
            except Exception as error:  # an answer that the check itself stumbles over, as one of a billion windows
                words = f"What {name} gives cannot be judged: {type(error).__name__} {error}"
                one.words, one.input = f"Not yet. {words.strip()}", pupil.calls[-1] if pupil.calls else ""
            one.confined = pupil.why
    return marks


@contextlib.contextmanager
def _at_most(seconds):
    """Stop what runs in here after so many seconds: the check itself, for a pupil's process has its own limit."""

    def stop(*_):
        raise Stopped(f"What it gives could not be judged within {seconds:g} s.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _cells_for(sources, k):
    """[number, text] of the cells that cell ``k`` needs when all have run: a name may be bound below it, too."""
    order = [*(place for place in range(len(sources)) if place != k), k]
    chosen = needed([sources[place] for place in order], len(order) - 1)
    return [[order[place] + 1, without_magics(sources[order[place]])] for place in chosen]
