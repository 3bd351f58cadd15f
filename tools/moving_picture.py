"""Write the README's moving picture: the course's first explorer, its steps one after the other."""

from pathlib import Path

from helpers.draw import draw_convolution
from helpers.filters import small_filter, small_input

PATH = Path(__file__).parents[1] / "notebooks" / "sliding.svg"


def moving_picture():
    """The SVG text: the lecture's 7 x 7 input and 3 x 3 filter."""
    picture = draw_convolution(small_input("edge", 7), small_filter("vertical edge", 3))
    return picture.animated(0.6) + "\n"


if __name__ == "__main__":
    PATH.write_text(moving_picture(), encoding="utf-8")
