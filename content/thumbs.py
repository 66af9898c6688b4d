"""Small copies of pictures, made when first asked for."""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import settings
from PIL import Image

from content import pictures
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


def _path(media: Media, width: int) -> Path:
    return Path(settings.MEDIA_ROOT) / "thumbs" / str(width) / media.name


def _shrink(data: bytes, media: Media, width: int) -> bytes:
    if media.width <= width:
        return data
    format = media.mime.removeprefix("image/").upper()
    image = Image.open(io.BytesIO(data), formats=(format,))
    height = max(1, round(media.height * width / media.width))
    image.draft(None, (width, height))
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    small = plain.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, format, quality=QUALITY, optimize=True)
    return out.getvalue()
