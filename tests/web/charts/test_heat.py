"""The grid of the week: dark where much was heard, and silent where too little is known."""

from __future__ import annotations

from itertools import pairwise

from web.charts.heat import Cell, Grid, heat
from web.charts.shapes import Drawing

DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
HOURS = tuple(f"{hour:02}" for hour in range(5, 23))
KNOWN, FEW = Cell(5, "14", "Senin 09.00"), Cell(None, "2", "Senin 10.00")


def week(*first: Cell | None) -> Grid:
    monday = (*first, *[None] * (len(HOURS) - len(first)))
    return Grid(HOURS, DAYS, (monday, *[(None,) * len(HOURS)] * 6))


def kinds(drawing: Drawing) -> list[str]:
    return [box.kind for box in drawing.boxes]


def test_a_cell_is_as_dark_as_its_level_and_few_are_no_level_at_all() -> None:
    assert kinds(heat(week(KNOWN, FEW, None), 900))[:3] == [
        "cell level-5",
        "cell few",
        "cell empty",
    ]


def test_on_a_phone_the_week_stands_upright() -> None:
    lying, standing = heat(week(KNOWN), 900), heat(week(KNOWN).turned(), 326)
    assert lying.width > lying.height
    assert standing.width < standing.height
    assert kinds(standing)[0] == "cell level-5"


def test_cells_do_not_overlap_and_fill_the_width() -> None:
    for width, grid in ((900.0, week(KNOWN)), (326.0, week(KNOWN).turned())):
        boxes = heat(grid, width).boxes
        row = [box for box in boxes if box.y == boxes[0].y]
        assert all(one.x + one.width < other.x for one, other in pairwise(row))
        assert width - 3 <= row[-1].x + row[-1].width <= width


def test_a_number_that_does_not_fit_is_left_to_the_table() -> None:
    many = Cell(3, "1.234.567", "")
    assert "1.234.567" not in {label.text for label in heat(week(many), 326).labels}
    assert "14" in {label.text for label in heat(week(KNOWN), 900).labels}
