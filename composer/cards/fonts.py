"""The typeface: measures in em, and small finished glyph pictures.

Pillow hints advances to whole pixels, which makes small text uneven. So every measure comes from
one large reference size and is scaled, and every glyph is drawn four times too large, placed on a
quarter pixel and reduced. Glyph pictures are kept: the next card pastes them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageFont

from composer.cards.errors import FontMissing

FOLDER = (
    Path(__file__).resolve().parents[2]
    / "node_modules/@fontsource-variable/plus-jakarta-sans/files"
)
SUBSETS = ("latin", "latin-ext", "vietnamese")
REFERENCE = 1000  # pixels; one em in measuring
OVERSAMPLE = 4
KEPT_BYTES = 12_000_000
KEPT_FONTS = 96
KEPT_WIDTHS = 8192
NOTDEF = "\uffff"
# The typeface sets figures wide apart around a full stop; a time or a price reads as one.
TIGHT = {".": -0.055, ",": -0.05, ":": -0.03}
# ... and its words so close that small text on a phone runs together.
WORD_SPACE = 0.045


@dataclass(frozen=True, slots=True)
class Glyph:
    """A finished mask and where its top left corner lies from the pen."""

    mask: Image.Image
    left: int
    top: int


class Typeface:
    """Plus Jakarta Sans from its variable files. Safe to share between threads."""

    def __init__(self, folder: Path, kept: int = KEPT_BYTES) -> None:
        # A FreeType face is not safe for two threads; everything below happens under this lock.
        self._lock = threading.RLock()
        self._files = [_file(folder, subset) for subset in SUBSETS]
        self._fonts: OrderedDict[tuple[int, int, int], ImageFont.FreeTypeFont] = OrderedDict()
        self._homes: dict[str, int | None] = {}
        self._advances: dict[tuple[int, str], float] = {}
        self._kerns: dict[tuple[int, str], float] = {}
        self._bearings: dict[tuple[int, str], tuple[float, float]] = {}
        self._glyphs: OrderedDict[tuple[int, int, str, int], Glyph | None] = OrderedDict()
        self._kept, self._most = 0, kept
        # Fitting asks for the same words again and again.
        self.width = lru_cache(maxsize=KEPT_WIDTHS)(self._width)
        if self._home("A") is None:
            raise FontMissing(f"the font in {folder.name} has no letters")

    def has(self, character: str) -> bool:
        return character.isspace() or self._home(character) is not None

    def _width(self, text: str, weight: int, tracking: float = 0.0) -> float:
        """Width in em, kerned, without the tracking after the last letter."""
        if not text:
            return 0.0
        return self.pens(text, weight, tracking)[-1] - tracking

    def pens(self, text: str, weight: int, tracking: float = 0.0) -> list[float]:
        """Where each letter starts, in em, and last where the next one would."""
        pen, places = 0.0, [0.0]
        for index, character in enumerate(text):
            pen += self._advance(weight, character) + tracking
            if index + 1 < len(text):
                pen += self._kern(weight, text[index : index + 2])
                pen += tighter(text, index)
            places.append(pen)
        return places

    def bearings(self, character: str, weight: int) -> tuple[float, float]:
        """White space at both sides of a letter, in em, so that edges can be set to the ink."""
        key = (weight, character)
        with self._lock:
            if key not in self._bearings:
                self._bearings[key] = self._sides(weight, character)
            return self._bearings[key]

    def _sides(self, weight: int, character: str) -> tuple[float, float]:
        font = self._reference(weight, character)
        mask, (left, _) = font.getmask2(character, mode="L")
        ink = Image.frombytes("L", mask.size, bytes(mask)).getbbox()
        if ink is None:
            return 0.0, 0.0
        right = font.getlength(character) - left - ink[2]
        return (left + ink[0]) / REFERENCE, right / REFERENCE

    def glyph(self, character: str, weight: int, size: int, phase: int) -> Glyph | None:
        """The picture of a letter at ``phase`` quarter pixels; None for a blank."""
        key = (weight, size, character, phase)
        with self._lock:
            if key in self._glyphs:
                self._glyphs.move_to_end(key)
                return self._glyphs[key]
            glyph = self._draw(character, weight, size, phase)
            self._keep(key, glyph)
            return glyph

    @property
    def kept_bytes(self) -> int:
        return self._kept

    @property
    def kept_fonts(self) -> int:
        return len(self._fonts)

    def _keep(self, key: tuple[int, int, str, int], glyph: Glyph | None) -> None:
        self._glyphs[key] = glyph
        self._kept += _bytes(glyph)
        while self._kept > self._most:
            self._kept -= _bytes(self._glyphs.popitem(last=False)[1])

    def _draw(self, character: str, weight: int, size: int, phase: int) -> Glyph | None:
        if character.isspace():
            return None
        font = self._font(weight, size * OVERSAMPLE, self._home(character) or 0)
        mask, (left, top) = font.getmask2(character, mode="L", anchor="ls")
        shape = Image.frombytes("L", mask.size, bytes(mask))
        ink = shape.getbbox()
        if ink is None:
            return None
        # Whole pixels of the reduced picture, so that the baseline falls on one.
        left, top = left + ink[0] + phase, top + ink[1]
        x, y = left // OVERSAMPLE, top // OVERSAMPLE
        inset = (left - x * OVERSAMPLE, top - y * OVERSAMPLE)
        wide, high = inset[0] + ink[2] - ink[0], inset[1] + ink[3] - ink[1]
        large = Image.new("L", (_up(wide), _up(high)))
        large.paste(shape.crop(ink), inset)
        return Glyph(large.reduce(OVERSAMPLE), x, y)

    def _home(self, character: str) -> int | None:
        """Which file holds the character. Pillow cannot ask; its blank box gives it away."""
        with self._lock:
            if character not in self._homes:
                self._homes[character] = next(
                    (i for i in range(len(self._files)) if self._knows(i, character)), None
                )
            return self._homes[character]

    def _knows(self, home: int, character: str) -> bool:
        font = self._font(400, 48, home)
        return bytes(font.getmask(character)) != bytes(font.getmask(NOTDEF))

    def _advance(self, weight: int, character: str) -> float:
        key = (weight, character)
        if key not in self._advances:
            with self._lock:
                length = self._reference(weight, character).getlength(character) / REFERENCE
            self._advances[key] = length + (WORD_SPACE if character.isspace() else 0.0)
        return self._advances[key]

    def _kern(self, weight: int, pair: str) -> float:
        key = (weight, pair)
        if key not in self._kerns:
            self._kerns[key] = self._measure_kern(weight, pair)
        return self._kerns[key]

    def _measure_kern(self, weight: int, pair: str) -> float:
        if self._home(pair[0]) != self._home(pair[1]):
            return 0.0
        with self._lock:
            font = self._reference(weight, pair[0])
            together = font.getlength(pair)
            return (together - font.getlength(pair[0]) - font.getlength(pair[1])) / REFERENCE

    def _reference(self, weight: int, character: str) -> ImageFont.FreeTypeFont:
        return self._font(weight, REFERENCE, self._home(character) or 0)

    def _font(self, weight: int, pixels: int, home: int) -> ImageFont.FreeTypeFont:
        key = (weight, pixels, home)
        with self._lock:
            if key not in self._fonts:
                font = ImageFont.truetype(self._files[home], pixels)
                font.set_variation_by_axes([weight])
                self._fonts[key] = font
            self._fonts.move_to_end(key)
            if len(self._fonts) > KEPT_FONTS:
                self._fonts.popitem(last=False)
            return self._fonts[key]


def tighter(text: str, index: int) -> float:
    """Less space on both sides of a mark that stands between two figures."""
    for mark in (index, index + 1):
        around = text[max(0, mark - 1) : mark + 2]
        if text[mark] in TIGHT and len(around) == 3 and (around[0] + around[2]).isdigit():
            return TIGHT[text[mark]]
    return 0.0


@lru_cache(maxsize=4)
def typeface(folder: Path = FOLDER) -> Typeface:
    """The typeface in ``folder``, opened once."""
    return Typeface(folder)


def _file(folder: Path, subset: str) -> str:
    path = folder / f"plus-jakarta-sans-{subset}-wght-normal.woff2"
    if not path.is_file():
        raise FontMissing(f"{path.name} is not in node_modules: run the set-up (npm ci)")
    return str(path)


def _bytes(glyph: Glyph | None) -> int:
    return 64 if glyph is None else glyph.mask.width * glyph.mask.height + 200


def _up(length: int) -> int:
    return -(-length // OVERSAMPLE) * OVERSAMPLE
