"""Small copies of pictures, made when first asked for."""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import settings
from PIL import Image

from content import pictures
from content.fit import Box
from content.intake import shelf
from content.models import Media

# The only widths there are; asking for others would let a stranger fill the disk.
WIDTHS = (160, 320, 640, 1280)
QUALITY = 82


def thumb(media: Media, width: int) -> bytes:
    """The picture at most this wide. Raises ``pictures.MissingPicture`` or OSError."""
    path = _path(media, width)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        data = _shrink(pictures.read(media), media, width)
        shelf.put(path, data)
        return data


def cut(media: Media, width: int, box: Box) -> bytes:
    """A part of the picture, at most this wide, as it will look cut; made anew each time.

    Raises as ``thumb`` does.
    """
    data = thumb(media, WIDTHS[-1])
    with Image.open(io.BytesIO(data), formats=(_format(media),)) as image:
        scale = image.width / media.width
        part = (box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)
        wide = max(1, min(width, round(box.width * scale)))
        size = (wide, max(1, round(box.height * wide / box.width)))
        return _written(_plain(image).resize(size, Image.Resampling.LANCZOS, box=part), media)


def _path(media: Media, width: int) -> Path:
    return Path(settings.MEDIA_ROOT) / "thumbs" / str(width) / media.name


def _shrink(data: bytes, media: Media, width: int) -> bytes:
    if media.width <= width:
        return data
    image = Image.open(io.BytesIO(data), formats=(_format(media),))
    height = max(1, round(media.height * width / media.width))
    image.draft(None, (width, height))
    return _written(_plain(image).resize((width, height), Image.Resampling.LANCZOS), media)


def _format(media: Media) -> str:
    return media.mime.removeprefix("image/").upper()


def _plain(image: Image.Image) -> Image.Image:
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _written(image: Image.Image, media: Media) -> bytes:
    out = io.BytesIO()
    image.save(out, _format(media), quality=QUALITY, optimize=True)
    return out.getvalue()
