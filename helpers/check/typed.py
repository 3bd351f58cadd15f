"""Numbers as readers type them; ``tools/site/number.js`` reads them the same way (``tests/web/numbers.json``)."""

import re
import unicodedata
from fractions import Fraction

LONGEST = 40  # letters of a number
SIGN = "([+-]? ?)"
APART = re.compile(SIGN + r"([1-9]\d{0,2}([ ,'’])\d{3}(?:\3\d{3})*)([.,]\d+)?", re.ASCII)
PLAIN = re.compile(SIGN + r"(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d\d?)?", re.ASCII)
MIXED = re.compile(SIGN + r"(\d+) (\d+)/(\d+)", re.ASCII)

# What two conventions read differently, and what is said where only the other one gives an answer that is known.
MISREAD = {
    ".": "A point is a decimal point here. Leave it out where it sets thousands apart, or write a comma.",
    ",": "A comma before three digits sets thousands apart here. Write a point where decimals begin.",
}
SWAPPED = str.maketrans(".,", ",.")


def typed(text: str) -> Fraction | None:
    """The number that ``text`` is, or None.

    Thousands may be apart, by a comma as the course prints them, by a space or an apostrophe; any other comma is a
    decimal point. A fraction may be mixed, and the minus may be the longer sign.

    >>> [str(typed(text)) for text in ("7 / 3", "−2", "2½", "1 792", "34’848", "2,5", "34.848", "five", "1/0")]
    ['7/3', '-2', '5/2', '1792', '34848', '5/2', '4356/125', 'None', 'None']
    """
    if len(text := text.strip()) > LONGEST or re.search("[¹²³⁰-₟]", text):  # 5² is not 52
        return None
    # NFKC writes ½ as 1⁄2, and digits, signs and spaces of other widths as the plain ones.
    text = unicodedata.normalize("NFKC", re.sub("([¼-¾⅐-⅞])", r" \1 ", text)).lower()
    text = re.sub(r"\s+", " ", re.sub("[−–]", "-", text)).strip()
    text = re.sub(" ?[/⁄∕] ?", "/", text)
    if mixed := MIXED.fullmatch(text):
        sign, (whole, *part) = -1 if "-" in mixed[1] else 1, map(int, mixed.groups()[1:])
        return sign * (whole + Fraction(*part)) if part[1] else None
    parts = [_decimal(part) for part in text.split("/")]
    if len(parts) == 1:
        return parts[0]
    above, below = parts if len(parts) == 2 else (None, None)
    return None if above is None or not below else above / below


def _decimal(text):
    """A number that is no fraction."""
    if apart := APART.fullmatch(text):
        sign, whole, mark, rest = apart.groups("")
        if mark == rest[:1]:  # 1,234,5
            return None
        text = sign + re.sub("[ ,'’]", "", whole) + rest
    elif not PLAIN.fullmatch(text):
        return None
    return Fraction(text.replace(" ", "").replace(",", "."))


def misread(text, known):
    """What is said where the other use of point and comma makes ``text`` a number that is ``known``; else None.

    >>> misread("34.848", lambda number: number == 34848)
    'A point is a decimal point here. Leave it out where it sets thousands apart, or write a comma.'
    >>> misread("34.848", lambda number: number == 34849)
    """
    number, mark = typed(text.translate(SWAPPED)), re.search("[.,]", text)
    return MISREAD[mark[0]] if mark and number is not None and known(number) else None
