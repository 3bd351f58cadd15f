"""The chain rule's picture, against nudging each number and seeing what the loss does."""

import re
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import assert_legible, boxes, texts, written
from loops import nudged
from marks import marks, sheets

from helpers.draw import draw_chain
from helpers.trace.chain import chain

NUDGE = 1e-4
EXAMPLES = [  # x, w, v, target, relu
    (3, 2, 0.5, 5, True),
    (3, -2, 0.5, 5, True),
    (3, 2, 0.5, 5, False),
    (3, -2, 0.5, 5, False),
    (-3, -2, 0.5, 5, True),
    (0, 2, 1.5, 1, True),
    (0.1, 0.3, -0.7, -0.5, True),
    (2, 2, 2, 8, True),
    (1 / 3, 2.5, 1 / 7, 0, False),
    (-19.87, -19.83, -19.19, 19.99, True),
]
NAMES = ["x", "h", "r", "out", "loss", "error of out", "slope of v", "error of r", "error of h", "slope of w"]
tenths = st.integers(-200, 200).map(lambda n: n / 10)
numbers = tenths | st.floats(-20, 20, allow_subnormal=False)


def slopes(x, w, v, target, relu):
    """The slope of the loss in each number, by nudging; and the values on the way."""

    def passed(h):
        return h if h > 0 or not relu else 0

    def missed(out):
        return (target - out) ** 2

    h = x * w
    r, found = passed(h), {"x": x, "h": h}
    found |= {"r": r, "out": r * v, "loss": missed(r * v)}
    found["error of out"] = nudged(missed, r * v, NUDGE)
    found["slope of v"] = nudged(lambda v: missed(r * v), v, NUDGE)
    found["error of r"] = nudged(lambda r: missed(r * v), r, NUDGE)
    found["error of h"] = nudged(lambda h: missed(passed(h) * v), h or -NUDGE, NUDGE)  # at its corner ReLU is shut
    found["slope of w"] = nudged(lambda w: missed(passed(x * w) * v), w, NUDGE)
    return found


def told(picture, k):
    """{name: number} of what step ``k`` shows in boxes and as the slopes of weights, read by place."""
    found, shown = {}, written(picture.at(k))
    for sheet in sheets(picture, k):
        middle = (sheet.left + sheet.right) / 2
        above = [words for x, y, *_, words in shown if abs(x - middle) < 1 and 0 < sheet.top - y < 12]
        inside = [words for x, y, *_, words in shown if abs(x - middle) < 1 and sheet.top < y < sheet.bottom]
        assert len(above) == 1 and len(inside) <= 1
        found |= {name: inside[0] for name in above if inside}
    for x, y, *_, title in shown:
        if re.fullmatch("slope of [wv]", title):
            lines = [words for left, top, *_, words in shown if left == x and 20 < top - y < 60]
            if len(lines) > 1:
                found[title] = lines[-1][2:]
    return found


def equations(words):
    """(factors, sign, total) of every product in a sentence."""
    for terms, sign, total in re.findall(r"((?:\(?-?[\d.]+\)? · )+\(?-?[\d.]+\)?) ([=≈]) (-?[\d.]+)", words):
        yield [float(term.strip("()")) for term in terms.split(" · ")], sign, float(total.rstrip("."))


def own(relu):
    return [name for name in NAMES if relu or name not in ("r", "error of r")]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(numbers, numbers, numbers, numbers, st.booleans())
def test_the_errors_and_slopes_are_those_of_nudging(x, w, v, target, relu):
    if abs(x * w) <= 21 * NUDGE:
        return  # a nudge would cross the corner of ReLU
    found, expected = chain(x, w, v, target, relu), slopes(x, w, v, target, relu)
    for name, number in expected.items():
        there = getattr(found, name.replace(" of ", "_"))
        assert there == pytest.approx(number, rel=1e-5, abs=1e-5 * (1 + expected["loss"] ** 0.5)), name
    assert found.passes == (not relu or x * w > 0)


