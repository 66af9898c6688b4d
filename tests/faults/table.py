"""``docs/faults.md``: what came of every strike, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from channels.base import (
    Capabilities,
    Disconnected,
    NotFound,
    NotSent,
    Refused,
    Unconfirmed,
    Verb,
)
from tests.faults.blows import BLOWS
from tests.faults.going_on import End
from tests.faults.scenes import Request
from tests.faults.strikes import Cell

# What is another one in each world.
ID = re.compile(r"(?:urn:[a-z:]+)?[A-Z0-9_]*\d{3,}(?:_\d+)?")
WITHOUT_A_WIRE = """\
- Names, certificates, time limits, resets, empty, broken and foreign answers, 429, logins, SDKs:
  there is no wire, no login and no SDK. An answer that is lost is our own process ending.
- Our own record away in the middle of a call is the engine's matter, and the same for all channels:
  R34 and R35 of [failures.md](failures.md).
"""
WITHOUT_A_MACHINE = """\
- Whatever the fault: the adapter has no way to ask anybody anything. "Again" says that nothing was
  sent, were it ever called. The engine does not call it: it hands the work to a person
  (`tests/scheduler/test_by_hand.py`).
"""
COLUMNS = (
    "check",
    "publish",
    "reply",
    "repost",
    "edit",
    "delete",
    "figures",
    "look",
    "look in vain",
)
WORDS: Mapping[type, str] = {
    NotSent: "again",
    Refused: "refused",
    Disconnected: "login",
    Unconfirmed: "unsure",
    NotFound: "not there",
}
BESIDE = {Verb.PUBLISH, Verb.REPLY, Verb.REPOST}
ENDS = (End.SENT, End.ASKED, End.FAILED, End.HELD, End.MISSED)

INTRO = (Path(__file__).parent / "intro.md").read_text(encoding="utf-8")


def page(lines: Iterable[str], sections: Iterable[str]) -> str:
    ends = "done in the end | a person looks | author told | waits for a login"
    head = f"| channel | requests | strikes | {ends} | twice |\n|{'---|' * 8}\n"
    return INTRO + head + "".join(lines) + "\n" + "\n".join(sections)


def line(label: str, cells: Sequence[Cell]) -> str:
    """One channel in the table at the top."""
    struck = [cell for cell in cells if not cell.left_out]
    requests = len({(cell.scene.name, cell.request) for cell in cells})
    ends = Counter(cell.end for cell in struck)
    twice = sum(cell.done > 1 for cell in struck if cell.scene.verb in BESIDE)
    told = " | ".join(str(ends[end]) for end in ENDS[:4])
    return f"| {label} | {requests} | {len(struck)} | {told} | {twice} |\n"


def section(label: str, can: Capabilities, cells: Sequence[Cell]) -> str:
    columns = [one for one in COLUMNS if any(cell.scene.column == one for cell in cells)]
    notes = [*_without(can, columns), *_left_out(cells), *_requests(cells)]
    return f"## {label}\n\n{_grid(columns, _rows(columns, cells))}\n" + "\n".join(notes) + "\n"


def inside(label: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    """A network inside the house: see ``tests.faults.inside``."""
    columns = [
        one for one in next(iter(rows.values())) if any(row[one] != "–" for row in rows.values())
    ]
    lines = (
        f"| {name} | {' | '.join(row[one] for one in columns)} |" for name, row in rows.items()
    )
    return f"## {label}\n\n{_grid(columns, lines)}\n{WITHOUT_A_WIRE}"


def by_hand(rows: Mapping[str, Mapping[str, str]]) -> str:
    columns = list(next(iter(rows.values())))
    lines = (f"| {name} | {' | '.join(row.values())} |" for name, row in rows.items())
    return f"## Where a person posts\n\n{_grid(columns, lines)}\n{WITHOUT_A_MACHINE}"


def _grid(columns: Sequence[str], lines: Iterable[str]) -> str:
    head = f"| | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}\n"
    return head + "".join(f"{one}\n" for one in lines)


def _rows(columns: Sequence[str], cells: Sequence[Cell]) -> Iterator[str]:
    for blow in BLOWS:
        mine = [cell for cell in cells if cell.blow is blow]
        if all(cell.left_out for cell in mine):
            continue
        told = (_told([c for c in mine if c.scene.column == column]) for column in columns)
        yield f"| {blow.name} | {' | '.join(told)} |"


def _told(cells: Sequence[Cell]) -> str:
    words = Counter(word(cell.answer) for cell in cells)
    if not words:
        return "–"
    if len(words) == 1:
        return next(iter(words))
    return ", ".join(f"{one} {number}" for one, number in words.most_common())


def word(answer: object) -> str:
    return WORDS.get(type(answer)) or next(
        (said for kind, said in WORDS.items() if isinstance(answer, kind)), "fine"
    )


def _without(can: Capabilities, columns: Sequence[str]) -> Iterator[str]:
    lacking = [verb for verb in Verb if verb not in can.verbs]
    if lacking:
        yield f"- It has no {', no '.join(lacking)}: the adapter refuses that without asking."
    if "look" not in columns:
        yield "- Nothing can be read back there: a look asks nothing and is always unsure."


def _left_out(cells: Iterable[Cell]) -> Iterator[str]:
    """Why a row is not there. How other networks say that they are busy is theirs."""
    for name, why in dict.fromkeys((c.blow.name, c.left_out) for c in cells if c.left_out):
        if why != "another network's form":
            yield f"- “{name[:1].upper()}{name[1:]}” does not happen: {why}."


def _requests(cells: Iterable[Cell]) -> Iterator[str]:
    """What was struck. A request that shows the world something is bold."""
    seen = dict.fromkeys((cell.scene.name, cell.request) for cell in cells)
    for scene in dict.fromkeys(name for name, _ in seen):
        yield f"- {scene}: {', '.join(_short(request) for name, request in seen if name == scene)}"


def _short(request: Request) -> str:
    method, _, path = request.line.partition(" ")
    last = ID.sub("…", unquote(path).rstrip("/").rpartition("/")[2])
    return f"**`{method} {last}`**" if request.shows else f"`{method} {last}`"
