"""What changed between two texts, or between two revisions, in words a moderator can read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

RunKind = Literal["same", "added", "removed"]

# Above this many words on each side, paragraphs are compared first, and words only inside those
# that changed. A word diff is quadratic at worst.
MANY_WORDS = 400

_TOKENS = re.compile(r"\s+|[\w'’-]+|[^\w\s]")
_PARAGRAPHS = re.compile(r"[^\n]*\n+|[^\n]+")


@dataclass(frozen=True, slots=True)
class Run:
    kind: RunKind
    text: str


def diff(old: str, new: str) -> list[Run]:
    """Runs that read as the old text without ``added``, and as the new one without ``removed``."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(before) <= MANY_WORDS or len(after) <= MANY_WORDS:
        return _joined(_by_tokens(before, after))
    return _joined(_by_paragraphs(_PARAGRAPHS.findall(old), _PARAGRAPHS.findall(new)))


def _by_tokens(before: list[str], after: list[str]) -> Iterator[Run]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in _without_islands(matcher.get_opcodes(), before):
        if tag == "equal":
            yield Run("same", "".join(before[a:b]))
            continue
        yield Run("removed", "".join(before[a:b]))
        yield Run("added", "".join(after[c:d]))


Opcode = tuple[str, int, int, int, int]


def _without_islands(opcodes: list[Opcode], before: list[str]) -> Iterator[Opcode]:
    """A blank or a comma that happens to stay between two changes is part of the change."""
    waiting: Opcode | None = None
    last = len(opcodes) - 1
    for index, opcode in enumerate(opcodes):
        tag, a, b, c, d = opcode
        island = tag == "equal" and 0 < index < last and not _has_word(before[a:b])
        if tag == "equal" and not island:
            if waiting:
                yield waiting
            waiting = None
            yield opcode
        else:
            waiting = ("replace", waiting[1], b, waiting[3], d) if waiting else opcode
    if waiting:
        yield waiting


def _has_word(tokens: list[str]) -> bool:
    return any(token[0].isalnum() or "\n" in token for token in tokens)


def _by_paragraphs(before: list[str], after: list[str]) -> Iterator[Run]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(before[a:b]))
        else:
            yield from _changed(before[a:b], after[c:d])


def _changed(before: list[str], after: list[str]) -> Iterator[Run]:
    """Paragraphs that face each other are compared word by word, unless they are huge."""
    for old, new in zip(before, after, strict=False):
        ours, theirs = _TOKENS.findall(old), _TOKENS.findall(new)
        if max(len(ours), len(theirs)) <= 2 * MANY_WORDS:
            yield from _by_tokens(ours, theirs)
        else:
            yield Run("removed", old)
            yield Run("added", new)
    yield Run("removed", "".join(before[len(after) :]))
    yield Run("added", "".join(after[len(before) :]))


def _joined(runs: Iterator[Run]) -> list[Run]:
    """Neighbours of one kind become one run; empty ones go."""
    joined: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if joined and joined[-1].kind == run.kind:
            joined[-1] = Run(run.kind, joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined
