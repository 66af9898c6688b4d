from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import pytest

from channels.models import Account, AccountState, PracticePost
from content.models import Event, Feed, FeedItem, ItemState, Post, Revision, Status
from newsroom.models import Item
from scheduler import by_hand
from scheduler.models import Delivery, Hold, Measured, Series, State, Turn
from tests.people import MORNING
from web.demo.load import load
from web.demo.stories import BY_HAND

MOST_SECONDS = 20  # of our own work, on a busy machine


@pytest.mark.django_db
def test_the_demo_has_posts_in_every_state_made_by_its_people() -> None:
    begun = time.process_time()
    load(MORNING)
    assert time.process_time() - begun < MOST_SECONDS

    states = Counter(Post.objects.values_list("status", flat=True))
    assert states == {
        Status.DRAFT: 3,
        Status.SUBMITTED: 4,
        Status.APPROVED: 1,
        Status.SCHEDULED: 3,
        Status.PUBLISHED: 6,
    }
    # What is past is out, on both boards, at its own time; nothing is of the future.
    assert Item.objects.count() == PracticePost.objects.count() == 6
    assert all(item.published_at < MORNING for item in Item.objects.all())
    assert not Event.objects.filter(at__gt=MORNING).exists()
    [asked] = Delivery.objects.exclude(state__in=(State.SENT, State.PLANNED))
    assert (asked.account.kind, asked.state, asked.reason) == (BY_HAND, State.HELD, Hold.HANDED)
    assert by_hand.turn_of(asked, MORNING + timedelta(hours=3)) is by_hand.Turn.NOW, (
        "hours to find it in"
    )
    assert not Delivery.objects.filter(state=State.PLANNED, due_at__lte=MORNING).exists()

    assert FeedItem.objects.filter(state=ItemState.CANDIDATE).count() == 2
    assert not Feed.objects.filter(paused=False).exists()  # nothing is looked up on the network
    # One post goes out every Monday, on the board that takes it more than once.
    weekly = Series.objects.get()
    assert weekly.post.status == Status.PUBLISHED
    assert set(weekly.occurrences.values_list("state", flat=True)) == {Turn.PLANNED}
    # The centre echoes a region, with credit.
    echo = Post.objects.select_related("office", "head", "repost_of__office").get(
        repost_of__isnull=False
    )
    assert echo.office.code == "PUSAT"
    assert echo.head is not None
    assert echo.repost_of is not None
    assert echo.head.content["credit"]["office"] == echo.repost_of.office.name


@pytest.mark.django_db
def test_the_weeks_behind_it_are_heard_and_nothing_of_them_is_ever_called_for() -> None:
    load(MORNING, posts=False, past=True)
    told = Measured.objects.all()
    assert {one.kind for one in told} == {"x", "facebook", "instagram", "mastodon"}
    assert told.filter(sent_at__gte=MORNING).count() == 0
    assert told.filter(kind="mastodon", views__isnull=False).count() == 0
    assert told.filter(origin__isnull=False).exists()
    assert not told.filter(next_at__isnull=False).exists()
    assert set(Account.objects.filter(kind__in=("x", "facebook")).values_list("state")) == {
        (AccountState.RETIRED,)
    }
    assert not Delivery.objects.exclude(state=State.SENT).exists()
    assert all(revision.is_intact() for revision in Revision.objects.all())
