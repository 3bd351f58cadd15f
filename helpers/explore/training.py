"""A LeNet while it learns: its training at twelve checkpoints, from random numbers to a trained network."""

from helpers.arguments import whole
from helpers.data import load_digits, load_training
from helpers.digits import digit_volume
from helpers.draw.training import draw_training
from helpers.explore.controls import in_order, slider, switch
from helpers.explore.explorer import Explorer


def explore_training(digit=438, filter=0, step=None, show=None):
    """An app: a LeNet's training as a film of 12 checkpoints.

    The steps are the checkpoints: at 0 all numbers are random, 4 is after one epoch, 11 after all 30. ``digit`` is a
    place in ``load_digits()``, one of the six in ``load_training().digits``. The ``filter`` (0..5) of C1 is shown
    large, with its slopes. ``step`` is the checkpoint that shows first, None for the one after the first epoch.
    ``show`` names the controls to show, for example ``("digit",)``; the step always shows.

    Errors: ``ValueError`` for another digit, filter or step, and for a control that there is not.
    """
    training, (images, labels) = load_training(), load_digits()
    places = training.digits.tolist()
    volumes = digit_volume(images[places])
    controls = {
        "digit": switch("digit", whole("digit", digit), {str(labels[place]): place for place in places}, "digit"),
        "filter": slider("filter", "filter", filter, 0, training.filters.shape[1] - 1),
    }

    def draw(digit, filter):
        picture = draw_training(training, volumes, labels[places], digit, filter)
        return picture, _verdict(picture.trace)

    def choose(grid, _row, column, _text):
        """A reader chose a checkpoint in a chart, or a filter by its picture or its map."""
        explorer.at_once(**{"step" if grid == "checkpoints" else "filter": column})

    explorer = Explorer(controls, draw, in_order(show, controls), choose, about="a film of LeNet's training")
    return explorer.start(step)


def _verdict(trace):
    """Which training this is, and how long the digit is misread."""
    training, right = trace.training, trace.right_from
    read = "is read wrong at the end" if right is None else f"is read right from {trace.when(right)} on"
    return (
        f"A real training, recorded: {training.of[0]:,} digits, {training.steps[-1] // training.epoch} epochs. It is "
        f"another run of the recipe that trained the course's LeNet. This {trace.label} {read}."
    )
