"""Verdicts on predictions: a number, or one of several options."""

from fractions import Fraction

from helpers.check.verdict import Verdict


def check_number(given, answer, because=None, tolerance=0):
    """Is the text ``given`` the number ``answer``, within ``tolerance``? Fractions such as "7/3" are read too.

    ``because`` maps wrong numbers that stand for a known misconception to what is behind them.

    >>> check_number("5", 5)
    Right: 5.
    >>> check_number("7", 5, because={7: "That is the input's size."})
    Not 7. That is the input's size.
    >>> check_number("five", 5).ok
    False
    """
    try:
        value = Fraction(given.strip().replace(",", "."))
    except (ValueError, ZeroDivisionError):
        return Verdict(False, f"“{given.strip()}” is not a number; write it in digits, for example 12, 2.5 or 7/3.")
    if abs(value - Fraction(answer)) <= Fraction(tolerance):
        return Verdict(True, f"Right: {answer}.")
    for wrong, reason in (because or {}).items():
        if abs(value - Fraction(wrong)) <= Fraction(tolerance):
            return Verdict(False, f"Not {given.strip()}. {reason}")
    return Verdict(False, f"Not {given.strip()}. Try once more, or let it be shown.")


def check_choice(given, answer, because=None):
    """Is the option ``given`` the ``answer``? ``because`` maps wrong options to what is behind them.

    >>> check_choice("smaller", "larger", because={"smaller": "Padding adds cells."})
    Not “smaller”. Padding adds cells.
    """
    if given == answer:
        return Verdict(True, f"Right: {answer}.")
    return Verdict(False, f"Not “{given}”. {(because or {}).get(given, 'Try once more, or let it be shown.')}")
