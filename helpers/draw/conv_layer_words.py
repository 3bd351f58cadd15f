"""What ``draw_conv_layer`` says: the names of channels, the sum of each step as an equation, and in a sentence."""

from helpers.draw.conv_layer_maps import RIGHT, channels_of
from helpers.draw.svg import MARK, numbers, text
from helpers.words import bracketed

COLOURS = ("red", "green", "blue")


def channel_name(channel, channels):
    """What a channel is called: three are colours."""
    return COLOURS[channel] if channels == 3 else f"channel {channel + 1}"


def equations(sums, bias, totals, relu):
    """For every step: the sums and the bias become one number, and ReLU keeps it or makes it 0."""
    blank = text(
        RIGHT,
        42,
        "%s + " * sums.shape[2] + "bias %s = %s",
        18 if sums.shape[2] <= 3 else 15,
        fill=MARK,
        weight="bold",
    )
    blank += text(RIGHT, 66, "ReLU: max(0, %s) = %s", 16, fill=MARK) if relu else ""
    for channels, b, total in _steps(sums, bias, totals):
        first = (*map(bracketed, [*channels, b]), total)
        yield blank % ((*first, total, _rectified(total)) if relu else first)


def _steps(sums, bias, totals):
    """(the channels' sums, the bias, the total) of every step, as texts."""
    for per_step, b, results in zip(numbers(sums), numbers(bias), numbers(totals), strict=True):
        yield from ((channels, b, total) for channels, total in zip(per_step, results, strict=True))


def _rectified(number):
    return "0" if number[0] == "-" else number


def in_words(sums, bias, totals, windows, relu, summed, channels, groups):
    """A sentence for every step, with its numbers."""
    m, alts = len(windows.starts), []
    for step, (own, b, total) in enumerate(_steps(sums, bias, totals)):
        i, k = divmod(step, m * m)
        row, column = divmod(k, m)
        where = f"Filter {i + 1} of {len(bias)}, window {k + 1} of {m * m}"
        names = (channel_name(c, channels) for c in channels_of(i, len(bias), channels, groups))
        named = ", ".join(
            f"{name} {value}" if channels == 3 else f"{name}: {value}" for name, value in zip(names, own, strict=True)
        )
        if summed:
            added = " + ".join(map(bracketed, [*own, b]))
            result = f"; ReLU gives {_rectified(total)}" if relu else ""
            alts.append(
                f"{where}: {named}, bias {b}. {added} = {total}{result}: row {row}, column {column} of map {i + 1}."
            )
        else:
            maps = {1: "one map", 2: "two maps", 3: "three maps", 4: "four maps"}[len(own)]
            alts.append(
                f"{where}: the sums are {named}. Not added yet, they are row {row}, column {column} of {maps}."
            )
    return alts
