"""Words for one time of a series only: a draft of its own that starts from the usual ones."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from composer import screen
from composer.reviving import working_of
from content import drafts
from content.models import Person, Post
from scheduler.models import Series
from scheduler.recurring import occasions, showing
from scheduler.recurring.refusals import NotOnTheGrid
from scheduler.refusals import NotApproved


@transaction.atomic
def start(series: Series, day: date, *, meanwhile: bool, by: Person, at: datetime) -> Post:
    """A draft with the usual words, to be changed and approved. Raises a ``Refusal``."""
    usual, one = series.post, showing.one(series, day)
    if usual.approval is None:
        raise NotApproved
    if one is None:
        raise NotOnTheGrid
    working = working_of(usual, usual.approval.revision)
    content = working.as_json()
    draft = drafts.create(
        usual.office, usual.template_key, by=by, at=at, content=content, repost_of=usual.repost_of
    )
    local = one.at.astimezone(series.post.office.zoneinfo)
    drafts.save(
        draft,
        content,
        by=by,
        at=at,
        seen=1,
        title=screen.title_of(draft, working),
        wanted={"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "mode": series.mode},
    )
    occasions.reword(series, day, draft, meanwhile=meanwhile, by=by, at=at)
    return draft
