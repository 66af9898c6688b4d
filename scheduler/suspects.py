"""Whoever was under way at two deaths of a process in a row may be what killed it, and is tried one
at a time.

Else those that were only beside the guilty one would be beside it again each time, and after three
crashes all would be set aside. The one with the fewest crashes goes first; the others flow. After
one death nobody is suspected: a power cut in a burst leaves a call in every lane, and one after the
other they would be late by minutes.
"""

from __future__ import annotations

from collections.abc import Sequence

from content.rows import among, listed, rows
from scheduler.lanes import Ready
from scheduler.models import READY, Delivery

LAST_TWO = """
SELECT d.id FROM scheduler_delivery d
  JOIN scheduler_attempt t ON t.delivery_id = d.id AND t.number = d.attempts
  JOIN scheduler_attempt b ON b.delivery_id = d.id AND b.number = d.attempts - 1
 WHERE d.id {among} AND t.outcome = 'crashed' AND b.outcome = 'crashed'
"""
# The attempt that is under way has no outcome yet; the two before it have.
UNDER_WAY = """
SELECT 1 FROM scheduler_delivery d
  JOIN scheduler_attempt t ON t.delivery_id = d.id AND t.number = d.attempts - 1
  JOIN scheduler_attempt b ON b.delivery_id = d.id AND b.number = d.attempts - 2
 WHERE d.busy IS NOT NULL AND d.state = 'sending'
   AND t.outcome = 'crashed' AND b.outcome = 'crashed'
"""


def one_at_a_time(found: list[Delivery], ready: Ready) -> list[Delivery]:
    """Without the suspects but one, and without any while one is under way."""
    tried = [row for row in found if row.attempts > 1 and row.state in READY]
    if not tried:
        return found
    crashed = {pk for (pk,) in rows(LAST_TWO.format(among=among()), {"ids": _ids(tried)})}
    suspects = [row for row in tried if row.id in crashed]
    if not suspects:
        return found
    busy = bool(rows(UNDER_WAY, {}))
    first = None if busy else min(suspects, key=lambda row: (row.attempts, row.due_at, row.id))
    waiting = {row.id for row in suspects if row is not first}
    for row in suspects:
        if row.id in waiting:
            ready.postpone(row.account_id)
    return [row for row in found if row.id not in waiting]


def _ids(found: Sequence[Delivery]) -> object:
    return listed([row.id for row in found])
