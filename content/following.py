"""An office's feeds: following an address, pausing it, asking for a reading now."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from content.models import Event, Feed, Office, Person
from content.refusals import Refusal

MOST_PER_OFFICE = 10


class FollowedAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Umpan ini sudah diikuti untuk kantor ini."))


class TooMany(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Satu kantor paling banyak punya %(most)d umpan.") % {"most": MOST_PER_OFFICE}
        )


def follow(office: Office, url: str, *, by: Person, at: datetime) -> Feed:
    """``url`` has been through the guard. Read at the next round. Raises a Refusal."""
    if Feed.objects.filter(office=office).count() >= MOST_PER_OFFICE:
        raise TooMany
    try:
        with transaction.atomic():
            feed = Feed.objects.create(office=office, url=url, next_read_at=at)
            _note("feed.added", feed, by, at)
    except IntegrityError:
        raise FollowedAlready from None
    return feed


@transaction.atomic
def pause(feed: Feed, *, by: Person, at: datetime) -> None:
    if Feed.objects.filter(pk=feed.pk, paused=False).update(paused=True):
        _note("feed.paused", feed, by, at)


@transaction.atomic
def resume(feed: Feed, *, by: Person, at: datetime) -> None:
    if Feed.objects.filter(pk=feed.pk, paused=True).update(paused=False, next_read_at=at):
        _note("feed.resumed", feed, by, at)


def read_soon(feed: Feed, *, at: datetime) -> None:
    """The next round reads it, whatever its turn was."""
    Feed.objects.filter(pk=feed.pk, paused=False).update(next_read_at=at)


def _note(kind: str, feed: Feed, by: Person, at: datetime) -> None:
    Event.objects.create(
        kind=kind, office_id=feed.office_id, by=by, at=at, data={"feed": feed.pk, "url": feed.url}
    )
