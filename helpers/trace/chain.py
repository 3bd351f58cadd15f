"""One number through two weights, and the error on its way back: the chain rule at its smallest."""

from dataclasses import dataclass

from helpers.arguments import real

MOST = 20  # how large each number may be, up or down: a picture of them has room for so many digits


@dataclass(frozen=True)
class Chain:
    """The way of ``x`` through the weights ``w`` and ``v`` to the loss, and the way back.

    Forward: ``h = w * x``, ``r`` is what ReLU makes of it (``h`` itself without ``relu``), ``out = v * r`` and
    ``loss = (out - target) ** 2``. Backward: ``error_`` is the slope of the loss in this value, ``slope_`` that in
    this weight.
    """

    x: float
    w: float
    v: float
    target: float
    relu: bool
    h: float
    r: float
    out: float
    loss: float
    error_out: float
    error_r: float
    error_h: float
    slope_v: float
    slope_w: float

    @property
    def passes(self):
        """Whether an error comes from ``r`` to ``h``: ReLU lets it through where ``h`` is above 0."""
        return not self.relu or self.h > 0


def chain(x, w, v, target, relu=True):
    """The ``Chain`` of four numbers from -20 to 20: the arguments are those of ``draw_chain``.

    Errors: ``ValueError`` for a number beyond that, or not finite; ``TypeError`` for no number.

    >>> found = chain(3, 2, 0.5, target=5)
    >>> found.out, found.loss, found.error_out, found.error_h, found.slope_v, found.slope_w
    (3.0, 4.0, -4.0, -2.0, -24.0, -6.0)
    >>> chain(3, -2, 0.5, target=5).slope_w
    0.0

    Source: Goodfellow, Bengio & Courville, *Deep Learning*, section 6.5.2.
    """
    given = {"x": x, "w": w, "v": v, "target": target}
    x, w, v, target = (float(real(name, value, -MOST, MOST)) for name, value in given.items())
    h = w * x
    r = max(h, 0.0) if relu else h
    out = v * r
    error_out = 2 * (out - target)
    error_r = v * error_out
    error_h = error_r if not relu or h > 0 else 0.0
    back = error_out, error_r, error_h, r * error_out, x * error_h
    return Chain(x, w, v, target, bool(relu), h, r, out, (out - target) ** 2, *back)
