"""Words as journalists get them: cleaned at the door, cut into paragraphs and lists. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

# What XML 1.0 cannot carry: one such character would make a whole feed unreadable.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BULLET = re.compile(r"[-•*–]\s+(?=\S)")
_NUMBER = re.compile(r"\d{1,3}[.)]\s+(?=\S)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SENTENCE_END = re.compile(r"[.!?…][”\"')]?$")

SUMMARY_LENGTH = 280
Kind = Literal["p", "ul", "ol"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its lines, or a list with its points."""

    kind: Kind
    lines: tuple[str, ...]


def clean(text: object) -> str:
    """The text without what no feed can carry, line ends as in Unix."""
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("", lines).strip()


def one_line(text: object, most: int) -> str:
    return " ".join(clean(text).split())[:most].rstrip()


def language(tag: object) -> str:
    """A language tag, Indonesian where there is no readable one."""
    return str(tag) if _LANGUAGE.fullmatch(str(tag)) else "id"


def web_address(address: object) -> str:
    """The address if it leads to the web, else nothing: never ``javascript:`` and the like."""
    text = clean(address)
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""


def blocks(text: str) -> list[Block]:
    """Paragraphs are parted by blank lines; lines that begin with "- " or "1. " are points."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text):
        found += _cut([line.strip() for line in part.split("\n") if line.strip()])
    return found


def _cut(lines: list[str]) -> list[Block]:
    found: list[Block] = []
    kind: Kind | None = None
    held: list[str] = []
    for line in lines:
        now, words = _point(line)
        if now != kind and kind is not None:
            found.append(Block(kind, tuple(held)))
            held = []
        kind = now
        held.append(words)
    return [*found, Block(kind, tuple(held))] if kind is not None else found


def _point(line: str) -> tuple[Kind, str]:
    if point := _BULLET.match(line):
        return "ul", line[point.end() :]
    if point := _NUMBER.match(line):
        return "ol", line[point.end() :]
    return "p", line


def summary(text: str, most: int = SUMMARY_LENGTH) -> str:
    """The first paragraphs up to ``most`` characters, cut between words."""
    words = " ".join(" ".join(block.lines) for block in blocks(text[: most * 4]))
    if len(words) <= most:
        return words
    at_word = words[:most].rpartition(" ")[0] or words[: most - 1]
    return at_word if _SENTENCE_END.search(at_word) else f"{at_word.rstrip(',;:–-')}…"
