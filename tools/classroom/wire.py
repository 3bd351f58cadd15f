"""What an examiner and a pupil's process say to each other: JSON, each message with its length before it.

Nothing that a pupil's process wrote is unpickled or run: what comes back is numbers, texts, containers of them,
arrays as bytes of a number's kind, the course's own layers, and of all else the name of its kind.
"""

import base64
import dataclasses
import json
import struct
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

import numpy as np

LARGEST = 4_000_000  # bytes of a message, and of an array in one
PLAIN = (type(None), bool, int, float, str)
CONTAINERS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
KINDS = "biufcU"  # of arrays: numbers and texts
LONGEST = 4000  # digits of a whole number; Python itself refuses to read some more


class Unreadable(Exception):
    """What came is no message, or a value in it is none that can be sent."""


def send(stream, message):
    """Write one message to a socket."""
    data = json.dumps(message).encode()
    if len(data) > LARGEST:
        raise Unreadable(f"it takes {len(data):,} bytes, and {LARGEST:,} may be sent")
    stream.sendall(struct.pack(">I", len(data)) + data)


def receive(stream):
    """The next message from a socket.

    Errors: ``EOFError`` where the other side has gone, ``Unreadable`` where what it wrote is no message.
    """
    (size,) = struct.unpack(">I", _exactly(stream, 4))
    if size > LARGEST:
        raise Unreadable(f"a message of {size:,} bytes")
    try:
        message = json.loads(_exactly(stream, size))
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from None
    if not isinstance(message, dict):
        raise Unreadable("no dict")
    return message


def _exactly(stream, size):
    data = bytearray()
    while len(data) < size:
        if not (part := stream.recv(min(size - len(data), 1 << 16))):
            raise EOFError
        data += part
    return bytes(data)


def encode(value, functions=None):
    """``value`` as JSON can write it; a function is its place in the list ``functions``, to which it is added.

    >>> encode((1, [2.5, "a"]))
    {'tuple': [1, {'list': [2.5, 'a']}]}
    """
    try:
        return _encode(value, functions)
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None


def _encode(value, functions):
    def inner(values):
        return [_encode(one, functions) for one in values]

    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 3 * LONGEST:
        raise Unreadable(f"a whole number of {value.bit_length():,} bits")
    if type(value) in PLAIN:
        return value
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in KINDS:
        if value.nbytes > LARGEST // 2:
            raise Unreadable(f"an array of {value.nbytes:,} bytes")
        data = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
        return {"array": [value.dtype.str, list(value.shape), data, isinstance(value, np.generic)]}
    if isinstance(value, np.ndarray):
        return {"objects": _encode(value.tolist(), functions)}
    for name, kind in CONTAINERS.items():
        if isinstance(value, kind):
            return {name: inner(value)}
    if isinstance(value, dict):
        return {"dict": [inner(pair) for pair in value.items()]}
    if isinstance(value, Fraction | Decimal):
        return {type(value).__name__: str(value)}
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, range):
        return {"range": [value.start, value.stop, value.step]}
    if type(value).__name__ in _made():
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {"made": [type(value).__name__, {name: _encode(one, functions) for name, one in fields.items()}]}
    if callable(value):
        if functions is None:
            return {"function": str(getattr(value, "__name__", "a_function"))}
        functions.append(value)
        return {"call": len(functions) - 1}
    return {"object": [type(value).__name__, isinstance(value, Iterator)]}


def decode(said, call: Callable | None = None):
    """The value that was encoded; a function among the arguments becomes ``call(its place)``.

    >>> decode(encode({"a": np.arange(3), "b": Fraction(7, 3)}))
    {'a': array([0, 1, 2]), 'b': Fraction(7, 3)}

    Errors: ``Unreadable`` for anything else than ``encode`` makes.
    """
    try:
        return _decode(said, call)
    except Unreadable:
        raise
    except Exception as error:  # it was written by whoever wanted to
        raise Unreadable(f"{type(error).__name__}: {error}") from None


def _decode(said, call):
    if type(said) in PLAIN:
        return said
    ((kind, of),) = said.items()
    if kind == "array":
        return _array(*of)
    if kind == "objects":
        result = np.empty(len(of["list"]), object)
        result[:] = [_decode(one, call) for one in of["list"]]
        return result
    if kind in CONTAINERS:
        return CONTAINERS[kind](_decode(one, call) for one in of)
    if kind == "dict":
        return {_decode(key, call): _decode(one, call) for key, one in of}
    if kind in ("Fraction", "Decimal"):
        return {"Fraction": Fraction, "Decimal": Decimal}[kind](of[:LONGEST])
    if kind in ("complex", "range"):
        return {"complex": complex, "range": range}[kind](*of)
    if kind == "made":
        return _made()[of[0]](**{name: _decode(one, call) for name, one in of[1].items()})
    if kind == "function":
        return _named(of, lambda *_: None)
    if kind == "call" and call:
        return call(of)
    name, iterates = of
    return type(name[:80], (Iterator,) if iterates else (), {"__next__": next})()


def _array(kind, shape, data, scalar):
    kind = np.dtype(kind)
    if kind.kind not in KINDS:
        raise Unreadable(f"an array of {kind}")
    array = np.frombuffer(base64.b64decode(data), kind).reshape(shape).copy()
    return array[()] if scalar else array


def _named(name, function):
    function.__name__ = name[:80]
    return function


def _made():
    """The course's classes that a function may give: a network, and its layers. They are slow to load."""
    from helpers.networks import LRN, Conv, Dense, Network, Pool

    return {kind.__name__: kind for kind in (Network, Conv, Pool, Dense, LRN)}
