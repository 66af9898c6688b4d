"""Text as it can be drawn: no emoji, no invisible characters, only letters the typeface has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import emoji

# Signs people type that the typeface lacks, and what a typesetter would put.
STAND_INS = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2212": "–",
        "\u2192": "–",
        "\u27a1": "–",
        "\u2713": "•",
        "\u2714": "•",
        "\u25cf": "•",
        "\u25aa": "•",
        "\u2032": "’",
        "\u2033": "”",
        "\u2116": "No.",
        "\u2009": "\u00a0",
        "\u202f": "\u00a0",
        "\t": " ",
        "\r": " ",
        "\n": " ",
    }
)
TEXT_SIGNS = frozenset("©®™")  # the emoji list claims them; they are type


def clean(text: str) -> str:
    """Drop emoji and invisible characters, compose accents, put plain signs for rare ones."""
    text = emoji.replace_emoji(text, replace=_without_picture)
    text = unicodedata.normalize("NFC", text).translate(STAND_INS)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Co", "Cs"))
    text = re.sub(r" +([,.;:!?])(?=\s|$)", r"\1", re.sub(r" {2,}", " ", text))
    return text.strip()


def unknown(text: str, has: Callable[[str], bool]) -> str | None:
    """The first character of a cleaned text that cannot be drawn."""
    return next((c for c in text if not has(c)), None)


def spell(character: str) -> str:
    """A character's number and name, for a person who sees only a box."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def quoted(text: str) -> str:
    """In proper quotation marks, whatever was typed around it."""
    return "“" + text.strip('“”"') + "”"


def _without_picture(picture: str, _: dict[str, Any]) -> str:
    if picture in TEXT_SIGNS:
        return picture
    # A keycap such as 1️⃣ is a number first.
    return picture[0] if picture[0].isdigit() else ""
