"""The heads of lanes, in the database's own words: the first delivery of each, if it may start.

A lane is the waiting deliveries of one account in the order of their due times. Its head may start
while no call of that account is under way, the account is connected, and neither the account nor
its whole app rests. The same text runs on both databases.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from channels.models import Account, AccountState
from content.models import Post, Revision
from scheduler.models import Delivery

MAY_START = """
  FROM scheduler_delivery d JOIN channels_account a ON a.id = d.account_id
 WHERE {which} d.wake_at <= %(now)s AND a.state = %(connected)s
   AND (a.rest_until IS NULL OR a.rest_until <= %(now)s)
   AND NOT EXISTS (SELECT 1 FROM channels_sharedrest r
                   WHERE r.shares IN (a.app, a.kind) AND r.rest_until > %(now)s)
   AND NOT EXISTS (SELECT 1 FROM scheduler_delivery b WHERE b.busy = d.account_id)
   AND NOT EXISTS (SELECT 1 FROM scheduler_delivery e WHERE e.lane = d.account_id
                   AND (e.due_at, e.id) < (d.due_at, d.id))
"""
FIND = (
    f"SELECT d.wake_at, d.id {MAY_START.format(which='')} ORDER BY d.wake_at, d.id LIMIT %(most)s"
)
COLUMNS = ", ".join(f'd."{field.column}"' for field in Delivery._meta.concrete_fields)
DOUBT = """EXISTS (SELECT 1 FROM scheduler_delivery u WHERE u.account_id = d.account_id
                   AND u.post_id = d.post_id AND u.state = 'unconfirmed' AND u.id <> d.id)"""
TAKE = f"SELECT {COLUMNS}, {DOUBT} AS in_doubt {MAY_START} ORDER BY d.wake_at, d.id"
# The first of each of these lanes, ready or not; what may start is asked when it is taken.
NEXT = """
SELECT h.wake_at, h.id FROM scheduler_delivery h
 WHERE h.wake_at <= %(now)s AND h.id IN (
       SELECT (SELECT d.id FROM scheduler_delivery d WHERE d.lane = a.id
                ORDER BY d.due_at, d.id LIMIT 1)
         FROM channels_account a WHERE a.id {among})
"""


@dataclass(frozen=True, slots=True, order=True)
class Head:
    """Where a delivery stands in the order of all lanes."""

    wake_at: Any
    id: int


def find(now: datetime, most: int) -> list[Head]:
    """The heads that may start now, longest due first."""
    return [Head(*row) for row in _rows(FIND, _given(now, most=most))]


def of_lanes(accounts: Collection[int], now: datetime) -> list[Head]:
    """What comes next in these lanes."""
    if not accounts:
        return []
    text = NEXT.format(among=_among())
    return [Head(*row) for row in _rows(text, _given(now, ids=_ids(accounts)))]


def take(ids: Collection[int], now: datetime) -> list[Delivery]:
    """Those of them that are heads and may start, locked, with all a send needs to be decided.

    Each carries ``in_doubt``: another delivery of its post may be live on its account.
    """
    if not ids:
        return []
    text = TAKE.format(which=f"d.id {_among()} AND")
    if connection.features.has_select_for_update_skip_locked:
        text += " FOR UPDATE OF d SKIP LOCKED"
    return _complete(list(Delivery.objects.raw(text, _given(now, ids=_ids(ids)))))


def _complete(rows: Sequence[Delivery]) -> list[Delivery]:
    """With their accounts, posts and revisions: few, however many deliveries share them."""
    if not rows:
        return []
    accounts = Account.objects.in_bulk({row.account_id for row in rows})
    posts = Post.objects.select_related("office", "approval__by").in_bulk(
        {row.post_id for row in rows}
    )
    revisions = Revision.objects.in_bulk({row.revision_id for row in rows})
    targets = Delivery.objects.select_related("post").in_bulk(
        {row.target_id for row in rows if row.target_id is not None}
    )
    for row in rows:
        row.account = accounts[row.account_id]
        row.post = posts[row.post_id]
        row.revision = revisions[row.revision_id]
        if row.target_id is not None:
            row.target = targets[row.target_id]
    return list(rows)


def _given(now: datetime, **more: Any) -> dict[str, Any]:
    moment = connection.ops.adapt_datetimefield_value(now)
    return {"now": moment, "connected": AccountState.CONNECTED.value, **more}


# One text however many there are, so that the database keeps its plan.
def _among() -> str:
    if connection.vendor == "postgresql":
        return "= ANY(%(ids)s)"
    return "IN (SELECT value FROM json_each(%(ids)s))"


def _ids(ids: Collection[int]) -> object:
    return list(ids) if connection.vendor == "postgresql" else json.dumps(list(ids))


def _rows(text: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
