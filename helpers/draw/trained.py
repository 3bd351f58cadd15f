"""The pattern in the small world: its chain of layers, and every network of it that was trained as a dot."""

from functools import lru_cache, partial
from math import ceil, floor, log10

from helpers.draw.pattern import CHOSEN, COLUMN, ENDS, HEIGHT, LOWER, TABLE, volumes
from helpers.draw.scene import Scene, fitted
from helpers.draw.svg import coordinate, path, rect, text
from helpers.draw.table import Table, every
from helpers.palette import INPUT, LINE, MARK, MUTED, OUTPUT, PAPER
from helpers.trace.trained import COSTS, compared
from helpers.trained import APART, LENET, TESTED, found_words
from helpers.words import amount, short

LEFT, RIGHT, TOP, BOTTOM = 40, 556, 208, 346  # px: the inside of the chart
FOOT = BOTTOM + 11  # px: where those stand that are too low for the chart
MANY = 4  # seeds that are written out, each
ROW = 19  # px: from one line of the numbers to the next
SHAPES = {  # of a dot, by what it stands for: its path around (0, 0), and where in the legend it stands
    "FC": ("m-3.2 0l3.2-3.2 3.2 3.2-3.2 3.2z", "FC layers"),
    "average": ("m-3-3h6v6h-6z", "average"),
    LENET: ("m-3.8 3l3.8-6.6 3.8 6.6z", LENET),
}


def draw_trained(settings, n=2, m=3, k=1, width=16, pool=True, cost="parameters"):
    """[(CONV-RELU)*N - POOL?]*M - (FC-RELU)*K - FC on 32x32x1, and all that were trained: a Picture.

    ``settings`` are those of ``trained.settings_of``, at least one. ``n`` convolutions (1..3) in each of ``m`` blocks
    (1..4), ``k`` hidden FC layers (0..2) of 128 outputs, ``width`` 8 or 16 filters in the first block; ``pool``
    says whether a block ends in a 2x2 pool. A trained network is a dot at its right answers over its ``cost``,
    "parameters" or "macs", with the interval of 95 %. The one of these numbers is marked, if it was trained; filled
    are those that cannot be told apart from it. There is a step for each setting, in the order of the cost.

    Errors: ``ValueError`` for numbers outside these, and for another cost.
    """
    trace = compared(settings, n, m, k, width, pool, cost)
    scene = Scene(HEIGHT)
    volumes(scene, trace.trial, max(8, len(trace.trial.tried.rows)))
    _draw_chart(scene, trace)
    _draw_numbers(scene, trace)
    words = [_words(trace, place) for place in range(len(trace.dots.settings))]
    return scene.picture(words, trace.cheapest, trace, partial(_tables, trace))


class _Axes:
    """Where a setting of ``dots`` stands in the chart."""

    def __init__(self, dots):
        percents = [percent for setting in dots.settings if setting.plain for percent in setting.percents]
        self.low, self.high = floor(min(percents)), ceil(max(percents))
        self.ends = log10(min(dots.costs)) - 0.05, log10(max(dots.costs)) + 0.05
        self.places = [self.x(cost) for cost in dots.costs]

    def x(self, cost):
        low, high = self.ends
        return LEFT + (RIGHT - LEFT) * (log10(cost) - low) / (high - low)

    def y(self, percent):
        """Percent of right answers; what lies below the chart stands at its foot."""
        if percent < self.low:
            return FOOT
        return self.clipped(percent)

    def clipped(self, percent):
        return BOTTOM - (BOTTOM - TOP) * (min(max(percent, self.low), self.high) - self.low) / (self.high - self.low)


@lru_cache(maxsize=8)
def _axes(dots):
    return _Axes(dots)


@lru_cache(maxsize=8)
def _spots(dots):
    """For each setting what stands for it: (its shape's name, the path of its dots, the path of their intervals)."""
    axes, spots = _axes(dots), []
    for setting, x in zip(dots.settings, axes.places, strict=True):
        kind = LENET if setting.network == LENET else setting.head
        at = coordinate(x)
        marks = "".join(f"M{at} {coordinate(axes.y(percent))}{SHAPES[kind][0]}" for percent in setting.percents)
        spots.append((kind, marks, _intervals(axes, setting, x)))
    return spots


def _intervals(axes, setting, x):
    """The path of the intervals of a setting's seeds."""
    lines = ((axes.clipped(low), axes.clipped(high)) for low, high in setting.intervals)
    return "".join(f"M{coordinate(x)} {coordinate(a)}V{coordinate(b)}" for a, b in lines if a != b)


