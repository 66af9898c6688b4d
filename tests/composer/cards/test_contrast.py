from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.cards import Format, LowContrast, Slot, Tone, render
from composer.cards.contrast import BLACK, BODY, LARGE, WHITE, mix, parse, ratio, readable
from composer.cards.fonts import Typeface
from composer.cards.layout import check_contrast, compose
from composer.cards.palette import palette
from tests.composer.cards.samples import ANNOUNCEMENT, PONTIANAK

COLOURS = st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))


def test_contrast_is_that_of_wcag() -> None:
    assert ratio(BLACK, WHITE) == pytest.approx(21)
    assert ratio(WHITE, WHITE) == pytest.approx(1)
    assert ratio(parse("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)


@given(COLOURS, COLOURS, st.sampled_from([LARGE, BODY]))
def test_every_colour_can_be_made_readable(
    colour: tuple[int, int, int], on: tuple[int, int, int], least: float
) -> None:
    assert ratio(readable(colour, least, on), on) >= least


def test_a_readable_colour_is_left_alone() -> None:
    assert readable(parse("#123a6b"), BODY, WHITE) == parse("#123a6b")


def test_a_light_accent_on_a_dark_ground_stays_light() -> None:
    made = readable(parse("#c05040"), BODY, parse("#7a1f2b"))
    assert sum(made) > sum(parse("#c05040"))


def test_more_contrast_than_there_is_cannot_be_had() -> None:
    with pytest.raises(ValueError, match="nothing reaches"):
        readable(WHITE, 20, (128, 128, 128))


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert mix(BLACK, WHITE, 0) == BLACK
    assert mix(BLACK, WHITE, 1) == WHITE


@given(COLOURS, COLOURS, st.sampled_from([Tone.BRAND, Tone.PAPER]))
def test_every_pair_of_brand_colours_gives_a_readable_palette(
    primary: tuple[int, int, int], accent: tuple[int, int, int], tone: Tone
) -> None:
    made = palette(f"#{bytes(primary).hex()}", f"#{bytes(accent).hex()}", tone)
    for surface in (made.main, made.sheet):
        for colour in (surface.ink, surface.muted, surface.accent):
            assert ratio(colour, surface.hardest(colour)) >= BODY
        assert ratio(surface.bold, surface.hardest(surface.bold)) >= LARGE
    assert ratio(made.on_badge, made.badge) >= BODY


def test_a_brand_keeps_its_colour_where_it_reads_well() -> None:
    assert palette("#123a6b", "#f2b632", Tone.BRAND).main.ground == parse("#123a6b")


def test_faint_text_is_refused_and_named(face: Typeface) -> None:
    scene = compose(ANNOUNCEMENT, PONTIANAK, Format.FEED, face)
    lead = next(run for run in scene.runs if run.slot is Slot.LEAD)
    with pytest.raises(LowContrast) as refused:
        check_contrast(replace(lead, colour=mix(lead.on, WHITE, 0.2)))
    assert refused.value.problem.slot is Slot.LEAD
    assert "4,5" in str(refused.value.problem)


def test_large_text_may_be_fainter_than_small_text(face: Typeface) -> None:
    scene = compose(ANNOUNCEMENT, PONTIANAK, Format.FEED, face)
    title = next(run for run in scene.runs if run.slot is Slot.TITLE)
    faint = replace(title, colour=(118, 118, 118), on=(250, 250, 250))
    fainter = replace(faint, colour=(140, 140, 140))
    check_contrast(fainter)
    with pytest.raises(LowContrast):
        check_contrast(replace(fainter, size=30))


@pytest.mark.parametrize("colour", ["merah", "#12", "123a6b", ""])
def test_a_colour_that_is_none_is_refused_with_its_name(colour: str) -> None:
    with pytest.raises(LowContrast) as refused:
        render(ANNOUNCEMENT, replace(PONTIANAK, accent=colour), Format.FEED)
    assert f"“{colour}”" in str(refused.value.problem)
