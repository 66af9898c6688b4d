"""From two brand colours, a whole set that is readable by construction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from composer.cards import words
from composer.cards.contrast import (
    BLACK,
    BODY,
    LARGE,
    LARGE_TEXT,
    RGB,
    WHITE,
    mix,
    parse,
    ratio,
    readable,
)
from composer.cards.errors import LowContrast, Problem
from composer.cards.model import Brand, Slot, Tone

PAPER: RGB = (252, 248, 240)  # warm, like uncoated stock
INK: RGB = (24, 26, 34)
FAINT = 1.5  # below this an ornament is lost
PALE = 2.2  # darkening a paler accent for text on paper makes mud of it
DEEP = 8.5  # a ground that carries small white text with ease


@dataclass(frozen=True, slots=True)
class Surface:
    """One ground and what may stand on it. ``far`` is its other end where it is a gradient."""

    ground: RGB
    far: RGB
    ink: RGB
    muted: RGB
    accent: RGB  # for text
    bold: RGB  # the accent for large figures and graphics, nearer to the brand
    line: RGB
    motif: RGB
    glow: RGB  # a few petals that catch the light, where no text stands

    def hardest(self, colour: RGB) -> RGB:
        """The place where a colour has least contrast, the ornament included."""
        return min((self.ground, self.far, self.motif), key=lambda place: ratio(colour, place))

    def vivid(self, size: int) -> RGB:
        """The accent, as near to the brand as text of this size allows."""
        return self.bold if size >= LARGE_TEXT else self.accent


@dataclass(frozen=True, slots=True)
class Palette:
    """``main`` carries the message, ``sheet`` the facts; ``badge`` is a filled accent."""

    main: Surface
    sheet: Surface
    badge: RGB
    on_badge: RGB
    edge: RGB  # the cores of the woven edge, on the sheet's colour


@lru_cache(maxsize=256)
def palette(primary: str, accent: str, tone: Tone) -> Palette:
    """Adjusts what is hard to read; ValueError for a colour that is none."""
    deep = readable(parse(primary), DEEP, WHITE)
    warm = parse(accent)
    dark, light = _dark(deep, warm), _light(deep, warm)
    if tone is Tone.PAPER:
        return Palette(light, dark, deep, dark.accent, dark.accent)
    badge = readable(warm, LARGE, dark.ground, dark.far)
    on_badge = max((deep, WHITE, INK), key=lambda colour: _worth(colour, badge, deep))
    edge = warm if ratio(warm, light.ground) > FAINT else deep
    return Palette(dark, light, badge, readable(on_badge, BODY, badge), edge)


def of(brand: Brand, tone: Tone) -> Palette:
    """The palette of an office, or a refusal that names the colour."""
    for colour in (brand.primary, brand.accent):
        try:
            parse(colour)
        except ValueError as e:
            problem = Problem(Slot.OFFICE, words.BAD_COLOUR, {"colour": colour})
            raise LowContrast(problem) from e
    return palette(brand.primary, brand.accent, tone)


def _dark(deep: RGB, warm: RGB) -> Surface:
    far, motif = mix(deep, BLACK, 0.34), mix(deep, WHITE, 0.09)
    places = (deep, far, motif)
    return Surface(
        ground=deep,
        far=far,
        ink=WHITE,
        muted=readable(mix(deep, WHITE, 0.78), BODY, *places),
        accent=readable(mix(warm, WHITE, 0.1), BODY, *places),
        bold=readable(warm, LARGE, *places),
        line=mix(deep, WHITE, 0.22),
        motif=motif,
        glow=mix(deep, warm, 0.55),
    )


def _light(deep: RGB, warm: RGB) -> Surface:
    ground = mix(PAPER, warm, 0.03)
    motif = mix(ground, deep, 0.06)
    ink = mix(deep, INK, 0.45)
    strong = warm if ratio(warm, ground) > PALE else deep
    return Surface(
        ground=ground,
        far=ground,
        ink=ink,
        muted=readable(mix(ink, ground, 0.32), BODY, ground, motif),
        accent=readable(strong, BODY, ground, motif),
        bold=readable(strong, LARGE, ground, motif),
        line=mix(ground, deep, 0.16),
        motif=motif,
        glow=mix(ground, warm, 0.55),
    )


def _worth(colour: RGB, badge: RGB, deep: RGB) -> float:
    """Prefer the brand's own dark on a badge where it reads well enough."""
    contrast = ratio(colour, badge)
    return contrast + (21 if colour == deep and contrast >= BODY else 0)