@pytest.mark.parametrize("x, w", [(0, 2), (3, 0), (-3, 0), (3, -2)])
def test_at_0_and_below_relu_lets_no_error_through(x, w):
    shut, open_ = chain(x, w, 0.5, 5), chain(x, w, 0.5, 5, relu=False)
    assert (shut.error_h, shut.slope_w) == (0, 0) and not shut.passes
    assert open_.error_h == open_.error_r != 0 and open_.passes


def test_the_example_of_the_course():
    shown = told(draw_chain(3, 2, 0.5, 5), 9)
    assert list(map(shown.get, NAMES)) == ["3", "6", "6", "3", "4", "-4", "-24", "-2", "-2", "-6"]
    shown = told(draw_chain(3, -2, 0.5, 5), 9)
    assert list(map(shown.get, NAMES)) == ["3", "-6", "0", "0", "25", "-10", "0", "-5", "0", "0"]


@pytest.mark.parametrize("x, w, v, target, relu", EXAMPLES)
def test_every_step_shows_one_number_more_and_frames_it(x, w, v, target, relu):
    picture, expected = draw_chain(x, w, v, target, relu=relu), slopes(x, w, v, target, relu)
    names = own(relu)
    assert len(picture.alts) == len(names) and picture.opening == len(names) - 1
    for k, newest in enumerate(names):
        shown = told(picture, k)
        assert set(shown) == set(names[: k + 1])
        for name, number in shown.items():
            places = len(number.partition(".")[2])
            rough = 1e-5 * (1 + abs(expected[name])) if " of " in name else 1e-9
            assert abs(float(number) - expected[name]) <= 0.51 * 10**-places + rough, name
        (frame,) = marks(picture, k, "frame", "mark")
        left, top, right, bottom = frame.box
        inside = [words for x, y, *_, words in written(picture.at(k)) if left < x < right and top < y < bottom]
        assert inside[-1].removeprefix("= ").removeprefix("≈ ") == shown[newest]
        assert_legible(picture, k)


@pytest.mark.parametrize("x, w, v, target, relu", EXAMPLES)
def test_the_tables_have_all_numbers_so_far(x, w, v, target, relu):
    picture, expected = draw_chain(x, w, v, target, relu=relu), slopes(x, w, v, target, relu)
    for k in range(len(picture.alts)):
        given, so_far = picture.numbers(k)
        assert [float(text) for text in given.cells[0]] == pytest.approx([w, v, target], abs=6e-5)
        last = k == len(picture.alts) - 1
        assert so_far.rows == [*own(relu)[: k + 1], *["slope of w, all the way"] * last]
        for name, (value, made) in zip(so_far.rows, so_far.cells, strict=True):
            name = name.removesuffix(", all the way")
            rough = 1e-5 * (1 + abs(expected[name])) if " of " in name else 1e-9
            assert abs(float(value) - expected[name]) <= 6e-5 + rough, name
            if name != "x":
                sign, terms = made[0], made[2:].replace("·", "*").replace("²", "**2")
                slack = 6e-5 if sign == "=" else 0.02 * abs(expected[name]) + 0.02
                assert sign in "=≈" and abs(eval(terms) - float(value)) <= slack, (name, made)


@pytest.mark.parametrize("x, w, v, target, relu", EXAMPLES)
def test_every_step_says_its_number_and_its_products_are_right(x, w, v, target, relu):
    picture = draw_chain(x, w, v, target, relu=relu)
    last = told(picture, picture.opening)
    for name, words in zip(own(relu), picture.alts, strict=True):
        assert re.search(rf"{name}\b.* [=≈] {re.escape(last[name])}[. ]", words), (name, words)
    spoken = [equation for words in picture.alts for equation in equations(words)]
    assert len(spoken) == (7 if relu else 6)
    for factors, sign, total in spoken:
        assert abs(prod(factors) - total) <= (1e-9 if sign == "=" else 0.01 * abs(total) + 0.01), (factors, total)
    for name, number in last.items():
        assert f"{name} = {number}" in picture.alts[-1] or f"{name} ≈ {number}" in picture.alts[-1] or "w" in name
    factors, _, total = spoken[-1]
    assert len(factors) == (4 if relu else 3) and f"{total:g}" == f"{float(last['slope of w']):g}"