def _draw_chart(scene, trace):
    """All networks over their cost; the marked one with its seeds, and a band around what it cannot be told from."""
    dots = trace.dots
    axes, spots = _axes(dots), _spots(dots)
    scene.panel(0, LOWER, ENDS["macs"] + 8, HEIGHT - LOWER)
    scene.add(text(0, TABLE, f"% right of {TESTED:,} test pictures", size=13, weight="bold"))
    scene.add(text(RIGHT, TABLE, "lines: 95 %; filled: not told apart", size=13, anchor="end", fill=MUTED))
    if trace.marked:
        ends = [axes.clipped(trace.marked.mean + sign * APART) for sign in (1, -1)]
        scene.add(rect(LEFT, ends[0], RIGHT - LEFT, ends[1] - ends[0], fill=MARK, opacity=0.1))
        lines = "".join(f"M{LEFT} {coordinate(y)}H{RIGHT}" for y in ends if TOP < y < BOTTOM)
        scene.add(path(lines, stroke=MARK, dash="2 4") if lines else "")
    levels = range(axes.low, axes.high + 1)
    scene.add(
        path("".join(f"M{LEFT} {coordinate(axes.clipped(v))}H{RIGHT}" for v in levels), stroke=LINE, stroke_width=0.5)
    )
    scene.add(*(text(LEFT - 6, axes.clipped(v) + 5, str(v), size=13, anchor="end") for v in levels))
    scene.add(text(LEFT - 6, FOOT + 5, "less", size=12, anchor="end", fill=MUTED))
    _draw_costs(scene, axes, dots.cost)
    scene.add(path("".join(lines for _, _, lines in spots), stroke=LINE, stroke_width=0.7))
    for kind in SHAPES:
        for solid in (False, True):
            marks = "".join(
                d for place, (of, d, _) in enumerate(spots) if of == kind and _solid(trace, place) == solid
            )
            if marks:
                scene.add(path(marks, fill=INPUT if solid else PAPER, stroke=INPUT))
    if trace.marked:
        x = axes.x(getattr(trace.marked, dots.cost))
        scene.add(path(_intervals(axes, trace.marked, x), stroke=MARK, stroke_width=2.5))
        scene.add(*(_ring(x, axes.y(percent)) for percent in trace.marked.percents))
    corners = [(x - 9, axes.y(setting.mean) - 9) for setting, x in zip(dots.settings, axes.places, strict=True)]
    scene.moving(corners, rect(*corners[0], 18, 18, stroke=OUTPUT, stroke_width=2.5), name="network")


def _solid(trace, place):
    return bool(trace.alike) and trace.alike[place]


def _ring(x, y):
    return f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="6" fill="none" stroke="{MARK}" stroke-width="2.5"/>'


def _draw_costs(scene, axes, cost):
    """The lower axis, and the legend below it."""
    low, high = axes.ends
    ticks = [size * 10**d for d in range(floor(low), ceil(high)) for size in (1, 2, 5)]
    ticks = [tick for tick in ticks if low <= log10(tick) <= high]
    lines = "".join(f"M{coordinate(axes.x(tick))} {TOP}V{BOTTOM}" for tick in ticks)
    scene.add(path(lines, stroke=LINE, stroke_width=0.5))
    words = (text(axes.x(tick), FOOT + 21, _round(tick), size=13, anchor="middle") for tick in ticks)
    scene.add(*words)
    y, x = HEIGHT - 5, LEFT
    for shape, said in SHAPES.values():
        scene.add(path(f"M{coordinate(x + 4)} {y - 5}{shape}", fill=PAPER, stroke=INPUT))
        scene.add(text(x + 12, y, said, size=12, fill=MUTED))
        x += 30 + 7 * len(said)
    scene.add(text(RIGHT, y, f"{COSTS[cost]}, logarithmic", size=12, anchor="end", fill=MUTED))


def _round(count):
    return short(count).replace(".00", "").replace(".0", "")


