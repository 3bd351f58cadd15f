"""The tour through the whole network on a page without Python: each station is done there, and Escape folds."""

from playwright.sync_api import expect
from test_pages_states import assert_shows, in_a_file

from helpers.explore import explore_overview
from helpers.explore.tour import STATIONS

__all__ = ["in_a_file"]
CELLS = {2: ("C1", 3, 0), 4: ("map", 10, 2), 5: ("S2", 2, 0), 6: ("C3", 7, 1), 8: ("C5", 17, 1), 9: ("F6", 17, 1)}
CELLS[10] = ("output", 8, 0)


def click(page, name, row, column):
    grid = page.locator(f'.cnn-grid[data-grid="{name}"]')
    box, counts = grid.bounding_box(), [int(grid.get_attribute(f"data-{way}")) for way in ("rows", "columns")]
    grid.click(
        position={"x": (column + 0.5) * box["width"] / counts[1], "y": (row + 0.5) * box["height"] / counts[0]}
    )


def press(page, words):
    page.get_by_role("button", name=words, exact=True).click()


def test_the_tour_is_walked_on_a_page_as_in_jupyterlab(in_a_file):
    page, explorer = in_a_file(explore_overview()), explore_overview()
    turn = explorer.controls
    for number in range(1, 11):
        press(page, "next" if number > 1 else "start the tour")
        turn["station"].value = number
        assert_shows(page, explorer)
        if number in CELLS:
            click(page, *CELLS[number])
            name, row, column = CELLS[number]
            explorer._receive(None, {"grid": name, "row": row, "column": column}, [])
        elif number == 1:
            page.get_by_label("digit", exact=True).press("ArrowRight")
            turn["digit"].value = 9
            expect(page.locator(".cnn-words")).to_contain_text("Station 1 is done.")
            turn["digit"].value = 8  # on a page the tour goes on with the digit that it has stations of
            continue
        elif number == 3:
            page.get_by_role("button", name="step forward").click()
            turn["step"].value += 1
        else:
            assert page.evaluate("document.activeElement.textContent") == "next"  # the focus stays there
            page.keyboard.press("Escape")
            turn["layer"].value = "whole"
        assert_shows(page, explorer)
        expect(page.locator(".cnn-words")).to_contain_text(f"Station {number} is done. {STATIONS[number - 1].see}")
    press(page, "end the tour")
    turn["station"].value = 0
    assert_shows(page, explorer)


def test_every_map_unfolds_on_a_page_and_the_button_folds_it(in_a_file):
    page, explorer = in_a_file(explore_overview()), explore_overview()
    for name, row, column in (("C1", 5, 0), ("S2", 0, 0), ("C3", 4, 1), ("S4", 7, 0), ("C5", 23, 4), ("F6", 0, 0)):
        click(page, name, row, column)
        explorer._receive(None, {"grid": name, "row": row, "column": column}, [])
        assert_shows(page, explorer)
        press(page, "the whole network")
        explorer.controls["layer"].value = "whole"
        assert_shows(page, explorer)
