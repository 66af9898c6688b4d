"""Axes end on round numbers, and labels never touch."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.charts.scale import APART, ticks, with_room
from web.charts.shapes import Anchor, Label

COUNTS = st.integers(min_value=0, max_value=10**12)


@pytest.mark.parametrize(
    ("most", "marks"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (4, (0, 1, 2, 3, 4)),
        (5, (0, 2, 4, 6)),
        (37, (0, 10, 20, 30, 40)),
        (100, (0, 50, 100)),
        (1240, (0, 500, 1000, 1500)),
        (98_000, (0, 50_000, 100_000)),
    ],
)
def test_an_axis_ends_on_the_next_round_number(most: int, marks: tuple[int, ...]) -> None:
    assert ticks(most) == marks


@given(COUNTS)
def test_every_count_fits_on_an_axis_of_few_even_and_round_steps(most: int) -> None:
    marks = ticks(most)
    steps = {after - before for before, after in pairwise(marks)}
    assert marks[0] == 0 <= most <= marks[-1]
    assert 2 <= len(marks) <= 5
    [step] = steps
    assert str(step).rstrip("0") in ("1", "2", "5")
    assert len(marks) == 2 or marks[-2] < most


@given(st.lists(st.text("Nov 0123456789", min_size=1, max_size=8), max_size=40), COUNTS)
def test_labels_stay_apart_and_inside(texts: list[str], wide: int) -> None:
    width = float(100 + wide % 900)
    slot = width / max(len(texts), 1)
    every = [
        Label(slot * (n + 0.5), 10, text, anchor=Anchor.MIDDLE) for n, text in enumerate(texts)
    ]
    kept = with_room(every, width)
    assert all(one.span[1] + APART <= other.span[0] for one, other in pairwise(kept))
    assert all(label.span[0] >= -1e-9 and label.span[1] <= width + 1e-9 for label in kept)
    assert bool(kept) == bool(texts)


def test_the_newest_label_is_always_among_those_that_are_left() -> None:
    every = [Label(10 + n * 10, 0, f"{n} Nov", anchor=Anchor.MIDDLE) for n in range(1, 31)]
    kept = with_room(every, 330)
    assert kept[-1].text == "30 Nov"
    assert 2 < len(kept) < 10
