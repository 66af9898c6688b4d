"""Cards: one picture per format from a template's slots, in the office's brand. Knows no Django."""

from __future__ import annotations

from composer.cards.alt import alt_text
from composer.cards.card import problems, render
from composer.cards.errors import (
    BadLink,
    BadPicture,
    CardRefused,
    DoesNotFit,
    FontMissing,
    LowContrast,
    Missing,
    Problem,
    UnknownCharacter,
)
from composer.cards.model import (
    Brand,
    CardContent,
    Fact,
    Figure,
    Format,
    Layout,
    Photo,
    Quote,
    Slot,
    Tone,
)

__all__ = [
    "BadLink",
    "BadPicture",
    "Brand",
    "CardContent",
    "CardRefused",
    "DoesNotFit",
    "Fact",
    "Figure",
    "FontMissing",
    "Format",
    "Layout",
    "LowContrast",
    "Missing",
    "Photo",
    "Problem",
    "Quote",
    "Slot",
    "Tone",
    "UnknownCharacter",
    "alt_text",
    "problems",
    "render",
]
