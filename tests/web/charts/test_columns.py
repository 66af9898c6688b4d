"""Columns over time: a zero is drawn, what nobody told is a gap, and the two look different."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.charts.columns import ZERO, Column, columns
from web.charts.shapes import Box, Corners, Drawing

PHONE, DESK = 326.0, 900.0


def month(*values: int | None, sent: bool = True) -> list[Column]:
    return [Column(f"{n} Nov", value, sent, f"hari {n}") for n, value in enumerate(values, 1)]


def drawn(given: list[Column], width: float = DESK) -> Drawing:
    return columns(given, width, 200, str)


def kinds(drawing: Drawing) -> list[str]:
    return [box.kind for box in drawing.boxes]


def test_heights_are_in_proportion_and_stand_on_one_floor() -> None:
    first, second, third = drawn(month(10, 20, 40)).boxes
    assert second.height == pytest.approx(2 * first.height)
    assert third.height == pytest.approx(4 * first.height)
    assert {round(box.y + box.height, 6) for box in (first, second, third)} == {174}


def test_a_zero_is_a_line_on_the_floor_and_an_untold_day_only_a_ring() -> None:
    zero, untold, high = drawn(month(0, None, 30)).boxes
    assert (zero.kind, zero.height) == ("column", ZERO)
    assert untold.kind == "untold"
    assert untold.y + untold.height < high.y + high.height
    assert untold.corners is Corners.ALL


def test_a_day_on_which_nothing_went_out_is_empty() -> None:
    assert kinds(drawn([*month(5), *month(None, sent=False)])) == ["column"]


def test_a_stretch_that_is_not_over_looks_so() -> None:
    assert kinds(drawn([Column("Nov", 5, True, "", partial=True)])) == ["column partial"]


def test_an_untold_month_still_has_an_axis() -> None:
    drawing = drawn(month(None, None))
    assert [label.text for label in drawing.labels if label.kind == "tick"] == ["0", "1"]


@given(
    st.lists(st.none() | st.integers(0, 10**9), min_size=1, max_size=31),
    st.sampled_from([PHONE, DESK]),
)
def test_nothing_collides_or_leaves_the_drawing(values: list[int | None], width: float) -> None:
    drawing = drawn(month(*values), width)
    assert all(_inside(box, drawing) for box in drawing.boxes)
    assert all(one.x + one.width <= other.x for one, other in pairwise(drawing.boxes))
    below = [label for label in drawing.labels if label.kind == "label"]
    assert all(one.span[1] < other.span[0] for one, other in pairwise(below))
    every = drawing.labels
    assert all(label.span[0] >= 0 and label.span[1] <= width + 1e-9 for label in every)


def _inside(box: Box, drawing: Drawing) -> bool:
    return box.x >= 0 and box.x + box.width <= drawing.width and box.y >= 0 and box.height > 0
