"""The heads of lanes, in the database's own words: the first delivery of each, if it may start.

A lane is the waiting deliveries of one account in the order of their due times. Its head may start
while no call of that account is under way, the account is connected, and neither the account nor
its whole app rests. A breath, a pause of our own, does not keep what takes down. The same text runs
on both databases.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from channels import registry
from channels.models import Account, AccountState
from content.holding import HOLD
from content.models import Office, Post, Revision
from content.rows import among, families, listed, locking, rows
from scheduler.intents import Intent
from scheduler.models import Delivery

# Setting what is known already, without the checks of an assignment.
ACCOUNT, POST, REVISION = Delivery.account.field, Delivery.post.field, Delivery.revision.field
OFFICE = Post.office.field

LANES = "FROM scheduler_delivery d JOIN channels_account a ON a.id = d.account_id"
MAY_START = """
       d.wake_at <= %(now)s AND a.state = %(connected)s AND a.kind {kinds}
   AND (a.rest_until IS NULL OR a.rest_until <= %(now)s)
   AND (a.breath_until IS NULL OR a.breath_until <= %(now)s OR d.verb = 'delete')
   AND NOT EXISTS (SELECT 1 FROM channels_sharedrest r
                   WHERE r.shares IN (a.app, a.kind) AND r.rest_until > %(now)s)
   AND NOT EXISTS (SELECT 1 FROM scheduler_delivery b WHERE b.busy = d.account_id)
   AND NOT EXISTS (SELECT 1 FROM scheduler_delivery e WHERE e.lane = d.account_id
                   AND (e.due_at, e.id) < (d.due_at, d.id))
 ORDER BY d.wake_at, d.id
"""
FIND = f"SELECT d.wake_at, d.id, a.kind {LANES} WHERE {MAY_START} LIMIT %(most)s"
# What a send is decided and made by; the rest of a row is read when somebody asks for it.
# ``in_doubt``: another delivery of this post may be live on this account. ``approved``: the
# standing decision is about this revision, by its hash, from somebody whose account is not switched
# off. A task that has ended since takes nothing back: what was decided in it stays decided.
TAKE = f"""
SELECT d.id, d.post_id, d.revision_id, d.account_id, d.verb, d.again, d.target_id, d.state,
       d.due_at, d.deadline_at, d.attempts, d.looks, d.started_at, d.remote_id, d.url, d.note,
       d.look_first, d.unwanted, d.mark, d.version,
       EXISTS (SELECT 1 FROM scheduler_delivery u WHERE u.account_id = d.account_id
               AND u.post_id = d.post_id AND u.id <> d.id AND (u.state = 'unconfirmed'
                    OR u.state = 'held' AND u.reason = 'restored'
                    OR u.state IN ('held', 'missed') AND u.reason = 'handed')) AS in_doubt,
       (c.verdict = 'approve' AND c.revision_id = d.revision_id AND c.sha256 = v.sha256
        AND w.is_active) AS approved,
       a.id, a.office_id, a.kind, a.handle, a.remote_id, a.app, a.credentials, a.state,
       a.last_success_at,
       p.id, p.public_id, p.office_id, p.status, p.repost_of_id,
       v.id, v.post_id, v.sha256, v.body,
       o.id, o.code
  {LANES}
  JOIN content_post p ON p.id = d.post_id JOIN content_revision v ON v.id = d.revision_id
  JOIN content_office o ON o.id = p.office_id
  LEFT JOIN content_decision c ON c.id = p.approval_id LEFT JOIN content_person w ON w.id = c.by_id
 WHERE d.id {{among}} AND {MAY_START}
"""  # noqa: S608
TAKEN = (Delivery, Account, Post, Revision, Office)
# In one order, so that two workers cannot block each other.
FENCES = """
SELECT id, version, owner, unwanted, kept, kept_for FROM scheduler_delivery WHERE id {among}
 {held} ORDER BY id
"""
# Their posts first (content/holding.py), in the same question: what a row was when the statement
# began is of no account, since a locked row is read as it is when the lock is given.
HELD = f"WITH held AS MATERIALIZED ({HOLD} {{locking}})"
IS_HELD = "AND (SELECT count(*) FROM held) >= 0"
# The first of each of these lanes, ready or not; what may start is asked when it is taken.
NEXT = """
SELECT h.wake_at, h.id, a.kind
  FROM channels_account a JOIN scheduler_delivery h ON h.id =
       (SELECT d.id FROM scheduler_delivery d WHERE d.lane = a.id
         ORDER BY d.due_at, d.id LIMIT 1)
 WHERE a.id {among} AND h.wake_at <= %(now)s
