"""How the course writes numbers in its sentences and pictures: with a noun, as a share, as a product, in bytes."""

from numbers import Integral


def plural(count, noun):
    """The noun that goes with a number: one is no plural.

    >>> plural(1, "window"), plural(0, "window"), plural(25, "window")
    ('window', 'windows', 'windows')
    """
    return noun if count == 1 else f"{noun}s"


def is_or_are(count):
    """The verb that goes with a number.

    >>> is_or_are(1), is_or_are(2)
    ('is', 'are')
    """
    return "is" if count == 1 else "are"


def amount(count, noun, form=""):
    """A number with its noun, written by ``form``: "," sets its thousands apart.

    >>> amount(1, "cell"), amount(0, "cell"), amount(2, "input cell"), amount(4096, "output", ",")
    ('1 cell', '0 cells', '2 input cells', '4,096 outputs')
    """
    return f"{count:{form}} {plural(count, noun)}"


def amount_is(count, noun):
    """A number with its noun and verb.

    >>> amount_is(1, "cell"), amount_is(2, "input cell")
    ('1 cell is', '2 input cells are')
    """
    return f"{amount(count, noun)} {is_or_are(count)}"


def in_digits(number):
    """A number as the course prints it, its thousands apart.

    >>> in_digits(34848), in_digits(2.5)
    ('34,848', '2.5')
    """
    return f"{number:,}" if isinstance(number, Integral) else str(number)


def number(value, decimals=0):
    """``value`` as every picture and sentence writes it: fixed decimals, never -0.

    >>> number(3), number(-0.2), number(2.5, 1), number(-1020.0)
    ('3', '0', '2.5', '-1020')
    """
    if not decimals and type(value) is int:  # most of them; a picture may hold thousands
        return str(value)
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def equals(exact):
    """The sign between terms and their sum: "≈" where the terms as they are shown, rounded, do not give it.

    >>> equals(True), equals(False)
    ('=', '≈')
    """
    return "=" if exact else "≈"


def rounded(exact):
    """What is said of a sum whose terms, as they are shown, do not give it.

    >>> rounded(True), rounded(False)
    ('', ' (rounded)')
    """
    return "" if exact else " (rounded)"


def short(count):
    """A number with three digits or so; K, M, G and T are powers of ten.

    >>> short(999), short(1_728), short(15_470_264_320)
    ('999', '1.73 K', '15.5 G')
    """
    for unit, size in (("T", 1e12), ("G", 1e9), ("M", 1e6), ("K", 1e3)):
        if count >= 0.9995 * size:
            return f"{count / size:.{2 if count < 9.995 * size else 1 if count < 99.95 * size else 0}f} {unit}"
    return str(count)


def in_bytes(count):
    """``count`` bytes with two decimals; K, M and G are powers of ten.

    >>> in_bytes(36_472), in_bytes(60_950_432), in_bytes(9_461_945_824)
    ('36.47 KB', '60.95 MB', '9.46 GB')
    """
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if count >= 0.999995 * size:
            return f"{count / size:,.2f} {unit}"
    return f"{count} bytes"


def in_milliseconds(count):
    """``count`` milliseconds with three digits or so.

    >>> in_milliseconds(0.0213), in_milliseconds(5.455), in_milliseconds(29.343), in_milliseconds(26040.2)
    ('0.021 ms', '5.46 ms', '29.3 ms', '26,040 ms')
    """
    places = 3 if count < 1 else 2 if count < 10 else 1 if count < 100 else 0
    return f"{count:,.{places}f} ms"


def share(part, whole):
    """A part of a sum in percent: "under" where a rounded one would read as nothing, "over" where as all of it.

    >>> share(1, 8), share(3, 3), share(0, 3), share(1, 10**6), share(10**6 - 1, 10**6)
    ('12.5 %', '100 %', '0 %', 'under 0.1 %', 'over 99.9 %')
    """
    percent = 100 * part / whole if whole else 0
    if part and percent < 0.05:
        return "under 0.1 %"
    if part < whole and percent >= 99.95:
        return "over 99.9 %"
    return f"{percent:.1f}".removesuffix(".0") + " %"


def times(shape, sign="×"):
    """A shape, or any other product, as it is read aloud; error messages write the ``sign`` "x".

    >>> times((3, 3, 64)), times((227, 227, 3), "x")
    ('3×3×64', '227x227x3')
    """
    return sign.join(map(str, shape))


def bracketed(number):
    """A number, or its text, that can stand behind an operator: in brackets where it is negative.

    >>> bracketed(3), bracketed("-1.5")
    ('3', '(-1.5)')
    """
    words = str(number)
    return f"({words})" if words.startswith("-") else words


def sentence(words):
    """``words`` with a capital letter in front; what follows stays as it is.

    >>> sentence("no stride up to 4 and no PNG")
    'No stride up to 4 and no PNG'
    """
    return words[:1].upper() + words[1:]


def wrapped(parts, fits, joint=" "):
    """``parts``, at least one, in as few lines as they take: ``fits(line)`` says whether a line is short enough.

    >>> wrapped("a layer does not fit".split(), lambda line: len(line) <= 8)
    ['a layer', 'does not', 'fit']
    """
    lines = [parts[0]]
    for part in parts[1:]:
        longer = f"{lines[-1]}{joint}{part}"
        if fits(longer):
            lines[-1] = longer
        else:
            lines.append(part)
    return lines