def _draw_numbers(scene, trace):
    """What the network of the numbers costs and gives, and at every step one that was trained beside it."""
    totals, marked = trace.totals, trace.marked
    scene.panel(CHOSEN, LOWER, COLUMN, HEIGHT - LOWER)
    lines = [
        f"{short(totals.parameters)} parameters, {short(totals.macs)} MACs",
        f"{totals.weight_layers} layers with weights, {short(totals.values)} values",
    ]
    if marked:
        alike = sum(trace.alike) - 1
        lines += [_seeds(marked), _mean(marked)]
        lines += [f"{alike} of {len(trace.alike) - 1} others cannot be told apart:"]
        lines += [f"less than {APART:.1f} points away (the band)"]
    else:
        lines += ["was not trained", *_beside_lines(trace)]
    heading = trace.asked.name
    scene.add(text(CHOSEN, TABLE, heading, size=fitted(heading, COLUMN, 16), weight="bold", fill=MARK))
    for i, line in enumerate(lines):
        scene.add(text(CHOSEN, TABLE + 20 + ROW * i, line, size=fitted(line, COLUMN, 14)))
    y = TABLE + 20 + ROW * 6 + 10
    rows = [_beside(trace, place) for place in range(len(trace.dots.settings))]
    longest = [max((row[i] for row in rows), key=len) for i in range(4)]
    styles = [{"fill": OUTPUT, "weight": "bold"}, {}, {}, {"weight": "bold"}]
    texts = [
        text(CHOSEN, y + ROW * i, " ", size=fitted(longest[i], COLUMN, 14), **style) for i, style in enumerate(styles)
    ]
    scene.words(rows, *texts)


def _beside_lines(trace):
    found = trace.trained_beside
    return ["One move away was:", *found_words(found)[:3]] if found else ["Nothing one move away was trained."]


def _seeds(setting):
    percents = [f"{percent:.2f}" for percent in sorted(setting.percents, reverse=True)]
    if len(percents) > MANY:
        return f"right, {len(percents)} seeds: {percents[0]} to {percents[-1]} %"
    return f"right: {', '.join(percents)} %"


def _mean(setting):
    low, high = setting.interval
    return f"mean {setting.mean:.2f} %, 95 %: {low:.2f} to {high:.2f} %"


def _beside(trace, place):
    """The four lines about the setting of a step."""
    setting = trace.dots.settings[place]
    costs = f"{short(setting.parameters)} parameters, {short(setting.macs)} MACs"
    return [setting.name, costs, _seeds(setting), _verdict(trace, place)]


def _verdict(trace, place):
    """How the setting of a step compares with the marked one, in one line."""
    if not trace.marked:
        return f"mean {trace.dots.settings[place].mean:.2f} %"
    if trace.dots.settings[place] is trace.marked:
        return "the one that the sliders name"
    difference = trace.differences[place]
    more = "more" if difference > 0 else "fewer"
    said = f"{abs(difference):.2f} points {more}" if round(abs(difference), 2) else "as many right"
    return f"{said}: {'not told apart' if trace.alike[place] else 'told apart'}"


def _words(trace, place):
    dots, setting = trace.dots, trace.dots.settings[place]
    seeds = amount(len(setting.right), "seed")
    said = f"Network {place + 1} of {len(dots.settings)} by {COSTS[dots.cost]}: {setting.name}. "
    said += f"{setting.parameters:,} parameters, {short(setting.macs)} MACs. With {seeds} {setting.mean:.2f} % right"
    if not trace.marked:
        return f"{said}."
    if setting is trace.marked:
        return f"{said}: the one that the sliders name."
    difference, more = abs(trace.differences[place]), "more" if trace.differences[place] > 0 else "fewer"
    far = "it cannot be told apart" if trace.alike[place] else "it can be told apart"
    return f"{said}, {difference:.2f} points {more} than {trace.asked.name}: {far}."


def _tables(trace):
    """The network of the numbers; all that were trained; and at every step the one that is compared."""
    totals, marked, dots = trace.totals, trace.marked, trace.dots
    rows = ["parameters", "MACs", "values", "layers with weights", "seeds", "right, %", "mean, %", "95 %, from", "to"]
    cells = [f"{count:,}" for count in (totals.parameters, totals.macs, totals.values, totals.weight_layers)]
    if marked:
        right = " ".join(f"{percent:.2f}" for percent in marked.percents)
        cells += [str(len(marked.right)), right, f"{marked.mean:.2f}", *(f"{end:.2f}" for end in marked.interval)]
    else:
        cells += ["0, not trained"]
    own = Table(trace.asked.name, ["number"], rows[: len(cells)], [[cell] for cell in cells])
    columns = ["parameters", "MACs", "right with each seed, %", "mean, %"]
    columns += ["beside the network of the sliders"] * bool(marked)
    told = [
        [f"{s.parameters:,}", f"{s.macs:,}", " ".join(f"{p:.2f}" for p in s.percents), f"{s.mean:.2f}"]
        + [_verdict(trace, place)] * bool(marked)
        for place, s in enumerate(dots.settings)
    ]
    names = [setting.name for setting in dots.settings]
    every_one = Table(f"all that were trained, by {COSTS[dots.cost]}", columns, names, told)
    steps = [Table("at this step", columns, [name], [row]) for name, row in zip(names, told, strict=True)]
    return every(own) + [(place, place, table) for place, table in enumerate(steps)] + every(every_one)