"""
# ``is_there``: the record still has this intent, and not another one by its number.
OPENING = f"""
SELECT b.any_stop, b.is_there, n.wake_at, n.id, n.kind
  FROM (SELECT EXISTS (SELECT 1 FROM scheduler_stop WHERE lifted_at IS NULL) AS any_stop,
               EXISTS (SELECT 1 FROM scheduler_attempt WHERE id = %(id)s
                       AND delivery_id = %(delivery)s AND number = %(number)s
                       AND started_at = %(started_at)s) AS is_there) b
  LEFT JOIN ({NEXT}) n ON TRUE
"""  # noqa: S608


class Head(NamedTuple):
    """Where a delivery stands in the order of all lanes, and on which network."""

    wake_at: Any
    id: int
    kind: str


class Fence(NamedTuple):
    """Whether a claim still stands, and what became of its delivery meanwhile."""

    id: int
    version: int
    owner: str
    unwanted: bool
    kept: str
    kept_for: str

    @property
    def claim(self) -> tuple[int, int, str]:
        return self.id, self.version, self.owner


class Opening(NamedTuple):
    """What a claim begins with. ``is_there``: the record has not gone back to an older state."""

    any_stop: bool
    is_there: bool
    heads: list[Head]


def opening(newest: Intent | None, freed: Collection[int], now: datetime) -> Opening:
    """``newest``: an intent that the record must have, if any. ``heads``: next in freed lanes."""
    given = (newest or Intent(0, 0, 0, None))._asdict()
    if isinstance(given["started_at"], datetime):
        given["started_at"] = connection.ops.adapt_datetimefield_value(given["started_at"])
    found = rows(OPENING.format(among=among()), _given(now, ids=listed(freed), **given))
    any_stop, is_there = found[0][:2]
    next_ones = [Head(*row[2:]) for row in found if row[3] is not None]
    return Opening(bool(any_stop), newest is None or bool(is_there), next_ones)


def find(now: datetime, most: int, besides: Collection[str] = ()) -> list[Head]:
    """The heads that may start now, longest due first; without those of some networks."""
    text, given = FIND.format(kinds=_kinds()), _startable(now, besides, most=most)
    return [Head(*row) for row in rows(text, given)]


def of_lanes(accounts: Collection[int], now: datetime) -> list[Head]:
    """What comes next in these lanes."""
    if not accounts:
        return []
    text = NEXT.format(among=among())
    return [Head(*row) for row in rows(text, _given(now, ids=listed(accounts)))]


def take(ids: Collection[int], now: datetime) -> list[Delivery]:
    """Those of them that are heads and may start, locked, with all a send needs to be decided.

    Each carries ``in_doubt`` and ``approved``.
    """
    if not ids:
        return []
    text = TAKE.format(among=among(), kinds=_kinds())
    if connection.features.has_select_for_update_skip_locked:
        text += " FOR NO KEY UPDATE OF d SKIP LOCKED"
    taken = families(TAKEN, text, _startable(now, ids=listed(ids)))
    for delivery, account, post, revision, office in taken:
        ACCOUNT.set_cached_value(delivery, account)
        POST.set_cached_value(delivery, post)
        REVISION.set_cached_value(delivery, revision)
        OFFICE.set_cached_value(post, office)
    found = [row[0] for row in taken]
    _add_targets([row for row in found if row.target_id is not None])
    return found


def fences(ids: Collection[int], posts: Collection[int]) -> list[Fence]:
    """Of these deliveries of these posts: both locked until the end of this turn."""
    given = {"ids": listed(ids), "posts": listed(posts)}
    if not locking():
        return [Fence(*row) for row in rows(FENCES.format(among=among(), held=""), given)]
    held = HELD.format(among=among("posts"), locking=locking())
    text = held + FENCES.format(among=among(), held=IS_HELD) + locking()
    return [Fence(*row) for row in rows(text, given)]


def _add_targets(found: list[Delivery]) -> None:
    if not found:
        return
    targets = Delivery.objects.select_related("post").in_bulk([row.target_id for row in found])
    for row in found:
        row.target = targets[row.target_id]


def _given(now: datetime, **more: Any) -> dict[str, Any]:
    return {"now": connection.ops.adapt_datetimefield_value(now), **more}


def _startable(now: datetime, besides: Collection[str] = (), **more: Any) -> dict[str, Any]:
    kinds = listed([kind for kind in registry.usable() if kind not in besides])
    return _given(now, connected=AccountState.CONNECTED.value, kinds=kinds, **more)


def _kinds() -> str:
    return among("kinds", "text")
