"""Pictures that come from outside: opened with care, turned, cropped around what matters."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from composer.cards import words
from composer.cards.errors import BadPicture, Problem
from composer.cards.model import Photo, Slot

MOST_PIXELS = 60_000_000
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
KINDS = ("JPEG", "PNG", "WEBP")


def opened(data: bytes, slot: Slot, least: tuple[int, int]) -> Image.Image:
    """The picture, upright, in sRGB; never decoded much larger than ``least``."""
    try:
        with Image.open(BytesIO(data), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPicture(_problem(slot))
            picture.draft("RGB", (least[0] * 2, least[1] * 2))
            return _srgb(ImageOps.exif_transpose(picture))
    except (OSError, SyntaxError, ValueError, *BOMBS) as e:
        raise BadPicture(_problem(slot)) from e


def cover(photo: Photo, size: tuple[int, int]) -> Image.Image:
    """Fill ``size``, keeping the focal point in sight."""
    picture = opened(photo.data, Slot.PHOTO, size).convert("RGB")
    x, y = (min(1.0, max(0.0, share)) for share in photo.focus)
    return ImageOps.fit(picture, size, Image.Resampling.BICUBIC, centering=(x, y))


def _srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if picture.mode == "RGBA" else "RGB",
            )
        except ImageCms.PyCMSError:
            converted = None  # a broken profile says nothing; the numbers are taken as sRGB
        if converted is not None:
            return converted
    return picture.convert(
        "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
    )


def _problem(slot: Slot) -> Problem:
    return Problem(slot, words.BAD_PICTURE, {"slot": words.SLOT_NAMES[slot]})
