"""Pictures that come from outside: opened with care, turned, cropped around what matters."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops, ImageCms, ImageOps

from composer.cards import words
from composer.cards.contrast import BODY, RGB, mix, ratio
from composer.cards.errors import BadPicture, Problem
from composer.cards.model import Photo, Slot
from composer.cards.shapes import Picture

MOST_PIXELS = 60_000_000
KINDS = ("JPEG", "PNG", "WEBP")
BRIGHTEST = 0.995  # share of pixels the header must be readable on


def opened(data: bytes, slot: Slot, least: tuple[int, int]) -> Image.Image:
    """The picture, upright, in sRGB; never decoded much larger than ``least``."""
    try:
        with Image.open(BytesIO(data), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPicture(_problem(slot))
            picture.draft("RGB", (least[0] * 2, least[1] * 2))
            return _srgb(ImageOps.exif_transpose(picture))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as e:
        raise BadPicture(_problem(slot)) from e


def cover(photo: Photo, size: tuple[int, int]) -> Image.Image:
    """Fill ``size``, keeping the focal point in sight."""
    picture = opened(photo.data, Slot.PHOTO, size).convert("RGB")
    x, y = (min(1.0, max(0.0, share)) for share in photo.focus)
    return ImageOps.fit(picture, size, Image.Resampling.BICUBIC, centering=(x, y))


def paint(card: Image.Image, shape: Picture) -> None:
    """The photo, melting into the ground before any text begins."""
    box = shape.box
    photo = cover(shape.photo, (box.width, box.height))
    tint = Image.new("RGB", photo.size, shape.tint)
    veil = ImageChops.lighter(_melt(photo.size), _shade(photo, shape))
    card.paste(Image.composite(tint, photo, veil), (box.x, box.y))


def shade_for(brightest: RGB, tint: RGB, ink: RGB) -> float:
    """How much tint must lie over a colour so that ``ink`` reads on it."""
    for step in range(21):
        if ratio(mix(brightest, tint, step / 20), ink) >= BODY:
            return step / 20
    return 1.0


def _melt(size: tuple[int, int]) -> Image.Image:
    """Nothing above the middle, then smoothly to full."""
    curve = []
    for level in range(256):
        share = max(0.0, (level / 255 - 0.45) / 0.55)
        curve.append(round(255 * share * share * (3 - 2 * share)))
    return Image.linear_gradient("L").point(curve).resize(size)


def _shade(photo: Image.Image, shape: Picture) -> Image.Image:
    """A veil from the top, just strong enough for the office's name."""
    low = min(photo.height, shape.header.bottom + shape.header.height // 4)
    strength = shade_for(
        _hardest(photo.crop((0, 0, photo.width, low)), shape), shape.tint, shape.ink
    )
    veil = Image.new("L", photo.size)
    veil.paste(round(255 * strength), (0, 0, photo.width, low))
    tail = min(photo.height - low, shape.header.height * 2)
    if tail > 0:
        slope = Image.linear_gradient("L").point([round((255 - i) * strength) for i in range(256)])
        veil.paste(slope.resize((photo.width, tail)), (0, low))
    return veil


def _hardest(part: Image.Image, shape: Picture) -> RGB:
    """The grey that leaves the least contrast with the ink, a few stray pixels aside."""
    counts = part.convert("L").histogram()
    light_ink = sum(shape.ink) > 382
    order = range(255, -1, -1) if light_ink else range(256)
    stray = (1 - BRIGHTEST) * sum(counts)
    for level in order:
        stray -= counts[level]
        if stray < 0:
            return level, level, level
    return 128, 128, 128


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
