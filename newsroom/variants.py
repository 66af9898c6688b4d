"""Smaller copies of pictures, made when first asked for and kept beside the originals."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image

from newsroom.photo import EXTENSIONS, WIDTHS

QUALITY = 82
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def kept(sha256: str, mime: str, width: int) -> Path:
    """Where this copy lies, or would."""
    if width not in WIDTHS or not sha256.isalnum():
        raise ValueError(f"no such copy: {sha256[:16]} {width}")
    folder = Path(settings.MEDIA_ROOT) / "variants" / sha256[:2]
    return folder / f"{sha256}-{width}.{EXTENSIONS[mime]}"


def make(data: bytes, mime: str, width: int) -> bytes:
    """The picture in this width, in the same format, without anything hidden in it."""
    with Image.open(BytesIO(data), formats=[FORMATS[mime]]) as picture:
        height = max(1, round(picture.height * width / picture.width))
        small = picture.convert("RGBA" if _see_through(picture) else "RGB")
        small = small.resize((width, height), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, FORMATS[mime], quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def keep(path: Path, data: bytes) -> None:
    """In one move, so that nobody ever reads half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)


def _see_through(picture: Image.Image) -> bool:
    return picture.format != "JPEG" and picture.has_transparency_data
