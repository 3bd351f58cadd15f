"""Verdicts on predictions: a number, or one of several options."""

import re
from fractions import Fraction

from helpers.check.verdict import Verdict
from helpers.words import in_digits

Number = int | float | Fraction


def check_number(
    given: str, answer: Number, because: dict[Number, str] | None = None, tolerance: Number = 0
) -> Verdict:
    """Is the text ``given`` the number ``answer``, within ``tolerance``?

    Fractions such as "7/3" are read too, and thousands as the course prints them, "34,848"; any other comma is a
    decimal point.

    ``because`` maps wrong numbers that stand for a known misconception to what is behind them.

    >>> check_number("5", 5)
    Right: 5.
    >>> check_number("7", 5, because={7: "That is the input's size."})
    Not 7. That is the input's size.
    >>> check_number("34,848", 34848)
    Right: 34,848.
    >>> check_number("five", 5).ok
    False
    """
    text = given.strip()
    if re.fullmatch(r"[1-9]\d{0,2}([ ,]\d{3})+", text):
        text = text.replace(",", "").replace(" ", "")
    try:
        value = Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        return Verdict(False, f"“{given.strip()}” is not a number; write it in digits, for example 12, 2.5 or 7/3.")
    if abs(value - Fraction(answer)) <= Fraction(tolerance):
        return Verdict(True, f"Right: {in_digits(answer)}.")
    for wrong, reason in (because or {}).items():
        if abs(value - Fraction(wrong)) <= Fraction(tolerance):
            return Verdict(False, f"Not {given.strip()}. {reason}")
    return Verdict(False, f"Not {given.strip()}. Try once more, or let it be shown.")


def check_choice(given: str, answer: str, because: dict[str, str] | None = None) -> Verdict:
    """Is the option ``given`` the ``answer``? ``because`` maps wrong options to what is behind them.

    >>> check_choice("smaller", "larger", because={"smaller": "Padding adds cells."})
    Not “smaller”. Padding adds cells.
    """
    if given == answer:
        return Verdict(True, f"Right: {answer}.")
    return Verdict(False, f"Not “{given}”. {(because or {}).get(given, 'Try once more, or let it be shown.')}")
