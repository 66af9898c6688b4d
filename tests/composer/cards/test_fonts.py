from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from composer.cards.contrast import BLACK, WHITE
from composer.cards.draw import write
from composer.cards.fonts import FOLDER, KEPT_FONTS, Typeface
from composer.cards.grid import Box
from composer.cards.model import Slot
from composer.cards.shapes import Run, Style


def stems(face: Typeface, size: int) -> list[float]:
    """The distances between the strokes of a row of letters, by their grey weight."""
    card = Image.new("RGB", (size * 16, size * 2), WHITE)
    style = Style(400)
    run = Run(Slot.LEAD, "l" * 30, 4.0, size, size, style, BLACK, WHITE, Box(0, 0, 1, 1))
    write(card, run, face)
    row = card.convert("L").crop((0, size // 2, card.width, size // 2 + 1))
    ink = [255 - int(level) for level in row.tobytes()]
    middles, weight, moment = [], 0, 0
    for x, level in enumerate([*ink, 0]):
        if level:
            weight, moment = weight + level, moment + level * x
        elif weight:
            middles.append(moment / weight)
            weight, moment = 0, 0
    return [b - a for a, b in pairwise(middles)]


@pytest.mark.parametrize("size", [20, 23, 26, 31])
def test_small_letters_stand_at_even_distances(face: Typeface, size: int) -> None:
    gaps = stems(face, size)
    assert len(gaps) == 29
    assert max(gaps) - min(gaps) < 0.5
    assert sum(gaps) / len(gaps) == pytest.approx(face.width("l", 400) * size, abs=0.05)


def test_tracking_widens_a_line_by_exactly_that_much(face: Typeface) -> None:
    plain = face.width("IMIGRASI", 700)
    assert face.width("IMIGRASI", 700, 0.1) == pytest.approx(plain + 0.7)


def test_letters_are_kerned(face: Typeface) -> None:
    assert face.width("AV", 800) < face.width("A", 800) + face.width("V", 800)


def test_a_price_is_set_tighter_than_its_letters(face: Typeface) -> None:
    parts = sum(face.width(part, 700) for part in ("20", ".", "00"))
    assert face.width("20.00", 700) < parts - 0.08


def test_bold_is_wider_than_regular(face: Typeface) -> None:
    assert face.width("paspor", 800) > face.width("paspor", 400)


def test_the_typeface_knows_what_it_can_draw(face: Typeface) -> None:
    assert all(face.has(character) for character in "Aé€–“”…ŁễĐ \u00a0")
    assert not any(face.has(character) for character in "移ꦲЖ≥😀")


def test_memory_for_glyphs_and_sizes_is_bounded() -> None:
    face = Typeface(FOLDER, kept=400_000)
    for size in range(20, 240, 2):
        face.glyph("G", 800, size, 0)
    assert face.kept_bytes <= 400_000
    assert face.kept_fonts <= KEPT_FONTS


def test_a_glyph_is_the_same_when_it_was_forgotten() -> None:
    face = Typeface(FOLDER, kept=50_000)
    first = face.glyph("g", 700, 90, 1)
    for character in "abcdefghij":
        face.glyph(character, 800, 120, 0)
    again = face.glyph("g", 700, 90, 1)
    assert first is not None
    assert again is not None
    assert first is not again
    assert first.mask.tobytes() == again.mask.tobytes()


def test_the_typeface_is_found_from_the_project_itself() -> None:
    assert Path("node_modules").resolve() in FOLDER.parents
