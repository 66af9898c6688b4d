"""What the public sees at the end, held against what the record says that it sees. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tests.crash.told import DELETE, EDIT, SENT, Accepted, Row


def misshown(accepted: Sequence[Accepted], rows: Iterable[Row]) -> list[str]:
    """The last that was sent of each copy that shows something else.

    Left out: copies at which more was done than the record is sure of. A person is asked there, or
    it is "untrue".
    """
    out = {one.key: one.copy for one in accepted}
    shows = _shows(accepted)
    chains: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        chains[row.chain or row.key].append(row)
    wrong = []
    for chain in chains.values():
        done = [row for row in chain if row.key in out]
        if not done or any(row.state != SENT for row in done):
            continue
        last = max(done, key=lambda row: row.place)
        wanted = None if last.verb == DELETE else last.text
        if shows[out[last.key]] != wanted or _is_left_out(last, chain):
            wrong.append(last.key)
    return wrong


def _shows(accepted: Iterable[Accepted]) -> dict[str, str | None]:
    """The words of each copy; None: it is gone."""
    shows: dict[str, str | None] = {}
    for one in accepted:
        if one.verb == DELETE:
            shows[one.copy] = None
        elif one.verb != EDIT or shows.get(one.copy) is not None:
            shows[one.copy] = one.text
    return shows


def _is_left_out(last: Row, chain: Iterable[Row]) -> bool:
    """Still there though its post was withdrawn, and nobody is asked to take it down."""
    if not last.withdrawn or last.verb == DELETE:
        return False
    return not any(row.verb == DELETE and row.listed for row in chain)
