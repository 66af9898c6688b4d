"""What becomes of a post when one of its revisions has become public. Part of the one door to a
post's status (``content.workflow``), apart because the engine does it for many posts at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from content.models import Event, Post, Revision, Status
from content.rows import among, instances, listed, locking
from content.workflow import RULES, Step
from content.writing import Change, write

GOES_LIVE_FROM = (Status.SCHEDULED.value, Status.APPROVED.value, Status.DISCARDED.value)
TO_BE_SEEN = (*GOES_LIVE_FROM, Status.WITHDRAWN.value)
# Posts for which these revisions change something, and those that must not be public any more.
# ``approved_by``: the first approval of the revision.
STANDING = f"""
SELECT p.id, p.office_id, p.status, p.live_id, p.approval_id, p.version, p.published_at,
       p.changed_at,
       (SELECT MIN(x.id) FROM content_decision x
         WHERE x.revision_id = v.id AND x.verdict = 'approve') AS approved_by
  FROM content_revision v JOIN content_post p ON p.id = v.post_id
  LEFT JOIN content_decision c ON c.id = p.live_id
 WHERE v.id {{among}} AND (c.revision_id IS NULL OR c.revision_id <> v.id
       OR p.status IN {TO_BE_SEEN})
 ORDER BY p.id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class GoingLive:
    """``posts`` and ``events``: rows to be written. ``withdrawn``: posts that are public although
    they have been withdrawn: what was under way then has come through."""

    posts: list[dict[str, Any]]
    events: list[dict[str, Any]]
    withdrawn: frozenset[int]


class Turn(NamedTuple):
    """``step``: None where the post stays where it is and is only shown."""

    post: Post
    step: Step | None


def go_live(revisions: Iterable[Revision], *, at: datetime) -> None:
    """These revisions have just become public, wherever their posts stand by now.

    A scheduled post is published by it. One that was opened again or taken off the calendar while
    the send was under way stays where it is, but is public from now on.
    """
    going = going_live(revisions, at=at)
    write(Change(Post, going.posts, ("id",)), Change(Event, going.events))


def going_live(revisions: Iterable[Revision], *, at: datetime) -> GoingLive:
    """What there is to be written for it. The posts stay locked until the transaction ends."""
    newest = {revision.post_id: revision for revision in revisions}
    posts = _standing(newest)
    turns = [turn for post in posts if (turn := _turn(post, newest[post.pk])) is not None]
    return GoingLive(
        [_now_live(turn, at) for turn in turns],
        [_event(turn.post, turn.step, at) for turn in turns if turn.step is not None],
        frozenset(post.pk for post in posts if post.status == Status.WITHDRAWN),
    )


def _standing(newest: dict[int, Revision]) -> list[Post]:
    if not newest:
        return []
    text = STANDING.format(among=among())
    if locking():
        text += f"{locking()} OF p"
    return instances(Post, text, {"ids": listed([revision.pk for revision in newest.values()])})


def _turn(post: Post, revision: Revision) -> Turn | None:
    decision = _decision(post)
    leaves = post.status in GOES_LIVE_FROM
    if leaves and (decision == post.approval_id or post.status == Status.DISCARDED):
        corrects = bool(revision.content.get("correction"))
        return Turn(post, Step.GO_LIVE_CORRECTED if corrects else Step.GO_LIVE)
    return None if post.live_id == decision else Turn(post, None)


def _decision(post: Post) -> int | None:
    approved_by: int | None = post.__dict__["approved_by"]
    return approved_by


def _event(post: Post, step: Step, at: datetime) -> dict[str, Any]:
    return {
        "kind": f"post.{step}",
        "post_id": post.pk,
        "office_id": post.office_id,
        "by_id": None,
        "at": at,
        "note": "",
        "data": {},
    }


def _now_live(turn: Turn, at: datetime) -> dict[str, Any]:
    post, moves = turn.post, turn.step is not None
    return {
        "id": post.pk,
        "live_id": _decision(post),
        "published_at": post.published_at or at,
        "status": RULES[turn.step].end if turn.step is not None else post.status,
        "version": post.version + moves,
        "changed_at": at if moves else post.changed_at,
    }
