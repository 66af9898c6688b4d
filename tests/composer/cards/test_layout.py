from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from composer.cards import Brand, CardContent, Fact, Format, Layout, Photo, Slot, Tone
from composer.cards.card import cleaned
from composer.cards.fonts import Typeface
from composer.cards.grid import GRIDS
from composer.cards.layout import compose
from composer.cards.shapes import Code, Picture, Scene, Sheet
from tests.composer.cards.samples import (
    ANNOUNCEMENT,
    BRANDS,
    CONTENTS,
    EVENT,
    FIGURE,
    PONTIANAK,
    REQUIREMENTS,
    SOEKARNO_HATTA,
    photo,
)


def variants() -> Iterator[CardContent]:
    for content in CONTENTS.values():
        yield content
        yield replace(content, link="", link_label="")
        yield replace(content, kicker="", lead="", footnote="")
        yield replace(content, facts=(), items=(), quote=None)
        yield replace(content, tone=Tone.PAPER if content.tone is Tone.AUTO else Tone.BRAND)


def scenes(face: Typeface) -> Iterator[Scene]:
    for content in variants():
        for brand in BRANDS.values():
            for fmt in Format:
                yield compose(cleaned(content), brand, fmt, face)


def test_no_two_parts_overlap(face: Typeface) -> None:
    for scene in scenes(face):
        for one, other in combinations(scene.blocks, 2):
            assert not one.box.meets(other.box), (scene.fmt, one, other)


def test_everything_to_read_or_scan_stays_in_the_safe_area(face: Typeface) -> None:
    for scene in scenes(face):
        safe = GRIDS[scene.fmt].safe
        for block in scene.blocks:
            assert safe.holds(block.box), (scene.fmt, block)
        for run in scene.runs:
            assert safe.holds(run.box), (scene.fmt, run)


def test_a_story_keeps_clear_of_the_networks_own_controls() -> None:
    width, height = Format.STORY.size
    safe = GRIDS[Format.STORY].safe
    assert safe.y >= height * 0.14
    assert safe.bottom <= height * 0.8
    assert safe.width < width


def test_text_never_crosses_the_edge_of_the_sheet(face: Typeface) -> None:
    for scene in scenes(face):
        for sheet in (shape for shape in scene.shapes if isinstance(shape, Sheet)):
            for run in scene.runs:
                assert sheet.box.holds(run.box) or not sheet.box.meets(run.box), run


def test_lines_of_text_never_touch(face: Typeface) -> None:
    for scene in scenes(face):
        for one, other in combinations(scene.runs, 2):
            # Line boxes may share a hair where a descender meets a capital of the next line.
            inner = replace(one.box, height=round(one.size * 0.75))
            rest = replace(other.box, height=round(other.size * 0.75))
            assert not inner.meets(rest), (one, other)


def test_what_a_card_says_is_all_there(face: Typeface) -> None:
    scene = compose(cleaned(REQUIREMENTS), PONTIANAK, Format.FEED, face)
    said = " ".join(run.text for run in scene.runs).replace("\u00a0", " ")
    for text in ("Rp950.000", "Rp650.000", *REQUIREMENTS.items, "Biaya paspor elektronik"):
        assert text in said
    assert any(isinstance(shape, Code) for shape in scene.shapes)


def test_six_requirements_and_three_fees_fit_a_wide_card(face: Typeface) -> None:
    content = replace(REQUIREMENTS, items=REQUIREMENTS.items * 2)
    scene = compose(content, PONTIANAK, Format.WIDE, face)
    (sheet,) = (shape for shape in scene.shapes if isinstance(shape, Sheet))
    fees = [run for run in scene.runs if run.slot is Slot.FACTS]
    assert fees
    assert all(sheet.box.holds(run.box) for run in fees)
    assert [run.text for run in scene.runs if run.slot is Slot.ITEMS] == list(content.items)


def test_a_short_title_is_set_larger_than_a_long_one(face: Typeface) -> None:
    def size(title: str) -> int:
        scene = compose(replace(ANNOUNCEMENT, title=title), PONTIANAK, Format.FEED, face)
        return next(run.size for run in scene.runs if run.slot is Slot.TITLE)

    assert size("Kami buka") > size(ANNOUNCEMENT.title + " dan Hari Raya Idulfitri 1448 Hijriah")


@pytest.mark.parametrize("fmt", list(Format))
def test_a_title_is_rather_smaller_than_in_four_lines(face: Typeface, fmt: Format) -> None:
    title = "Layanan tutup pada cuti bersama dan Hari Raya Natal"
    scene = compose(replace(ANNOUNCEMENT, title=title), PONTIANAK, fmt, face)
    assert len([run for run in scene.runs if run.slot is Slot.TITLE]) <= 3


def test_a_long_office_name_stands_in_two_lines(face: Typeface) -> None:
    scene = compose(ANNOUNCEMENT, SOEKARNO_HATTA, Format.WIDE, face)
    assert len([run for run in scene.runs if run.slot is Slot.OFFICE]) == 2


def test_an_endless_office_name_gives_way_to_the_short_one(face: Typeface) -> None:
    brand = replace(PONTIANAK, name="Kantor Imigrasi " * 9, handle="")
    scene = compose(ANNOUNCEMENT, brand, Format.FEED, face)
    office = [run.text for run in scene.runs if run.slot is Slot.OFFICE]
    assert office == [PONTIANAK.short_name]


@pytest.mark.parametrize("fmt", list(Format))
def test_a_photo_is_seen_and_keeps_off_the_words(face: Typeface, fmt: Format) -> None:
    content = replace(EVENT, photo=Photo(photo()), lead="")
    scene = compose(content, PONTIANAK, fmt, face)
    (picture,) = (shape for shape in scene.shapes if isinstance(shape, Picture))
    assert picture.box.height >= fmt.size[1] * 0.2
    for run in scene.runs:
        on_sheet = any(isinstance(s, Sheet) and s.box.meets(run.box) for s in scene.shapes)
        assert on_sheet or picture.tab.holds(run.box) or not picture.box.meets(run.box), run


def test_the_index_stands_inside_its_ring(face: Typeface) -> None:
    scene = compose(FIGURE, PONTIANAK, Format.FEED, face)
    number = next(run for run in scene.runs if run.text == "92,4")
    assert number.size > max(run.size for run in scene.runs if run.slot is Slot.TITLE)


def test_many_facts_still_stand_under_each_other(face: Typeface) -> None:
    facts = tuple(Fact(f"Rincian {n}", "Senin, 1 Desember 2026") for n in range(4))
    content = replace(ANNOUNCEMENT, facts=facts, title="Jadwal baru", lead="")
    for fmt in (Format.FEED, Format.STORY):
        scene = compose(content, PONTIANAK, fmt, face)
        lefts = {run.box.x for run in scene.runs if run.slot is Slot.FACTS}
        assert lefts == {GRIDS[fmt].safe.x}


def test_each_layout_has_its_own_ground(face: Typeface) -> None:
    def ground(content: CardContent, brand: Brand = PONTIANAK) -> tuple[int, int, int]:
        return compose(content, brand, Format.FEED, face).main.ground

    assert ground(CONTENTS["release"]) == ground(REQUIREMENTS)
    assert ground(ANNOUNCEMENT) != ground(REQUIREMENTS)
    assert set(CONTENTS) == {layout.value for layout in Layout}
