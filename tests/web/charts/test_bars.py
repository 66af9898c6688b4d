"""Bars: as long as their figures, with room for the words at both ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.charts.bars import Bar, bars
from web.charts.shapes import clipped, width_of

PHONE = 326.0
LONG = "Kantor Imigrasi Kelas I Tempat Pemeriksaan Imigrasi Pontianak"


def test_the_longest_leaves_room_for_its_figure() -> None:
    drawing = bars([Bar("Pontianak", (400,), "400"), Bar("Jayapura", (100,), "100")], PHONE)
    longest, other = drawing.boxes
    assert longest.width == pytest.approx(4 * other.width)
    figure = next(label for label in drawing.labels if label.text == "400")
    assert longest.x + longest.width < figure.x
    assert figure.span[1] <= PHONE


def test_what_nobody_told_has_no_bar_but_words() -> None:
    drawing = bars([Bar("Mastodon", (None,), "tidak diberitahukan")], PHONE)
    assert drawing.boxes == ()
    assert ("tidak diberitahukan", "untold-word") in {
        (label.text, label.kind) for label in drawing.labels
    }


def test_a_told_zero_has_a_bar() -> None:
    [box] = bars([Bar("X", (0,), "0")], PHONE).boxes
    assert box.width > 0


def test_two_parts_lie_one_after_the_other_with_a_seam() -> None:
    own, added = bars([Bar("Kiriman", (100, 50), "+50")], PHONE).boxes
    assert (own.kind, added.kind) == ("bar part-1", "bar part-2")
    assert own.x + own.width < added.x
    assert own.width + (added.x - own.x - own.width) == pytest.approx(2 * added.width)


def test_an_untold_addition_leaves_the_first_part_alone() -> None:
    assert [box.kind for box in bars([Bar("Kiriman", (100, None), "–")], PHONE).boxes] == [
        "bar part-1"
    ]


def test_a_long_name_makes_room_for_what_stands_beside_it() -> None:
    drawing = bars([Bar(LONG, (7,), "7", aside="12 dari 18")], PHONE)
    name = next(label for label in drawing.labels if label.kind == "name")
    aside = next(label for label in drawing.labels if label.kind == "label")
    assert name.text.endswith("…")
    assert name.span[1] < aside.span[0]


@given(st.text(max_size=80), st.floats(min_value=30, max_value=900))
def test_a_clipped_name_fits_and_begins_as_it_did(name: str, room: float) -> None:
    short = clipped(name, room)
    assert width_of(short) <= room
    assert name.startswith(short.removesuffix("…").rstrip()) or short == name
