"""The drawing as SVG: read aloud by its title, and clean under the content policy."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from web.charts.markup import svg
from web.charts.shapes import Anchor, Box, Corners, Drawing, Label, Line

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"><script>alert(1)</script>'


def drawing(words: str = "Pontianak") -> Drawing:
    return Drawing(
        326,
        120.5,
        lines=(Line(0, 10, 326, 10, "grid"),),
        boxes=(
            Box(1, 2.25, 30, 40, "column", Corners.TOP, 4, hint=words),
            Box(1, 50, 30.333, 16, "bar part-1", Corners.RIGHT, 4),
            Box(1, 70, 7, 7, "untold"),
        ),
        labels=(Label(16, 100, words, "label", Anchor.MIDDLE),),
    )


def markup(words: str = "Pontianak") -> str:
    return svg(drawing(words), key="waktu-desk", title=words, described=words, kind="chart-columns")


def test_it_is_one_image_with_a_title_and_a_description() -> None:
    root = ET.fromstring(markup())  # noqa: S314 - our own
    assert root.get("role") == "img"
    named = {each.get("id"): each.text for each in root if each.get("id")}
    assert named == {"waktu-desk-t": "Pontianak", "waktu-desk-d": "Pontianak"}
    assert root.get("aria-labelledby") == "waktu-desk-t"
    assert root.get("aria-describedby") == "waktu-desk-d"


def test_it_carries_no_style_no_colour_and_no_script() -> None:
    found = markup()
    assert not re.search(r"\sstyle=|\son\w+=|<script|<style|fill=|stroke=|#[0-9a-f]{3}", found)


def test_words_of_people_stay_words() -> None:
    found = markup(HOSTILE)
    assert "<script" not in found
    root = ET.fromstring(found)  # noqa: S314 - our own
    assert HOSTILE in {each.text for each in root.iter()}


def test_numbers_have_points_and_not_more_digits_than_are_seen() -> None:
    numbers = re.findall(r'\s(?:x|y|width|height|rx|viewBox)="([^"]+)"', markup())
    assert all(re.fullmatch(r"-?\d+(\.\d)?", part) for text in numbers for part in text.split())


def test_a_column_is_round_above_and_a_bar_at_its_end() -> None:
    risen, stretched = re.findall(r' d="([^"]+)"', markup())
    assert risen == "M1 42.2V6.2q0-4 4-4H27q4 0 4 4V42.2z"
    assert stretched.startswith("M1 50H27.3q4 0 4 4")
