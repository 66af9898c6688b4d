"""Pictures for the tests, drawn here: a photo is noise, a drawing is a few flat colours."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, TiffImagePlugin

from content.intake import Room

ROOM = Room(megabytes=12, megapixels=40, longest_side=3000)
RED, BLUE = (200, 30, 30), (30, 30, 200)


def photo(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """Many colours, left half reddish, right half bluish: so that turning shows."""
    noise = Image.merge("RGB", [Image.effect_noise((width, height), 60) for _ in range(3)])
    halves = drawing(width, height)
    return Image.blend(noise, halves, 0.6).convert(mode)


def drawing(width: int = 120, height: int = 80) -> Image.Image:
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def saved(image: Image.Image, format: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def with_a_place(orientation: int = 1) -> Image.Exif:
    """What a phone writes: which way is up, which phone it was, and where it stood."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0110] = "Telepon Contoh 5"
    exif[0x9286] = "komentar rahasia"
    exif.get_ifd(0x8825).update({1: "S", 2: _degrees(0, 1, 34), 3: "E", 4: _degrees(109, 20, 32)})
    return exif


def _degrees(*parts: int) -> tuple[TiffImagePlugin.IFDRational, ...]:
    return tuple(TiffImagePlugin.IFDRational(part) for part in parts)
