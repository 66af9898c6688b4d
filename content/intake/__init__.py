"""Pictures in: checked, developed into a clean copy, put on the shelf.

``store`` takes what a person uploads, ``keep`` what Gema made itself.
"""

from __future__ import annotations

from content.intake.develop import Developed, Room, develop
from content.intake.store import NotStored, keep, store
from content.intake.unusable import (
    Animated,
    Damaged,
    NotAPicture,
    TooHeavy,
    TooManyPixels,
    Unusable,
    WrongFormat,
)

__all__ = [
    "Animated",
    "Damaged",
    "Developed",
    "NotAPicture",
    "NotStored",
    "Room",
    "TooHeavy",
    "TooManyPixels",
    "Unusable",
    "WrongFormat",
    "develop",
    "keep",
    "store",
]
