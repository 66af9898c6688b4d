from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from composer.cards import Format, Photo, Slot, render
from composer.cards.palette import PAPER
from composer.cards.photo import cover, opened
from tests.composer.cards.samples import ANNOUNCEMENT, PONTIANAK

RED, BLUE = (220, 30, 30), (30, 30, 220)


def halves(
    kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (400, 100), turned: int = 0
) -> bytes:
    """Red at the left, blue at the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = turned
    file = BytesIO()
    picture.convert(mode).save(file, kind, exif=exif)
    return file.getvalue()


def near(colour: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) < 24 for a, b in zip(colour, wanted, strict=True))


@pytest.mark.parametrize(("focus", "colour"), [((0.0, 0.5), RED), ((1.0, 0.5), BLUE)])
def test_the_focal_point_stays_in_sight(
    focus: tuple[float, float], colour: tuple[int, int, int]
) -> None:
    picture = cover(Photo(halves(), focus), (100, 100))
    assert picture.size == (100, 100)
    assert near(picture.getpixel((50, 50)), colour)


def test_a_focal_point_outside_the_picture_is_its_edge() -> None:
    assert near(cover(Photo(halves(), (7.0, -3.0)), (100, 100)).getpixel((50, 50)), BLUE)


def test_a_photo_taken_sideways_is_turned() -> None:
    picture = opened(halves("JPEG", turned=6), Slot.PHOTO, (50, 50))
    assert picture.height > picture.width


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "P"), ("PNG", "L"), ("JPEG", "CMYK"), ("WEBP", "RGB")]
)
def test_pictures_of_every_usual_kind_are_taken(kind: str, mode: str) -> None:
    assert cover(Photo(halves(kind, mode)), (80, 60)).mode == "RGB"


def test_the_photo_shows_on_the_card() -> None:
    content = replace(ANNOUNCEMENT, title="Kami buka", lead="", photo=Photo(halves()))
    with Image.open(BytesIO(render(content, PONTIANAK, Format.FEED))) as card:
        assert near(card.getpixel((100, 260)), RED)
        assert near(card.getpixel((1000, 260)), BLUE)


def test_a_logo_stands_beside_the_name() -> None:
    brand = replace(PONTIANAK, logo=halves(size=(100, 100)))
    with Image.open(BytesIO(render(ANNOUNCEMENT, brand, Format.FEED))) as card:
        assert near(card.getpixel((100, 114)), RED)
        assert near(card.getpixel((136, 114)), BLUE)


def test_a_dark_logo_on_a_dark_card_stands_on_paper() -> None:
    logo = BytesIO()
    Image.new("RGBA", (90, 30), PONTIANAK.primary).save(logo, "PNG")
    brand = replace(PONTIANAK, logo=logo.getvalue())
    with Image.open(BytesIO(render(ANNOUNCEMENT, brand, Format.FEED))) as card:
        assert near(card.getpixel((118, 86)), PAPER)