@pytest.mark.parametrize("x, w, v, target, relu", EXAMPLES)
def test_each_arrow_back_says_what_it_multiplies_by(x, w, v, target, relu):
    picture = draw_chain(x, w, v, target, relu=relu)
    back = [words for _, y, _, _, words in sorted(written(picture.at(picture.opening))) if 146 < y < 154]
    through = f"· {1 if x * w > 0 else 0}, for h {'>' if x * w > 0 else '≤'} 0"
    assert len(back) == (3 if relu else 2)
    assert (back[0] == through) == relu
    assert re.fullmatch(r"· v [=≈] -?[\d.]+", back[-2]) and float(back[-2].split()[-1]) == pytest.approx(v, abs=5e-4)
    out, goal = re.fullmatch(r"2 · \((-?[\d.]+) - \(?(-?[\d.]+)\)?\)", back[-1]).groups()
    assert float(out) == pytest.approx(
        (max(x * w, 0) if relu else x * w) * v, abs=0.5 if abs(float(out)) > 999 else 0.05
    )
    assert float(goal) == target


@pytest.mark.parametrize("x, w, v, target, relu", EXAMPLES)
def test_only_a_relu_that_is_shut_is_hatched_and_says_so(x, w, v, target, relu):
    picture = draw_chain(x, w, v, target, relu=relu)
    shut = relu and x * w <= 0
    for k, name in enumerate(own(relu)):
        hatched = [mark.box for mark in marks(picture, k, "hatch")]
        known = own(relu).index("error of h") <= k
        assert len(hatched) == (shut and known), name
        assert ("w hears 0" in texts(picture, k)) == (shut and known)
        dashed = re.findall(r'stroke-dasharray="5 4"', picture.at(k))
        assert len(dashed) == shut * ((k >= 2) + known), "the wire through ReLU, there and back"
    assert ("w hears 0" in picture.alts[-1]) == shut


@settings(max_examples=100, deadline=None, derandomize=True)
@given(numbers, numbers, numbers, numbers, st.booleans())
def test_all_numbers_can_be_read(x, w, v, target, relu):
    picture = draw_chain(x, w, v, target, relu=relu)
    assert_legible(picture, picture.opening)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(*[st.integers(-9, 9)] * 2, tenths, st.integers(-9, 9), st.booleans())
def test_numbers_like_those_of_a_lesson_are_written_at_13_px_or_more(x, w, v, target, relu):
    picture = draw_chain(x, w, v, target, relu=relu)
    found = written(picture.at(picture.opening))
    assert min(size for _, _, size, _, _ in found) >= 13
    assert boxes(found)[:, 1].max() <= 960


@pytest.mark.parametrize("name", ["x", "w", "v", "target"])
def test_a_number_that_cannot_be_drawn_is_refused(name):
    good = {"x": 3, "w": 2, "v": 0.5, "target": 5}
    with pytest.raises(ValueError, match=f"^{name} must be at most 20 here, got 21$"):
        draw_chain(**good | {name: 21})
    with pytest.raises(ValueError, match=f"^{name} must be at least -20, got -20.5$"):
        draw_chain(**good | {name: -20.5})
    with pytest.raises(ValueError, match=f"^{name} must be a finite number, got nan$"):
        draw_chain(**good | {name: float("nan")})
    with pytest.raises(TypeError, match=f"^{name} must be a number, got '3'$"):
        draw_chain(**good | {name: "3"})
