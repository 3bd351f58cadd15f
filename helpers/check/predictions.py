"""Verdicts on predictions: a number, or one of several options."""

from fractions import Fraction

from helpers.arguments import plain, real
from helpers.check.typed import misread, typed
from helpers.check.verdict import Verdict
from helpers.check.wording import written
from helpers.words import in_digits

Number = int | float | Fraction
SLACK = Fraction(1, 10**9)  # what a float may be off


def check_number(
    given: str | Number, answer: Number, because: dict[Number, str] | None = None, tolerance: Number = 0
) -> Verdict:
    """Is ``given``, a text or a number, the number ``answer``, within ``tolerance``?

    ``typed`` says how a text is read: fractions, "2½" or "7/3", and thousands as the course prints them, "34,848".

    ``because`` maps wrong numbers that stand for a known misconception to what is behind them.

    Errors: ``TypeError`` where answer or tolerance is no number, or ``because`` no dict; ``ValueError`` for a
    tolerance below 0.

    >>> check_number("5", 5)
    Right: 5.
    >>> check_number("7", 5, because={7: "That is the input's size."})
    Not 7. That is the input's size.
    >>> check_number("34,848", 34848)
    Right: 34,848.
    >>> check_number("five", 5).ok
    False
    """
    real("answer", answer)
    real("tolerance", tolerance, 0)
    because = explained(because)
    given = str(given).strip()
    value = typed(given)

    def same(number, other):
        return abs(number - Fraction(plain(other))) <= Fraction(plain(tolerance)) + SLACK  # NumPy's would overflow

    if value is not None:
        if same(value, answer):
            return Verdict(True, f"Right: {shown(answer)}.")
        for wrong, reason in because.items():
            if same(value, wrong):
                return Verdict(False, f"Not {given}. {reason}")
    words = misread(given, lambda number: any(same(number, other) for other in (answer, *because)))
    if value is None and not words:
        why = f"“{given}” is not a number; write it in digits, for example 12, 2.5 or 7/3."
        return Verdict(False, why, understood=False)
    return Verdict(False, f"Not {given}. {words or 'Try once more, or let it be shown.'}", understood=not words)


def check_choice(given: str, answer: str, because: dict[str, str] | None = None) -> Verdict:
    """Is the option ``given`` the ``answer``? ``because`` maps wrong options to what is behind them.

    Errors: ``TypeError`` where ``because`` is no dict.

    >>> check_choice("smaller", "larger", because={"smaller": "Padding adds cells."})
    Not “smaller”. Padding adds cells.
    """
    because = explained(because)
    if given == answer:
        return Verdict(True, f"Right: {answer}.")
    return Verdict(False, f"Not “{given}”. {because.get(given, 'Try once more, or let it be shown.')}")


def explained(because):
    """``because`` as a dict from wrong answers to what is behind them.

    >>> explained(None), explained({7: "That is the input's size."})
    ({}, {7: "That is the input's size."})
    """
    if because is not None and not isinstance(because, dict):
        raise TypeError(f"because must map wrong answers to what is behind them, got {because!r}")
    return because or {}


def shown(answer):
    """A right answer as it is shown: thousands apart, decimals short.

    >>> shown(34848), shown(7 / 3), shown(Fraction(7, 3))
    ('34,848', '2.33333', '7/3')
    """
    return written(answer) if isinstance(answer, float) else in_digits(answer)
