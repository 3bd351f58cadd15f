"""What is said to arguments that cannot be used: a sentence with the argument's name and what was given."""

from collections.abc import Iterable
from math import isfinite
from numbers import Real
from operator import index


def whole(name: str, value: object, least: int | None = None, most: int | None = None) -> int:
    """``value`` as an int in ``least``..``most`` (None: no end); else an error that names the argument.

    >>> whole("stride", 2, least=1)
    2
    >>> whole("stride", 0, least=1)
    Traceback (most recent call last):
    ValueError: stride must be at least 1, got 0
    """
    if isinstance(value, bool):
        raise TypeError(f"{name} must be a whole number, got {value!r}")
    try:
        number = index(value)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, got {value!r}") from None
    return _within(name, number, least, most)


def keep_whole(owner: object, leasts: dict[str, int], of: str = "") -> None:
    """Each field of a frozen ``owner`` that ``leasts`` names, checked by ``whole`` and kept as the int that it gives.

    NumPy's numbers are taken, and become Python's, for sums of theirs would end at 2^31 without a word; ``of`` goes
    behind the field's name in what is said.

    >>> from types import SimpleNamespace
    >>> layer = SimpleNamespace(stride=0)
    >>> keep_whole(layer, {"stride": 1}, " of conv1")
    Traceback (most recent call last):
    ValueError: stride of conv1 must be at least 1, got 0
    """
    for name, least in leasts.items():
        object.__setattr__(owner, name, whole(f"{name}{of}", getattr(owner, name), least))


def plain(value):
    """An array, or a number of NumPy's, as the lists and numbers of Python; anything else as it is.

    >>> plain((2, 3))
    (2, 3)
    """
    return value.tolist() if hasattr(value, "tolist") else value


def _within(name, number, least, most):
    if least is not None and number < least:
        raise ValueError(f"{name} must be at least {least}, got {number}")
    if most is not None and number > most:
        raise ValueError(f"{name} must be at most {most} here, got {number}")
    return number


def pair(name: str, value: object, least: int) -> tuple[int, int]:
    """``value`` as (rows, columns): one whole number stands for both.

    >>> pair("stride", 2, least=1), pair("stride", (2, 3), least=1)
    ((2, 2), (2, 3))
    """
    value = plain(value)
    if not isinstance(value, tuple | list):
        return (whole(name, value, least),) * 2
    if len(value) != 2:
        raise ValueError(f"{name} must be one number or a pair (rows, columns), got {value!r}")
    return tuple(whole(f"{name} ({axis})", v, least) for axis, v in zip(("rows", "columns"), value, strict=True))


def one_of(name, value, known):
    """``value``, which must be one of the ``known`` ones.

    >>> one_of("mode", "valid", ("valid", "full"))
    'valid'
    >>> one_of("mode", "same", ("valid", "full"))
    Traceback (most recent call last):
    ValueError: mode must be one of 'valid', 'full', got 'same'
    """
    if not any(isinstance(value, type(one)) and value == one for one in known):
        raise ValueError(f"{name} must be one of {', '.join(map(repr, known))}, got {value!r}")
    return value


def real(name, value, least=None, most=None):
    """``value``, a finite number in ``least``..``most`` (None: no end).

    >>> real("degrees", -22.5)
    -22.5
    >>> real("degrees", float("nan"))
    Traceback (most recent call last):
    ValueError: degrees must be a finite number, got nan
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number, got {value!r}")
    if not isfinite(value):
        raise ValueError(f"{name} must be a finite number, got {value}")
    return _within(name, value, least, most)


def text(name, value):
    """``value``, a text.

    >>> text("name", "conv1")
    'conv1'
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a text, got {value!r}")
    return value


def several(name, values, example):
    """``values`` as a list; one value alone, a text too, is an error that shows an ``example`` of a list.

    >>> several("show", ("n", "stride"), ["n"])
    ['n', 'stride']
    >>> several("show", "stride", ["n"])
    Traceback (most recent call last):
    TypeError: show must be a list such as ['n'], got 'stride'
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list such as {example!r}, got {values!r}")
    return list(values)
