"""The heads of lanes, in the database's own words: the first delivery of each, if it may start.

A lane is the waiting deliveries of one account in the order of their due times. Its head may start
while no call of that account is under way, the account is connected, and neither the account nor
its whole app rests. The same text runs on both databases.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model

from channels import registry
from channels.models import Account, AccountState
from content.models import Office, Post, Revision
from content.rows import among, instances, listed, locking, rows
from scheduler.models import Delivery

M = TypeVar("M", bound=Model)
# Setting what is known already, without the checks of an assignment.
ACCOUNT, POST, REVISION = Delivery.account.field, Delivery.post.field, Delivery.revision.field
OFFICE = Post.office.field

LANES = "FROM scheduler_delivery d JOIN channels_account a ON a.id = d.account_id"
MAY_START = """
       d.wake_at <= %(now)s AND a.state = %(connected)s AND a.kind {kinds}
   AND (a.rest_until IS NULL OR a.rest_until <= %(now)s)
   AND NOT EXISTS (SELECT 1 FROM channels_sharedrest r
                   WHERE r.shares IN (a.app, a.kind) AND r.rest_until > %(now)s)
   AND NOT EXISTS (SELECT 1 FROM scheduler_delivery b WHERE b.busy = d.account_id)
   AND NOT EXISTS (SELECT 1 FROM scheduler_delivery e WHERE e.lane = d.account_id
                   AND (e.due_at, e.id) < (d.due_at, d.id))
 ORDER BY d.wake_at, d.id
"""
FIND = f"SELECT d.wake_at, d.id {LANES} WHERE {MAY_START} LIMIT %(most)s"
# What a send is decided and made by; the rest of a row is read when somebody asks for it.
# ``in_doubt``: another delivery of this post may be live on this account. ``approved``: the
# standing decision is about this revision, by its hash, from somebody who may still decide.
TAKE = f"""
SELECT d.id, d.post_id, d.revision_id, d.account_id, d.verb, d.again, d.target_id, d.state,
       d.due_at, d.deadline_at, d.attempts, d.looks, d.started_at, d.remote_id, d.url, d.note,
       d.look_first, d.unwanted, d.version,
       EXISTS (SELECT 1 FROM scheduler_delivery u WHERE u.account_id = d.account_id
               AND u.post_id = d.post_id AND u.id <> d.id AND (u.state = 'unconfirmed'
                    OR u.state = 'held' AND u.reason = 'restored')) AS in_doubt,
       (c.verdict = 'approve' AND c.revision_id = d.revision_id AND c.sha256 = v.sha256
        AND w.is_active) AS approved
  {LANES}
  JOIN content_post p ON p.id = d.post_id JOIN content_revision v ON v.id = d.revision_id
  LEFT JOIN content_decision c ON c.id = p.approval_id LEFT JOIN content_person w ON w.id = c.by_id
 WHERE d.id {{among}} AND {MAY_START}
"""  # noqa: S608
ACCOUNTS = """
SELECT id, office_id, kind, handle, remote_id, app, credentials, state, last_success_at
  FROM channels_account WHERE id {among}
"""
POSTS = """
SELECT p.id, p.public_id, p.office_id, p.status, p.repost_of_id, o.code AS code
  FROM content_post p JOIN content_office o ON o.id = p.office_id WHERE p.id {among}
"""
REVISIONS = "SELECT id, post_id, sha256, body FROM content_revision WHERE id {among}"
# In one order, so that two workers cannot block each other.
FENCES = "SELECT id, version, owner, unwanted FROM scheduler_delivery WHERE id {among} ORDER BY id"
# The first of each of these lanes, ready or not; what may start is asked when it is taken.
NEXT = """
SELECT h.wake_at, h.id FROM scheduler_delivery h
 WHERE h.wake_at <= %(now)s AND h.id IN (
       SELECT (SELECT d.id FROM scheduler_delivery d WHERE d.lane = a.id
                ORDER BY d.due_at, d.id LIMIT 1)
         FROM channels_account a WHERE a.id {among})
"""


class Head(NamedTuple):
    """Where a delivery stands in the order of all lanes."""

    wake_at: Any
    id: int


def find(now: datetime, most: int) -> list[Head]:
    """The heads that may start now, longest due first."""
    return [Head(*row) for row in rows(FIND.format(kinds=_kinds()), _startable(now, most=most))]


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
        text += " FOR UPDATE OF d SKIP LOCKED"
    return _complete(instances(Delivery, text, _startable(now, ids=listed(ids))))


def fences(ids: Collection[int]) -> list[tuple[Any, ...]]:
    """Number, version and owner of each, and whether it is wanted no more; locked until the end of
    this turn.
    """
    text = FENCES.format(among=among()) + locking()
    return rows(text, {"ids": listed(ids)})


def _complete(found: list[Delivery]) -> list[Delivery]:
    """With their accounts, posts and revisions: few, however many deliveries share them."""
    accounts = _by_id(Account, ACCOUNTS, {row.account_id for row in found})
    posts = _by_id(Post, POSTS, {row.post_id for row in found})
    revisions = _by_id(Revision, REVISIONS, {row.revision_id for row in found})
    targets = _targets({row.target_id for row in found if row.target_id is not None})
    for post in posts.values():
        office = Office.from_db(None, ["id", "code"], [post.office_id, post.__dict__["code"]])
        OFFICE.set_cached_value(post, office)
    for row in found:
        ACCOUNT.set_cached_value(row, accounts[row.account_id])
        POST.set_cached_value(row, posts[row.post_id])
        REVISION.set_cached_value(row, revisions[row.revision_id])
        if row.target_id is not None:
            row.target = targets[row.target_id]
    return found


def _by_id(model: type[M], text: str, ids: Collection[int]) -> dict[int, M]:
    if not ids:
        return {}
    found = instances(model, text.format(among=among()), {"ids": listed(ids)})
    return {row.pk: row for row in found}


def _targets(ids: Collection[int]) -> dict[int, Delivery]:
    return Delivery.objects.select_related("post").in_bulk(ids) if ids else {}


def _given(now: datetime, **more: Any) -> dict[str, Any]:
    return {"now": connection.ops.adapt_datetimefield_value(now), **more}


def _startable(now: datetime, **more: Any) -> dict[str, Any]:
    kinds = listed(registry.usable())
    return _given(now, connected=AccountState.CONNECTED.value, kinds=kinds, **more)


def _kinds() -> str:
    return among("kinds", "text")
