"""Posts that echo another one: they are withdrawn with it, whoever's they are."""

from __future__ import annotations

from datetime import datetime

from content import workflow
from content.models import Person, Post, Status
from scheduler import copies, emptied, plan, removal
from scheduler.models import Delivery


def of(origin: Post) -> list[Post]:
    """Echoes, and echoes of these, that are not withdrawn."""
    found: dict[int, Post] = {}
    after = [origin.pk]
    while after:
        rows = Post.objects.filter(repost_of__in=after).select_related("office")
        fresh = {row.pk: row for row in rows if row.pk not in found}
        found |= fresh
        after = list(fresh)
    return [post for post in found.values() if post.status != Status.WITHDRAWN]


def withdraw(origin: Post, note: str, *, by: Person, at: datetime) -> list[Delivery]:
    """What carries its words goes with it; what is not out yet stays a text that nobody can plan
    any more (``plan``). The posts are held.
    """
    taken: list[Delivery] = []
    for echo in of(origin):
        mine = Delivery.objects.filter(post=echo)
        begun = mine.filter(copies.UNSEEN | copies.BEGUN).exists()
        plan.cancel_all(mine, by, at)
        if echo.published_at is None and not begun:
            emptied.off_the_calendar([echo.pk], at)
            continue
        withdrawn = workflow.follow(echo, origin, by=by, at=at, note=note)
        taken += removal.take_down(withdrawn, note, by=by, at=at)
    return taken
