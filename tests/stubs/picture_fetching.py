"""Getting a picture the way Meta does: by its public address."""

from __future__ import annotations

import io
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image, UnidentifiedImageError

from tests.stubs.graph import error


def fetched(url: str, most: int) -> tuple[bytes, tuple[int, int], str]:
    """The bytes, width and height, and format of a picture."""
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310  a test's own server
            data = answer.read(most + 1)
    except (URLError, OSError, ValueError):
        raise error(9004, "The media could not be fetched from this URI", 2207052) from None
    if len(data) > most:
        raise error(36000, "The image is too large", 2207004)
    try:
        with Image.open(io.BytesIO(data)) as image:
            return data, image.size, str(image.format)
    except UnidentifiedImageError:
        raise error(36001, "The image format is not supported", 2207005) from None
