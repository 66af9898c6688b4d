from __future__ import annotations

import io
import random
import struct
import zlib
from contextlib import suppress

import pytest
from PIL import Image, ImageCms

from content.intake import (
    Animated,
    Damaged,
    NotAPicture,
    Room,
    TooHeavy,
    TooManyPixels,
    Unusable,
    WrongFormat,
    develop,
)
from tests.content.intake.samples import (
    BLUE,
    RED,
    ROOM,
    drawing,
    opened,
    photo,
    saved,
    with_a_place,
)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_progressive_jpeg(format: str) -> None:
    made = develop(saved(photo(), format), ROOM)
    assert (made.mime, made.width, made.height) == ("image/jpeg", 120, 80)
    assert opened(made.data).info["progressive"]


def test_a_drawing_stays_sharp_as_png() -> None:
    made = develop(saved(drawing(), "PNG"), ROOM)
    assert made.mime == "image/png"
    assert opened(made.data).convert("RGB").getpixel((5, 5)) == RED


def test_a_grey_photo_has_few_colours_and_still_is_a_photo() -> None:
    assert develop(saved(photo(mode="L"), "PNG"), ROOM).mime == "image/jpeg"


def test_the_same_bytes_give_the_same_copy() -> None:
    data = saved(photo())
    assert develop(data, ROOM).sha256 == develop(data, ROOM).sha256


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright(orientation: int) -> None:
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }.get(orientation)  # fmt: skip
    lying = drawing() if turn is None else drawing().transpose(turn)
    made = opened(develop(saved(lying, "PNG", exif=with_a_place(orientation)), ROOM).data)
    assert made.size == (120, 80)
    assert made.convert("RGB").getpixel((5, 40)) == RED
    assert made.convert("RGB").getpixel((115, 40)) == BLUE


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("image", [photo(), drawing()], ids=["photo", "drawing"])
def test_nothing_but_pixels_is_kept(image: Image.Image, format: str) -> None:
    thumbnail = saved(photo(20, 20))
    exif = with_a_place().tobytes() + thumbnail
    data = saved(image, format, exif=exif, comment="rahasia", xmp=b"<x>GPS</x>")
    made = develop(data, ROOM).data
    copy = opened(made)
    copy.load()
    assert not copy.getexif()
    assert not {"exif", "comment", "xmp", "icc_profile", "photoshop"} & set(copy.info)
    for word in (b"Telepon Contoh", b"GPS", b"rahasia", thumbnail[20:60]):
        assert word not in made


def test_a_large_picture_is_scaled_down_in_proportion() -> None:
    made = develop(saved(photo(900, 600)), Room(12, 40, 300))
    assert (made.width, made.height) == (300, 200)


def test_a_profile_is_honoured_and_then_dropped() -> None:
    """In a profile whose red and blue are swapped, what is stored as red is blue."""
    made = develop(saved(drawing(), "PNG", icc_profile=_swapped_profile()), ROOM)
    red, _green, blue = opened(made.data).convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert blue > red


def test_a_broken_profile_does_no_harm() -> None:
    made = develop(saved(drawing(), "PNG", icc_profile=b"no profile at all"), ROOM)
    assert opened(made.data).convert("RGB").getpixel((5, 5)) == RED


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1"])
def test_every_kind_of_pixels_comes_out_as_a_plain_picture(mode: str) -> None:
    format = {"CMYK": "JPEG"}.get(mode, "PNG")
    made = develop(saved(photo(mode=mode), format), ROOM)
    assert opened(made.data).mode in ("RGB", "RGBA")


def test_sixteen_bit_greys_keep_their_shades() -> None:
    grey = Image.new("I;16", (40, 40), 32768)
    made = opened(develop(saved(grey, "PNG"), ROOM).data).convert("L")
    assert made.getpixel((5, 5)) == 128


def test_what_was_clear_becomes_white_in_a_photo_and_stays_clear_in_a_drawing() -> None:
    clear = photo(mode="RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 30, 30))
    made = opened(develop(saved(clear, "PNG"), ROOM).data)
    assert min(made.getpixel((10, 10))) > 245  # type: ignore[arg-type]
    logo = drawing().convert("RGBA")
    logo.paste((0, 0, 0, 0), (0, 0, 30, 30))
    assert opened(develop(saved(logo, "PNG"), ROOM).data).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_a_phone_picture_with_a_second_one_inside_is_taken() -> None:
    data = saved(photo(), "MPO", save_all=True, append_images=[photo(20, 20)])
    assert develop(data, ROOM).width == 120


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(format: str) -> None:
    data = saved(drawing(), format, save_all=True, append_images=[photo()])
    with pytest.raises(Animated, match="bergerak"):
        develop(data, ROOM)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_picture_that_was_cut_off_is_refused(format: str, part: float) -> None:
    data = saved(photo(), format)
    with pytest.raises(Unusable):
        develop(data[: int(len(data) * part)], ROOM)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about torn EXIF
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_bytes_that_were_tampered_with_are_taken_or_refused_and_nothing_else(format: str) -> None:
    dice = random.Random(5)
    whole = saved(photo(60, 40), format, exif=with_a_place())
    for _ in range(200):
        torn = bytearray(whole)
        for _ in range(dice.choice((1, 5, 20))):
            torn[dice.randrange(8, len(torn))] = dice.randrange(256)
        with suppress(Unusable):
            assert develop(bytes(torn), ROOM).width > 0


@pytest.mark.parametrize(
    ("data", "refusal", "says"),
    [
        (b"", NotAPicture, "bukan gambar"),
        (b"MZ\x90\x00", NotAPicture, "bukan gambar"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", WrongFormat, "SVG"),
        (b"%PDF-1.7", WrongFormat, "PDF"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", WrongFormat, "iPhone"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00", NotAPicture, "bukan gambar"),
        (saved(drawing(), "GIF"), WrongFormat, "GIF"),
        (saved(drawing(), "TIFF"), WrongFormat, "TIFF"),
        (b"\xff\xd8\xff<script>alert(1)</script>", Damaged, "rusak"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, Damaged, "rusak"),
    ],
)
def test_what_is_not_a_picture_for_us_is_refused_with_advice(
    data: bytes, refusal: type[Unusable], says: str
) -> None:
    with pytest.raises(refusal, match=says):
        develop(data, ROOM)


def test_a_file_over_the_limit_is_not_even_opened() -> None:
    with pytest.raises(TooHeavy, match="1 MB"):
        develop(b"\xff\xd8\xff" + bytes(1_000_001), Room(1, 40, 3000))


@pytest.mark.parametrize("side", [7000, 10_000, 20_000])
def test_a_bomb_is_refused_by_its_head_alone(side: int) -> None:
    """A few bytes that claim to be fifty, a hundred, four hundred million pixels."""
    with pytest.raises(TooManyPixels, match="40 juta"):
        develop(_png_claiming(side, side), ROOM)


def _png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def _swapped_profile() -> bytes:
    """sRGB with the names of its red and blue primaries exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert io.BytesIO(profile).read(4)
    return (
        profile.replace(b"rXYZ", b"tmpX", 1)
        .replace(b"bXYZ", b"rXYZ", 1)
        .replace(b"tmpX", b"bXYZ", 1)
    )
