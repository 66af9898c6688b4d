"""How a picture is cut and shrunk to fit a frame, kept around the point that matters. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import floor, sqrt

MIDDLE = 50
# In this order, where the picture's own kind is not taken.
KINDS = ("image/jpeg", "image/png")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a picture has to fit into. ``ratio``: narrowest and widest, width ÷ height;
    ``most_pixels``: width × height; ``most_sides``: width + height."""

    mimes: tuple[str, ...]
    most_bytes: int
    ratio: tuple[float, float] | None = None
    least_width: int = 1
    most_width: int | None = None
    most_pixels: int | None = None
    most_sides: int | None = None

    def takes(self, width: int, height: int) -> bool:
        """Whether a picture of this size is welcome, whatever its bytes."""
        return (
            min(width, height) >= 1
            and width >= self.least_width
            and width <= (self.most_width or width)
            and width * height <= (self.most_pixels or width * height)
            and width + height <= (self.most_sides or width + height)
            and (self.ratio is None or self.ratio[0] <= width / height <= self.ratio[1])
        )


@dataclass(frozen=True, slots=True)
class Original:
    width: int
    height: int
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Focus:
    """The point that stays in sight, in hundredths of the picture from the left and the top."""

    x: int = MIDDLE
    y: int = MIDDLE


CENTRE = Focus()


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, in its own pixels; ``right`` and ``bottom`` are no longer in it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def is_in(self, width: int, height: int) -> bool:
        across = 0 <= self.left < self.right <= width
        return across and 0 <= self.top < self.bottom <= height

    def is_whole(self, width: int, height: int) -> bool:
        return (self.left, self.top, self.right, self.bottom) == (0, 0, width, height)


@dataclass(frozen=True, slots=True)
class Cut:
    """What becomes of a picture: this part of it, in this size, as this kind of file."""

    box: Box
    width: int
    height: int
    mime: str

    def point(self, original: Original, focus: Focus) -> Focus:
        """The same point, in hundredths of what is left."""
        x, y = _pixel(original.width, focus.x), _pixel(original.height, focus.y)
        across = (x - self.box.left) * 100 // self.box.width
        return Focus(across, (y - self.box.top) * 100 // self.box.height)

    def changes(self, original: Original, frame: Frame) -> bool:
        """Whether a file has to be made, because the original itself does not fit."""
        return (
            not self.box.is_whole(original.width, original.height)
            or (self.width, self.height) != (original.width, original.height)
            or self.mime != original.mime
            or original.size > frame.most_bytes
        )


class Misfit(StrEnum):
    TOO_SMALL = "too-small"  # too few pixels are left
    NO_KIND = "no-kind"  # no kind of file that we can make
    TOO_HEAVY = "too-heavy"  # too many bytes however it is pressed


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why it cannot be. ``width``: what would be left of it, of at least ``least``."""

    why: Misfit
    width: int = 0
    least: int = 0


def fit(original: Original, focus: Focus, frame: Frame) -> Cut | Unfit:
    """As much of the picture as the frame takes, as large as it takes it."""
    kinds = (original.mime, *KINDS)
    mime = next((kind for kind in kinds if kind in frame.mimes and kind in KINDS), None)
    if mime is None:
        return Unfit(Misfit.NO_KIND)
    box = _part(original, focus, frame.ratio)
    return _sized(box, mime, _scale(box.width, box.height, frame), frame)


def smaller(cut: Cut, factor: float, frame: Frame) -> Cut | Unfit:
    """The same part in fewer pixels, because its file is too heavy."""
    tried = _sized(cut.box, cut.mime, factor * cut.width / cut.box.width, frame)
    return Unfit(Misfit.TOO_HEAVY, cut.width) if isinstance(tried, Unfit) else tried


def _part(original: Original, focus: Focus, ratio: tuple[float, float] | None) -> Box:
    width, height = _within(original.width, original.height, ratio)
    left = _start(original.width, width, focus.x)
    top = _start(original.height, height, focus.y)
    return Box(left, top, left + width, top + height)


def _start(whole: int, part: int, hundredths: int) -> int:
    """Where the part begins, with the point in its middle, as far as the picture reaches."""
    return max(0, min(_pixel(whole, hundredths) - part // 2, whole - part))


def _pixel(whole: int, hundredths: int) -> int:
    return min(whole - 1, whole * hundredths // 100)


def _within(width: int, height: int, ratio: tuple[float, float] | None) -> tuple[int, int]:
    """The largest size in this one that is neither too narrow nor too wide."""
    if ratio is None:
        return width, height
    narrowest, widest = ratio
    if width / height > widest:
        width = max(1, int(widest * height))
        width -= width > 1 and width / height > widest
    elif width / height < narrowest:
        height = max(1, int(width / narrowest))
        height -= height > 1 and width / height < narrowest
    return width, height


def _scale(width: int, height: int, frame: Frame) -> float:
    return min(
        1.0,
        (frame.most_width or width) / width,
        (frame.most_sides or width + height) / (width + height),
        sqrt((frame.most_pixels or width * height) / (width * height)),
    )


def _sized(box: Box, mime: str, scale: float, frame: Frame) -> Cut | Unfit:
    width, height = box.width, box.height
    for whole in (round, floor):  # to the nearest pixel, unless that is one too many
        wide = max(1, whole(box.width * scale))
        high = max(1, whole(box.height * wide / box.width))
        width, height = _within(wide, high, frame.ratio)
        if frame.takes(width, height):
            return Cut(box, width, height, mime)
    return Unfit(Misfit.TOO_SMALL, width, frame.least_width)
