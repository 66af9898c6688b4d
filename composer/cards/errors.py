"""Why a card cannot be drawn. Each class is what the person has to change.

The sentences are Indonesian msgids: a caller that knows Django translates ``problem.text`` and
fills in ``problem.values``; ``str(problem)`` is the Indonesian sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from composer.cards.model import Slot


@dataclass(frozen=True, slots=True)
class Problem:
    slot: Slot
    text: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.text % self.values


class CardRefused(Exception):
    """The card is not drawn; ``problem`` says why, in words for the author."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.slot}: {problem}")
        self.problem = problem


class DoesNotFit(CardRefused):
    """Shorten the slot."""


class UnknownCharacter(CardRefused):
    """Replace the character: the typeface cannot draw it."""


class Missing(CardRefused):
    """Fill in the slot."""


class LowContrast(CardRefused):
    """Choose other brand colours."""


class BadPicture(CardRefused):
    """Choose another file."""


class BadLink(CardRefused):
    """Shorten or correct the link."""


class FontMissing(Exception):
    """The typeface is not installed: run the project's set-up (``npm ci``)."""
