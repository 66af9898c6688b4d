"""Reading the offices' own sites on a schedule. What is new becomes a candidate for repost."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from channels.fetch import Fetched, Status, fetch_feed
from channels.guard import guard
from channels.outbound import Busy, FetchError
from content.feeds.accept import Add, Update, accept
from content.feeds.health import Health, Outcome, judge, next_poll
from content.feeds.parse import ParsedFeed, ParsedItem, parse
from content.feeds.trouble import NotAFeed, Trouble
from content.feeds.words import condition
from content.models import Feed, FeedItem, FeedState, ItemState

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 4
AT_ONCE = 50
# While a feed is being read nobody else starts on it.
LEASE = timedelta(minutes=5)
# What a reading finds out. All else may be changed by a person while the site is being asked.
READING = (
    "url", "title", "state", "fault", "etag", "last_modified",
    "failures", "failing_since", "read_at",
)  # fmt: skip


def read_due() -> None:
    """Read every feed whose time has come. Called by the clock."""
    try:
        due = take_due(timezone.now())
        with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="feed") as pool:
            list(pool.map(_read_in_thread, due))
    finally:
        connections.close_all()


def take_due(now: datetime) -> list[Feed]:
    """The feeds to read now, each moved on so that nobody else takes it too."""
    waiting = Feed.objects.filter(next_read_at__lte=now, paused=False, office__active=True)
    taken = []
    for feed in waiting.select_related("office").order_by("next_read_at")[:AT_ONCE]:
        mine = Feed.objects.filter(pk=feed.pk, next_read_at=feed.next_read_at)
        feed.next_read_at = now + LEASE
        if mine.update(next_read_at=feed.next_read_at):
            taken.append(feed)
    return taken


def _read_in_thread(feed: Feed) -> None:
    try:
        read(feed, timezone.now())
    finally:
        connections.close_all()


def read(feed: Feed, now: datetime) -> int:
    """Read one feed and keep what is new. Returns how many candidates it brought.

    Whatever the site does, it ends as a state and a sentence on the office's page.
    """
    outcome, fetched, parsed = _look(feed)
    health = judge(_health(feed), outcome, now)
    every = timedelta(minutes=settings.GEMA.feeds.poll_minutes)
    with transaction.atomic():
        offered = _keep(feed, parsed.items, now) if parsed is not None else 0
        feed.state = _state(health)
        if not _unchanged(outcome, fetched):
            feed.fault = condition(health, outcome)[:400]
        feed.failures, feed.failing_since = health.failures, health.failing_since
        feed.read_at = now
        if fetched is not None:
            _remember(feed, fetched, parsed)
        feed.save(update_fields=READING)
        # Whoever asked for a reading meanwhile gets one.
        mine = Feed.objects.filter(pk=feed.pk, next_read_at=feed.next_read_at)
        mine.update(next_read_at=next_poll(str(feed.pk), health, outcome, now, every))
    return offered


def _look(feed: Feed) -> tuple[Outcome, Fetched | None, ParsedFeed | None]:
    try:
        fetched = fetch_feed(
            feed.url, etag=feed.etag, last_modified=feed.last_modified, guard=guard()
        )
    except Busy as busy:
        return Outcome(Trouble(busy.why), busy.retry_after), None, None
    except FetchError as error:
        log.info("feed %s: %s", feed.pk, error)
        return Outcome(Trouble(error.why)), None, None
    if fetched.status is Status.GONE:
        return Outcome(Trouble.GONE), None, None
    if fetched.status is Status.NOT_MODIFIED:
        return Outcome(), None, None
    try:
        parsed = parse(fetched.body, content_type=fetched.content_type, base=fetched.final_url)
    except NotAFeed as error:
        return Outcome(error.trouble), None, None
    return Outcome(parsed.fault), fetched, parsed


def _unchanged(outcome: Outcome, fetched: Fetched | None) -> bool:
    """A 304: what was said about the feed's writing is still true."""
    return outcome.trouble is None and fetched is None


def _health(feed: Feed) -> Health:
    return Health(feed.failures, feed.failing_since, feed.state == FeedState.DEAD)


def _state(health: Health) -> FeedState:
    if health.dead:
        return FeedState.DEAD
    return FeedState.FAILING if health.failures else FeedState.FINE


def _remember(feed: Feed, fetched: Fetched, parsed: ParsedFeed | None) -> None:
    feed.etag, feed.last_modified = fetched.etag, fetched.last_modified
    if parsed is not None and parsed.title:
        feed.title = parsed.title[:300]
    moved = fetched.permanent_redirect_to
    taken = Feed.objects.filter(office=feed.office_id, url=moved).exclude(pk=feed.pk).exists()
    if moved and not taken:
        feed.url = moved


def _keep(feed: Feed, items: Sequence[ParsedItem], now: datetime) -> int:
    known = dict(feed.items.values_list("guid", "digest"))
    siblings = FeedItem.objects.filter(feed__office=feed.office_id).exclude(feed=feed)
    elsewhere = dict(siblings.values_list("guid", "link"))
    intents = accept(items, known=known, elsewhere=elsewhere, now=now)
    adds = [intent for intent in intents if isinstance(intent, Add)]
    FeedItem.objects.bulk_create([_row(feed, add, now) for add in adds], ignore_conflicts=True)
    for intent in intents:
        if isinstance(intent, Update):
            _change(feed, intent, now)
    return sum(add.offered for add in adds)


def _row(feed: Feed, add: Add, now: datetime) -> FeedItem:
    item = add.item
    return FeedItem(
        feed=feed,
        guid=item.guid,
        digest=item.digest,
        title=item.title,
        link=item.link,
        html=item.html,
        text=item.text,
        published_at=add.at,
        seen_at=now,
        state=ItemState.CANDIDATE if add.offered else ItemState.SEEN,
    )


def _change(feed: Feed, update: Update, now: datetime) -> None:
    item = update.item
    FeedItem.objects.filter(feed=feed, guid=item.guid).update(
        digest=item.digest,
        title=item.title,
        link=item.link,
        html=item.html,
        text=item.text,
        changed_at=now,
    )
