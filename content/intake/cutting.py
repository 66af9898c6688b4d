"""Making the file that a network takes: cut, shrunk and pressed until its bytes fit.

What is cut has been developed before, so it is upright, in sRGB and holds pixels only; what comes
from elsewhere becomes so here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from math import sqrt

from PIL import Image

from content.fit import Cut, Frame, Misfit, Unfit, smaller
from content.intake.develop import STUMBLES, Developed, on_white, upright, write

# From what looks like the original to where a phone's screen begins to show it. Below that, fewer
# pixels look better than a coarser press.
QUALITIES = (90, 82, 74, 66)
STEP = 0.92  # at most so large is the next try, or it would take many


class CannotFit(Exception):
    """No file of this picture fits the frame. Tell the author before it is submitted."""

    def __init__(self, unfit: Unfit) -> None:
        super().__init__(unfit.why)
        self.unfit = unfit


def cut(data: bytes, plan: Cut, frame: Frame) -> Developed:
    """The same input gives the same bytes. Raises CannotFit."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
            whole = upright(image)
    except STUMBLES as e:
        raise CannotFit(Unfit(Misfit.NO_KIND)) from e
    while True:
        part = _part(whole, plan)
        made = None
        for made in _tries(part, plan.mime, frame):
            if len(made.data) <= frame.most_bytes:
                return made
        factor = sqrt(frame.most_bytes / len(made.data)) if made else STEP
        following = smaller(plan, min(STEP, factor), frame)
        if isinstance(following, Unfit):
            raise CannotFit(following)
        plan = following


def _part(whole: Image.Image, plan: Cut) -> Image.Image:
    box = plan.box
    return whole.resize(
        (plan.width, plan.height),
        Image.Resampling.LANCZOS,
        box=(box.left, box.top, box.right, box.bottom),
        reducing_gap=3.0,
    )


def _tries(part: Image.Image, mime: str, frame: Frame) -> Iterator[Developed]:
    """The sharpest first."""
    if mime == "image/png":
        yield write(part, "PNG", optimize=True)
    if "image/jpeg" in frame.mimes:
        paper = on_white(part)
        for quality in QUALITIES:
            yield write(paper, "JPEG", quality=quality, progressive=True, optimize=True)
