"""``{{name}}`` and ``{{name|form}}``: finding them and putting words in their place.

That is the whole language. There is no logic and no access to anything, and what is put in
is never looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

NAME = r"[a-z][a-z0-9_]*"
_PLACEHOLDER = re.compile(rf"\{{\{{ ?({NAME})(?: ?\| ?({NAME}))? ?\}}\}}")
_BRACES = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True, slots=True)
class Placeholder:
    name: str
    form: str
    line: int


def find(text: str) -> Iterator[Placeholder]:
    for number, line in enumerate(text.split("\n"), start=1):
        for match in _PLACEHOLDER.finditer(line):
            yield Placeholder(match[1], match[2] or "", number)


def broken_lines(text: str) -> list[int]:
    """Lines with braces that are not a placeholder, such as ``{{Tanggal}}`` or ``{{jam}``."""
    lines = enumerate(text.split("\n"), start=1)
    return [number for number, line in lines if _BRACES.search(_PLACEHOLDER.sub("", line))]


def sole(text: str) -> str:
    """The name, where the text is one placeholder and nothing else."""
    match = _PLACEHOLDER.fullmatch(text.strip())
    return match[1] if match else ""


def fill(text: str, word: Callable[[str, str], str]) -> str:
    """Put ``word(name, form)`` in each place.

    A line whose placeholders are all empty is left out, and blank lines do not pile up.
    """
    lines = (_fill_line(line, word) for line in text.split("\n"))
    joined = "\n".join(line.rstrip() for line in lines if line is not None)
    return re.sub(r"\n{3,}", "\n\n", joined).strip()


def _fill_line(line: str, word: Callable[[str, str], str]) -> str | None:
    words: list[str] = []

    def put(match: re.Match[str]) -> str:
        words.append(word(match[1], match[2] or ""))
        return words[-1]

    filled = _PLACEHOLDER.sub(put, line)
    return filled if any(words) or not words else None
