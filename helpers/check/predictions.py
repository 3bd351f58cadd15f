"""Verdicts on predictions: a number, or one of several options."""

import re
from fractions import Fraction

from helpers.arguments import real
from helpers.check.verdict import Verdict
from helpers.words import in_digits

Number = int | float | Fraction


def check_number(
    given: str | Number, answer: Number, because: dict[Number, str] | None = None, tolerance: Number = 0
) -> Verdict:
    """Is ``given``, a text or a number, the number ``answer``, within ``tolerance``?

    Fractions such as "7/3" are read too, and thousands as the course prints them, "34,848"; any other comma is a
    decimal point.

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
    given = text = str(given).strip()
    if re.fullmatch(r"[1-9]\d{0,2}([ ,]\d{3})+", text):
        text = text.replace(",", "").replace(" ", "")
    try:
        value = Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        return Verdict(False, f"“{given}” is not a number; write it in digits, for example 12, 2.5 or 7/3.")
    if abs(value - Fraction(answer)) <= Fraction(tolerance):
        return Verdict(True, f"Right: {in_digits(answer)}.")
    for wrong, reason in because.items():
        if abs(value - Fraction(wrong)) <= Fraction(tolerance):
            return Verdict(False, f"Not {given}. {reason}")
    return Verdict(False, f"Not {given}. Try once more, or let it be shown.")


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
