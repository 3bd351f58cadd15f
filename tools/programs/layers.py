"""The questions about layers: asked of any program that is given as functions of arrays of two dimensions.

A function that a program lacks is left out. Arrays go in and come out without batch and channels.
"""

import json
from importlib.metadata import version

import numpy as np
from flips import look

ONES = np.ones((5, 5), dtype=np.float32)
EIGHT, WEIGHTS = np.arange(1, 9, dtype=np.float32)[None], np.array([[1, 10, 100]], dtype=np.float32)


class Rows(list):
    """The answers of a program, printed as JSON at the end of a script."""

    def __init__(self, package):
        super().__init__()
        number, _, _ = version(package).partition("+")  # without "+cpu"
        self.version = f"{package} {number}"

    def say(self, question, program, answer, remark=""):
        row = {"question": question, "program": program, "version": self.version, "answer": answer}
        self.append(row | ({"remark": remark} if remark else {}))

    def flips(self, program, filtered, remark="", **numbers):
        """Ask which way the kernel is held, and what stands beyond the border."""
        kernel, border = look(filtered, **numbers)
        self.say("who_flips", program, kernel)
        self.say("border", program, border, remark)


def show(*rows):
    """Print the answers for ask.py."""
    print("ANSWERS", json.dumps([row for some in rows for row in some], ensure_ascii=False))


def refused(function, *arguments, **options):
    """What ``function`` gives, or None where it raises."""
    try:
        return np.asarray(function(*arguments, **options))
    except Exception:
        return None


def ask_convolution(rows, program, conv):
    """``conv(x, w)``: no padding, stride 1."""
    rows.flips(program, lambda x, w: conv(x.astype(np.float32), w.astype(np.float32)))
    got = refused(conv, np.ones((4, 4), dtype=np.float32), ONES)
    if got is None:
        rows.say("no_window", program, "refuses")
    else:
        rows.say("no_window", program, "an empty array" if got.shape == (0, 0) else f"a shape of {got.shape}")


def ask_eight_bits(rows, program, conv):
    """``conv(x, w)`` of two arrays of uint8."""
    got = refused(conv, np.full((3, 3), 200, dtype=np.uint8), np.ones((3, 3), dtype=np.uint8))
    rows.say("eight_bits", program, "refuses" if got is None else int(got.item()))


def ask_same(rows, program, same):
    """``same(x, w, stride)``: the padding that the program calls "same"."""
    for question, n, f, stride in (("same_stride", 224, 3, 2), ("same_even", 32, 4, 1)):
        x, w = np.arange(1, n + 1, dtype=np.float32)[None], np.arange(1, f + 1, dtype=np.float32)[None] ** 2
        got = refused(same, x, w, stride)
        rows.say(question, program, "refuses" if got is None else _zeros(got.ravel(), x[0], w[0], stride))


def _zeros(got, x, w, stride):
    for left in range(len(w)):
        for right in range(len(w)):
            windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, (left, right)), len(w))[::stride]
            spare = (len(x) + left + right - len(w)) % stride
            if not spare and len(windows) == len(got) and np.allclose(windows @ w, got):
                words = [f"{number} {side}" for number, side in ((left, "left"), (right, "right"))]
                return (
                    ", ".join(words)
                    .replace("0 left", "none left")
                    .replace("1 right", "one right" if not left else "1 right")
                )
    raise ValueError(f"no padding gives {got}")


def ask_which_second(rows, program, conv, remark):
    """``conv(x, w)``: with stride 2 and the padding of ``remark``."""
    got = np.asarray(conv(EIGHT, WEIGHTS)).ravel()
    rows.say("which_second", program, " ".join(f"{value:.0f}" for value in got), remark)


def ask_down(rows, program, conv, pool):
    """``conv(x, w)`` with stride 3, ``pool(x, f, stride)``: where windows do not fit, unless told otherwise."""
    if conv:
        got = conv(np.ones((7, 7), dtype=np.float32), np.ones((3, 3), dtype=np.float32))
        rows.say("conv_left_over", program, len(np.asarray(got)))
    rows.say("pool_left_over", program, len(np.asarray(pool(ONES, 2, 2))))


def ask_up(rows, program, pool, remark=""):
    """``pool(x, f, stride, padding)``: the maximum, rounded up."""
    for question, n, f, stride, padding in (("up", 5, 2, 2, 0), ("up_padded", 5, 2, 3, 1), ("up_behind", 6, 2, 3, 0)):
        if remark and question != "up":
            continue  # "same" has a padding of its own
        got = np.asarray(pool(np.arange(n * n, dtype=np.float32).reshape(n, n), f, stride, padding))
        odd = "the last value is -inf" if np.isneginf(got[-1, -1]) or got[-1, -1] < -1e30 else ""
        rows.say(question, program, len(got), remark or odd)


def ask_nan(rows, program, pool):
    """``pool(x, f, stride)``: the maximum. NaN is in the first window of 3x3; a remark where 3x3 is the picture."""
    for question, where in (("nan_first", 0), ("nan_last", 2)):
        said = {}
        for n in (8, 3):
            x = np.arange(n * n, dtype=np.float32).reshape(n, n)
            x[where, where] = np.nan
            said[n] = "NaN" if np.isnan(np.asarray(pool(x, 3, 1))[0, 0]) else "lost"
        rows.say(question, program, said[8], f"{said[3]} in a picture of 3×3" if said[3] != said[8] else "")


def ask_mean(rows, program, counted, default, up):
    """Each a function of (x, f, stride, padding): the padding counted, unless told otherwise, and rounded up."""
    if counted:
        rows.say("divisor_padding", program, round(2 / float(np.asarray(counted(ONES, 3, 2, 1))[1, -1])))
    if default:
        value = float(np.asarray(default(ONES, 3, 2, 1))[1, -1])
        rows.say(
            "padding_counted", program, {2 / 3: "yes", 1.0: "no"}[min((2 / 3, 1.0), key=lambda one: abs(one - value))]
        )
    if up:
        rows.say(
            "divisor_up", program, round(2 / float(np.asarray(up(np.ones((6, 6), dtype=np.float32), 3, 2, 0))[0, -1]))
        )


def ask_padding_limit(rows, program, pool, remark=""):
    """``pool(x, f, stride, padding)`` with two cells of padding for a window of three."""
    rows.say("padding_limit", program, "refuses" if refused(pool, ONES, 3, 1, 2) is None else "accepts", remark)


def ask_lrn(rows, program, lrn, remark=""):
    """``lrn(values)``: five channels of one cell, size 5, alpha, beta, k 1; the middle one sums all five."""
    middle = float(np.asarray(lrn(np.ones(5, dtype=np.float32))).ravel()[2])
    rows.say(
        "lrn_alpha",
        program,
        {1 / 2: "yes", 1 / 6: "no"}[min((1 / 2, 1 / 6), key=lambda one: abs(one - middle))],
        remark,
    )
