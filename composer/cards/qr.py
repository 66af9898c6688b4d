"""QR codes: how large a link becomes, and its picture."""

from __future__ import annotations

from functools import lru_cache

import segno
from PIL import Image

from composer.cards import words
from composer.cards.contrast import RGB
from composer.cards.errors import BadLink, Problem
from composer.cards.grid import Box
from composer.cards.model import Slot

QUIET = 4  # modules of empty ground around it, by the standard
MOST = 150  # bytes; so much still gets squares of three pixels on the smallest card


@lru_cache(maxsize=256)
def modules(target: str) -> tuple[bytes, ...]:
    """The rows of the code, 1 is dark."""
    if not target.startswith(("https://", "http://")) or len(target.encode()) > MOST:
        raise BadLink(Problem(Slot.LINK, words.BAD_LINK, {"most": str(MOST)}))
    # The smallest code; segno then raises the error correction as far as that size allows.
    code = segno.make(target, error="l", boost_error=True, micro=False)
    return tuple(bytes(row) for row in code.matrix)


def module(target: str, room: int, *, quiet: bool) -> int:
    """The whole number of pixels one square gets in ``room``."""
    return room // (len(modules(target)) + (2 * QUIET if quiet else 0))


def side(target: str, room: int, *, quiet: bool) -> int:
    """The side of the drawn code, at most ``room``."""
    count = len(modules(target)) + (2 * QUIET if quiet else 0)
    return module(target, room, quiet=quiet) * count


def picture(target: str, box: Box, dark: RGB, light: RGB, *, quiet: bool) -> Image.Image:
    rows = modules(target)
    small = Image.new("L", (len(rows), len(rows)))
    small.putdata([bit * 255 for row in rows for bit in row])
    scale = module(target, box.width, quiet=quiet)
    inner = small.resize((len(rows) * scale,) * 2, Image.Resampling.NEAREST)
    whole = Image.new("RGB", (box.width, box.height), light)
    whole.paste(dark, ((box.width - inner.width) // 2, (box.height - inner.height) // 2), inner)
    return whole
