from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from composer.cards import BadLink, Brand, CardContent, Format, Tone, render
from composer.cards.grid import GRIDS
from composer.cards.qr import MOST, module
from tests.composer.cards.samples import ANNOUNCEMENT, BRANDS, CONTENTS, PONTIANAK


def read(data: bytes, share: float = 1.0) -> list[str]:
    """What a scanner sees, also when the card is shown smaller."""
    with Image.open(BytesIO(data)) as opened:
        card = opened.convert("RGB")
    size = (round(card.width * share), round(card.height * share))
    return [code.text for code in zxingcpp.read_barcodes(card.resize(size))]


@pytest.mark.parametrize("fmt", list(Format))
@pytest.mark.parametrize("content", CONTENTS.values(), ids=list(CONTENTS))
def test_the_code_reads_back(content: CardContent, fmt: Format) -> None:
    assert read(render(content, PONTIANAK, fmt)) == [content.link]


@pytest.mark.parametrize("brand", BRANDS.values(), ids=list(BRANDS))
@pytest.mark.parametrize("tone", [Tone.BRAND, Tone.PAPER])
def test_the_code_reads_back_in_every_colour(brand: Brand, tone: Tone) -> None:
    content = replace(ANNOUNCEMENT, tone=tone)
    assert read(render(content, brand, Format.FEED)) == [content.link]


@pytest.mark.parametrize("fmt", list(Format))
def test_the_code_reads_back_from_a_smaller_screen(fmt: Format) -> None:
    assert read(render(ANNOUNCEMENT, PONTIANAK, fmt), 0.6) == [ANNOUNCEMENT.link]


@pytest.mark.parametrize("fmt", list(Format))
@pytest.mark.parametrize("tone", [Tone.BRAND, Tone.PAPER])
def test_the_longest_link_still_reads_back(fmt: Format, tone: Tone) -> None:
    link = "https://pontianak.imigrasi.go.id/".ljust(MOST, "x")
    assert module(link, GRIDS[fmt].qr, quiet=tone is Tone.PAPER) >= 3
    content = replace(ANNOUNCEMENT, link=link, tone=tone)
    assert read(render(content, PONTIANAK, fmt)) == [link]


@pytest.mark.parametrize(
    "link", ["https://contoh.go.id/" + "a" * 200, "contoh.go.id", "javascript:alert(1)"]
)
def test_a_link_no_phone_could_read_is_refused(link: str) -> None:
    with pytest.raises(BadLink) as refused:
        render(replace(ANNOUNCEMENT, link=link), PONTIANAK, Format.FEED)
    assert "https://" in str(refused.value.problem)


def test_without_a_link_there_is_no_code() -> None:
    assert read(render(replace(ANNOUNCEMENT, link=""), PONTIANAK, Format.FEED)) == []
