"""From a stranger's bytes to a picture of ours: upright, sRGB, bounded, and nothing else in it.

Everything a camera or a program wrote beside the pixels (place, time, thumbnails, comments) stays
behind, because only pixels are carried over.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from content.intake.formats import recognise
from content.intake.unusable import Animated, Damaged, TooHeavy, TooManyPixels

# A bomb must never be only a warning.
warnings.simplefilter("error", Image.DecompressionBombWarning)
# A stranger's torn EXIF is not worth a line on our stderr.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.TiffImagePlugin")

JPEG_QUALITY = 88
# Up to this many colours it is a drawing or a screenshot, which JPEG would smear.
DRAWING_COLOURS = 4096
WORTH = 1.5  # times the bytes of a JPEG that sharp edges may cost
MEGA = 1_000_000
SRGB = ImageCms.createProfile("sRGB")
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow's readers raise on bytes that are not what they claim to be.
STUMBLES = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Room:
    """The most that one upload may be, and the longest side that is kept."""

    megabytes: int
    megapixels: int
    longest_side: int


@dataclass(frozen=True, slots=True)
class Developed:
    data: bytes
    mime: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def develop(data: bytes, room: Room) -> Developed:
    """A clean copy, the best there will be of it. The same bytes always give the same copy. Raises
    Unusable."""
    if len(data) > room.megabytes * MEGA:
        raise TooHeavy(room.megabytes)
    kind = recognise(data)
    try:
        image = Image.open(io.BytesIO(data), formats=(kind,))
        _check_size(image, room)
        # A phone's JPEG may hold a second picture for depth; only these two kinds really move.
        if kind != "JPEG" and getattr(image, "is_animated", False):
            raise Animated
        image.draft(None, (room.longest_side, room.longest_side))
        image.load()
        return _finish(upright(image), room, lossless=kind != "JPEG")
    except BOMBS as e:
        raise TooManyPixels(room.megapixels) from e
    except STUMBLES as e:
        raise Damaged from e


def _check_size(image: Image.Image, room: Room) -> None:
    """Before anything is unpacked: the head of the file already says how large it would get."""
    width, height = image.size
    if width * height > room.megapixels * MEGA:
        raise TooManyPixels(room.megapixels)


def upright(image: Image.Image) -> Image.Image:
    return _in_srgb(ImageOps.exif_transpose(_eight_bits(image)))


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen-bit greys would come out white: Pillow cuts instead of scaling."""
    if not image.mode.startswith("I"):
        return image
    exif, profile = image.getexif(), image.info.get("icc_profile")
    small = image.convert("I").point(lambda value: value / 256).convert("L")
    small.info = {"exif": exif.tobytes(), "icc_profile": profile}
    return small


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    has_alpha = image.has_transparency_data
    target = "RGBA" if has_alpha else "RGB"
    if image.mode in ("P", "PA", "LA", "1", "La", "RGBa"):
        image = image.convert(target)
    if profile:
        try:
            moved = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), SRGB, outputMode=target
            )
            image = moved or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile says nothing; the numbers are taken as sRGB
    return image if image.mode == target else image.convert(target)


def _finish(image: Image.Image, room: Room, *, lossless: bool) -> Developed:
    """``lossless``: it came without loss, so it may be a drawing that deserves to stay so."""
    image = _without_idle_alpha(image)
    drawing = lossless and image.getcolors(DRAWING_COLOURS) is not None
    if max(image.size) > room.longest_side:
        side = (room.longest_side, room.longest_side)
        image.thumbnail(side, Image.Resampling.LANCZOS, reducing_gap=3.0)
    options = {"quality": JPEG_QUALITY, "progressive": True, "optimize": True}
    photo = write(on_white(image), "JPEG", **options)
    if not drawing:
        return photo
    sharp = write(image, "PNG", optimize=True)
    # A grey photo has few colours as well, but does not pack like a drawing.
    fits = image.mode == "RGBA" or len(sharp.data) <= WORTH * len(photo.data)
    return sharp if fits else photo


def _without_idle_alpha(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image


def on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def write(image: Image.Image, format: str, **options: object) -> Developed:
    image.info.clear()
    out = io.BytesIO()
    image.save(out, format, **options)
    return Developed(out.getvalue(), f"image/{format.lower()}", *image.size)
