"""Numbers as a form or an address writes them."""

from __future__ import annotations

from collections.abc import Iterable

MOST_DIGITS = 15


def number(text: str) -> int:
    """0 for whatever is not a plain number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def numbers(texts: Iterable[str]) -> list[int]:
    return [found for found in map(number, texts) if found]
