"""Contrast is not only computed: it is measured on the pixels behind every line of text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from composer.cards import Brand, CardContent, Format, Photo, Tone
from composer.cards.contrast import BODY, LARGE, LARGE_TEXT, ratio
from composer.cards.draw import draw
from composer.cards.fonts import Typeface
from composer.cards.layout import compose
from composer.cards.shapes import Run
from tests.composer.cards.samples import ANNOUNCEMENT, BRANDS, CONTENTS, EVENT, PONTIANAK, photo


def faintest(content: CardContent, brand: Brand, fmt: Format, face: Typeface) -> list[str]:
    """Texts whose colour is too near to some pixel of the ground they stand on."""
    scene = compose(content, brand, fmt, face)
    bare = replace(scene, shapes=tuple(s for s in scene.shapes if not isinstance(s, Run)))
    card = draw(bare, face)
    return [run.text for run in scene.runs if behind(card, run) < needed(run)]


def behind(card: Image.Image, run: Run) -> float:
    part = card.crop((run.box.x, run.box.y, run.box.right, run.box.bottom))
    colours = part.getcolors(part.width * part.height) or []
    found = {colour for _, colour in colours if isinstance(colour, tuple)}
    return min(ratio(run.colour, (r, g, b)) for r, g, b in found)


def needed(run: Run) -> float:
    return LARGE if run.size >= LARGE_TEXT else BODY


@pytest.mark.parametrize("brand", BRANDS.values(), ids=list(BRANDS))
@pytest.mark.parametrize("content", CONTENTS.values(), ids=list(CONTENTS))
def test_every_text_is_readable_on_the_pixels_behind_it(
    content: CardContent, brand: Brand, face: Typeface
) -> None:
    for fmt in Format:
        assert faintest(content, brand, fmt, face) == []


@pytest.mark.parametrize("tone", [Tone.BRAND, Tone.PAPER])
@pytest.mark.parametrize("fmt", list(Format))
def test_a_bright_photo_does_not_drown_the_office(fmt: Format, tone: Tone, face: Typeface) -> None:
    content = replace(EVENT, photo=Photo(photo()), lead="", tone=tone)
    assert faintest(content, PONTIANAK, fmt, face) == []


@pytest.mark.parametrize(
    ("primary", "accent"),
    [
        ("#ffe600", "#fff7c0"),
        ("#ffffff", "#ffffff"),
        ("#000000", "#000000"),
        ("#808080", "#7a7a7a"),
    ],
)
def test_even_careless_colours_become_readable(primary: str, accent: str, face: Typeface) -> None:
    brand = replace(PONTIANAK, primary=primary, accent=accent)
    for tone in (Tone.BRAND, Tone.PAPER):
        for content in CONTENTS.values():
            assert faintest(replace(content, tone=tone), brand, Format.FEED, face) == []


def test_the_measurement_itself_notices_faint_text(face: Typeface) -> None:
    scene = compose(ANNOUNCEMENT, PONTIANAK, Format.FEED, face)
    title = scene.runs[-1]
    card = draw(scene, face)
    assert behind(card, replace(title, colour=title.on)) < LARGE


def test_text_is_really_drawn(face: Typeface) -> None:
    scene = compose(ANNOUNCEMENT, PONTIANAK, Format.FEED, face)
    card = draw(scene, face)
    for run in scene.runs:
        part = card.crop((run.box.x, run.box.y, run.box.right, run.box.bottom))
        colours = {colour for _, colour in part.getcolors(part.width * part.height) or []}
        assert run.colour in colours, run.text
