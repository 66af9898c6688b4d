from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from composer.cards import CardContent, FontMissing, Format, problems, render
from tests.composer.cards.samples import ANNOUNCEMENT, BRANDS, CONTENTS, MANADO, PONTIANAK

EVERY = [(name, fmt) for name in CONTENTS for fmt in Format]


@pytest.mark.parametrize(("name", "fmt"), EVERY)
def test_every_layout_in_every_format_is_a_small_jpeg_of_the_exact_size(
    name: str, fmt: Format
) -> None:
    data = render(CONTENTS[name], PONTIANAK, fmt)
    with Image.open(BytesIO(data)) as card:
        assert (card.format, card.mode, card.size) == ("JPEG", "RGB", fmt.size)
    assert len(data) < 1_000_000


@pytest.mark.parametrize("brand", list(BRANDS))
@pytest.mark.parametrize(("name", "fmt"), EVERY)
def test_no_brand_is_refused(name: str, fmt: Format, brand: str) -> None:
    assert problems(CONTENTS[name], BRANDS[brand], fmt) == []


def test_the_file_says_that_its_colours_are_srgb() -> None:
    with Image.open(BytesIO(render(ANNOUNCEMENT, PONTIANAK, Format.WIDE))) as card:
        profile = ImageCms.ImageCmsProfile(BytesIO(card.info["icc_profile"]))
        assert "sRGB" in ImageCms.getProfileDescription(profile)


def test_the_same_card_has_the_same_bytes_whatever_was_drawn_between() -> None:
    first = render(ANNOUNCEMENT, PONTIANAK, Format.FEED)
    for content in CONTENTS.values():
        render(content, MANADO, Format.FEED)
    assert render(ANNOUNCEMENT, PONTIANAK, Format.FEED) == first


def test_the_same_card_has_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib\n"
        "from composer.cards import Format, render\n"
        "from tests.composer.cards.samples import ANNOUNCEMENT, PONTIANAK\n"
        "data = render(ANNOUNCEMENT, PONTIANAK, Format.WIDE)\n"
        "print(hashlib.sha256(data).hexdigest())\n"
    )
    there = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    here = hashlib.sha256(render(ANNOUNCEMENT, PONTIANAK, Format.WIDE)).hexdigest()
    assert there.stdout.strip() == here


def test_different_words_are_a_different_picture() -> None:
    other = CardContent(layout=ANNOUNCEMENT.layout, title="Layanan buka")
    assert render(other, PONTIANAK, Format.WIDE) != render(ANNOUNCEMENT, PONTIANAK, Format.WIDE)


def test_threads_draw_the_same_cards_as_one_thread() -> None:
    jobs = [(content, brand) for content in CONTENTS.values() for brand in BRANDS.values()]

    def draw(job: tuple[CardContent, object]) -> bytes:
        return render(job[0], job[1], Format.WIDE)  # type: ignore[arg-type]

    alone = [draw(job) for job in jobs]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(draw, jobs))
    assert together == alone


def test_a_missing_typeface_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match="npm ci"):
        render(ANNOUNCEMENT, PONTIANAK, Format.FEED, fonts=tmp_path)
