"""The style sheets stay small, and pages carry nothing that the content policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from web.icons import UnknownIcon, shapes

ROOT = Path(__file__).parents[2]
STYLES = ROOT / "web" / "static" / "gema"  # what all screens share
SHEETS = sorted([*STYLES.glob("*.css"), *ROOT.glob("*/static/[!g]*/*.css")])
ICONS = ROOT / "node_modules" / "@tabler" / "icons" / "icons"
PAGES = sorted(ROOT.glob("*/html/**/*.html"))
INLINE = re.compile(r"""\sstyle=|\son[a-z]+=["']|\shx-on|<style|<script(?![^>]*(?:src=|json"))""")
ICON = re.compile(r"""{% icon "([\w-]+)\"""")


def test_all_styles_together_stay_below_forty_kilobytes() -> None:
    assert sum(len(sheet.read_bytes()) for sheet in STYLES.glob("*.css")) < 40 * 1024


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.name))
def test_every_rule_is_in_a_layer(sheet: Path) -> None:
    outside = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    outside = re.sub(r"@font-face \{.*?\}|@layer [\w, ]+;", "", outside, flags=re.DOTALL)
    assert re.fullmatch(r"\s*@layer \w+ \{.*\}\s*", outside, flags=re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_has_inline_styles_or_scripts(page: Path) -> None:
    assert not INLINE.findall(page.read_text())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_icon_that_a_page_names_exists(page: Path) -> None:
    for name in ICON.findall(page.read_text()):
        assert shapes(ICONS, name)


@pytest.mark.parametrize("name", ["no-such-icon", "../filled/heart", "Heart", ""])
def test_an_icon_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(UnknownIcon):
        shapes(ICONS, name)
