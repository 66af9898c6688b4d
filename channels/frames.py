"""A network's limits as the frame that each of its pictures has to fit into. Pure."""

from __future__ import annotations

from channels.base import Limits
from content.fit import Frame

ALIKE = 0.005  # ratios that differ by less are one


def frame_of(limits: Limits, first: tuple[int, int] | None = None) -> Frame:
    """``first``: the size of the first picture, for those that follow it."""
    return Frame(
        mimes=limits.mime_types,
        most_bytes=limits.image_bytes,
        ratio=_ratio(limits, first),
        least_width=max(1, limits.least_width),
        most_width=limits.most_width,
        most_pixels=limits.most_pixels,
        most_sides=limits.most_sides,
    )


def _ratio(limits: Limits, first: tuple[int, int] | None) -> tuple[float, float] | None:
    if first is None or not limits.one_ratio:
        return limits.ratio
    narrowest, widest = limits.ratio or (0.0, float("inf"))
    same = first[0] / first[1]
    return max(narrowest, same * (1 - ALIKE)), min(widest, same * (1 + ALIKE))
