"""Whoever reads Gema in sunlight or at night can read it: the colours' contrast, computed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[2] / "web" / "static" / "gema"
TOKEN = re.compile(r"--([\w-]+):\s*(?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));")

READ_ON = {
    "paper": ["ink", "ink-soft", "link", "merah"],
    "card": ["ink", "ink-soft", "link", "merah", "primary", "on-good", "on-wait", "on-bad"],
    "raised": ["ink", "ink-soft", "link"],
    "sunken": ["ink", "ink-soft", "link", "on-good", "on-wait", "on-bad"],
    "thumb": ["on-primary-soft", "ink"],
    "navy": ["on-navy", "on-navy-soft"],
    "navy-deep": ["on-navy", "on-navy-soft"],
    "navy-line": ["on-navy"],
    "primary": ["on-primary"],
    "primary-strong": ["on-primary"],
    "primary-soft": ["on-primary-soft"],
    "stop": ["on-stop"],
    "stop-strong": ["on-stop"],
    "count": ["on-count"],
    "neutral": ["on-neutral"],
    "info": ["on-info"],
    "wait": ["on-wait"],
    "good": ["on-good"],
    "bad": ["on-bad"],
    "odd": ["on-odd"],
}
SEEN_ON = {"card": ["edge", "focus", "primary"], "paper": ["edge", "focus"]}


def tokens() -> dict[str, tuple[str, str]]:
    css = (STYLES / "tokens.css").read_text()
    return {name: (light or both, dark or both) for name, light, dark, both in TOKEN.findall(css)}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(below, above) for below, many in table.items() for above in many]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("below", "above"), pairs(READ_ON))
def test_text_stands_out_from_what_is_behind_it(below: str, above: str, theme: int) -> None:
    known = tokens()
    assert contrast(known[below][theme], known[above][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("below", "above"), pairs(SEEN_ON))
def test_edges_and_focus_rings_can_be_seen(below: str, above: str, theme: int) -> None:
    known = tokens()
    assert contrast(known[below][theme], known[above][theme]) >= 3


def test_every_colour_meant_for_text_is_in_the_table() -> None:
    tested = {above for above_list in READ_ON.values() for above in above_list}
    meant = {name for name in tokens() if name.startswith(("on-", "ink"))}
    assert meant <= tested


def test_black_on_white_has_the_contrast_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
