"""What changed between two texts, in words a moderator can read. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

RunKind = Literal["same", "added", "removed"]

# difflib's time grows with the number of equal pairs. Texts with more of them than this are first
# compared by sentence, and by word only where sentences changed.
MOST_PAIRS = 60_000

# What stands between blanks is one word ("Rp650.000", "08.00–12.00"), less the signs around it.
# It keeps the blanks behind it, or blanks would be what two texts share most.
_WORDS = re.compile(r"(?:\w(?:[^\s]*\w)?|[^\w\s])\s*|^\s+")
_SENTENCES = re.compile(r"[^.!?\n]*(?:[.!?]+(?!\w)\s*|\n\s*|[.!?]|$)")


@dataclass(frozen=True, slots=True)
class Run:
    kind: RunKind
    text: str


def diff(old: str, new: str) -> list[Run]:
    """Runs that read as the old text without ``added``, and as the new one without ``removed``."""
    runs = _compare(_WORDS.findall(old), _WORDS.findall(new)) or _by_sentences(old, new)
    return _joined(runs)


def _by_sentences(old: str, new: str) -> list[Run]:
    runs = _compare(_SENTENCES.findall(old), _SENTENCES.findall(new))
    if runs is None:
        return [Run("removed", old), Run("added", new)]
    return [finer for run in _paired(runs) for finer in run]


def _paired(runs: list[Run]) -> Iterator[list[Run]]:
    """Where sentences were replaced, the words that changed in them."""
    position = 0
    while position < len(runs):
        pair = runs[position : position + 2]
        if [run.kind for run in pair] == ["removed", "added"]:
            yield _compare(_WORDS.findall(pair[0].text), _WORDS.findall(pair[1].text)) or pair
            position += 2
        else:
            yield pair[:1]
            position += 1


def _compare(before: list[str], after: list[str]) -> list[Run] | None:
    """None where the two are too large to compare piece by piece."""
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if _equal_pairs(old, new) > MOST_PAIRS:
        return None
    middle = [run for opcode in _opcodes(old, new) for run in _runs(opcode, old, new)]
    return _joined(
        [
            Run("same", "".join(before[:head])),
            *middle,
            Run("same", "".join(before[len(before) - tail :])),
        ]
    )


def _equal_pairs(old: list[str], new: list[str]) -> int:
    ours, theirs = Counter(old), Counter(new)
    return sum(count * theirs[piece] for piece, count in ours.items())


def _shared(before: list[str], after: list[str]) -> int:
    """How many pieces at the beginning are the same."""
    pairs = zip(before, after, strict=False)
    return next(
        (count for count, (one, other) in enumerate(pairs) if one != other),
        min(len(before), len(after)),
    )


Opcode = tuple[str, int, int, int, int]


def _opcodes(old: list[str], new: list[str]) -> Iterator[Opcode]:
    """As difflib, but a comma that happens to stay between two changes is part of the change."""
    waiting: Opcode | None = None
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" and (waiting is None or any(piece[0].isalnum() for piece in old[a:b])):
            if waiting:
                yield waiting
            waiting = None
            yield tag, a, b, c, d
        else:
            waiting = ("replace", waiting[1], b, waiting[3], d) if waiting else (tag, a, b, c, d)
    if waiting:
        yield waiting


def _runs(opcode: Opcode, old: list[str], new: list[str]) -> list[Run]:
    tag, a, b, c, d = opcode
    if tag == "equal":
        return [Run("same", "".join(old[a:b]))]
    return [Run("removed", "".join(old[a:b])), Run("added", "".join(new[c:d]))]


def _joined(runs: list[Run]) -> list[Run]:
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
