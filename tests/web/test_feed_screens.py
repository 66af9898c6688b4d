from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.following import MOST_PER_OFFICE, follow
from content.models import Event, Feed
from tests.people import MORNING, Network
from tests.web.signed_in import browser

ADDRESS = "http://8.8.8.8/feed"  # public, and written as a number: nobody is asked for it


def add(network: Network, url: str) -> int:
    return browser(network.ada).post(reverse("feed_add", args=["PTK"]), {"url": url}).status_code


def test_a_followed_feed_is_read_at_the_next_round(network: Network) -> None:
    assert add(network, ADDRESS) == 302
    feed = Feed.objects.get(office=network.pontianak)
    assert feed.next_read_at <= timezone.now()
    assert Event.objects.get(kind="feed.added").by == network.ada


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://127.0.0.1/feed", "jaringan dalam"),
        ("http://169.254.169.254/latest", "jaringan dalam"),
        ("file:///etc/passwd", "https://"),
        ("http://orang:sandi@8.8.8.8/feed", "kata sandi"),
        ("http://8.8.8.8:22/feed", "port"),
        ("", "field-error"),
    ],
)
def test_an_address_that_must_not_be_called_is_refused_in_words(
    network: Network, url: str, says: str
) -> None:
    answer = browser(network.ada).post(reverse("feed_add", args=["PTK"]), {"url": url})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Feed.objects.exists()


def test_the_same_feed_is_not_followed_twice(network: Network) -> None:
    assert add(network, ADDRESS) == 302
    assert add(network, ADDRESS) == 422
    assert Feed.objects.count() == 1


def test_an_office_follows_a_handful_of_feeds(network: Network) -> None:
    for number in range(MOST_PER_OFFICE):
        follow(network.pontianak, f"{ADDRESS}{number}", by=network.ada, at=MORNING)
    assert add(network, ADDRESS) == 422


def test_a_feed_is_paused_resumed_and_asked_for(network: Network) -> None:
    later = timezone.now() + timedelta(hours=1)
    feed = follow(network.pontianak, ADDRESS, by=network.ada, at=later)
    ada = browser(network.ada)
    for act, paused in (("jeda", True), ("lanjut", False), ("baca", False)):
        assert ada.post(reverse("feed_act", args=[feed.pk, act])).status_code == 302
        feed.refresh_from_db()
        assert feed.paused is paused
    assert feed.next_read_at < later
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert kinds == {"feed.added", "feed.paused", "feed.resumed"}
