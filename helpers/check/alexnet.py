"""The exercises of notebook 07."""

from collections.abc import Callable

from helpers.check.verdict import Rng, Verdict, agrees, drawn, sides, whole
from helpers.layers import local_response_norm
from helpers.networks import Conv, Network
from helpers.shapes import output_size


def check_grouped_parameters(grouped_parameters: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``grouped_parameters(c, k, f, groups)``: weights and biases of a convolution with groups.

    >>> check_grouped_parameters(lambda c, k, f, groups: k * (f * f * (c // groups) + 1)).ok
    True
    >>> check_grouped_parameters(lambda c, k, f, groups: k * (f * f * c + 1)).ok
    False
    """
    cases, inputs = [], [(3, 10, 5, 1), (8, 4, 3, 2), (6, 12, 1, 3), (4, 4, 7, 4)]
    for c, k, f, groups in drawn(rng, lambda rng: sides(rng, 9, 9, 7, 6)):
        inputs.append((c * groups, k * groups, f, groups))
    for c, k, f, groups in inputs:
        network = Network("one layer", (9, 9, c), (Conv("conv", k, f, groups=groups),))
        cases.append(((c, k, f, groups), network.totals().parameters))
    hint = "each of the k filters is c // groups deep, and has one bias."
    return agrees("grouped_parameters", grouped_parameters, cases, hint)


def check_first_fc(first_fc: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``first_fc(n, padding)``: how many values AlexNet's fc6 sees, everything rounded down.

    >>> def right(n, padding):
    ...     side = (n + 2 * padding - 11) // 4 + 1
    ...     for _ in range(3):
    ...         side = (side - 3) // 2 + 1
    ...     return 256 * side * side
    >>> check_first_fc(right).ok
    True
    >>> check_first_fc(lambda n, padding: 9216).ok
    False
    """
    cases = []
    inputs = [(227, 0), (224, 0), (224, 2), (256, 0), (199, 5), (131, 1)]
    for n, padding in [*inputs, *drawn(rng, lambda rng: (whole(rng, 100, 400), whole(rng, 0, 5)))]:
        side = output_size(n, 11, stride=4, padding=padding, rounding="floor")
        for _ in range(3):
            side = output_size(side, 3, stride=2, rounding="floor")
        cases.append(((n, padding), 256 * side * side))
    hint = (
        "conv1 gives (n + 2 * padding - 11) // 4 + 1, each of the three pools (side - 3) // 2 + 1; 256 maps are left."
    )
    return agrees("first_fc", first_fc, cases, hint)


def check_normalised(normalised: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``normalised(a, i)``: the value of channel ``i`` after LRN with the constants of AlexNet's paper.

    >>> def right(a, i):
    ...     return a[i] / (2 + 1e-4 * sum(value**2 for value in a[max(0, i - 2) : i + 3])) ** 0.75
    >>> check_normalised(right).ok
    True
    >>> check_normalised(lambda a, i: a[i] / (2 + 1e-4 * sum(value**2 for value in a)) ** 0.75).ok
    False
    """
    places = [[300, 0, 0, 0, 0, 0, 500], [90, 80, 70, 60, 50, 40, 30, 20], [100, -200, 300], [400]]
    chosen = [(0, 3), (1, 0), (1, 4), (1, 7), (2, 1), (3, 0)]
    for place in drawn(rng, lambda rng: rng.integers(-500, 500, whole(rng, 2, 8)).tolist()):
        chosen += [(len(places), i) for i in (0, len(place) // 2)]
        places.append(place)
    cases = []
    for place, i in chosen:
        a = places[place]
        cases.append(((list(a), i), local_response_norm([[list(map(float, a))]])[0, 0, i].item()))
    hint = "the sum runs from channel i - 2 to i + 2, a[i] among them; k = 2, alpha = 0.0001, the power is 0.75."
    return agrees("normalised", normalised, cases, hint)
