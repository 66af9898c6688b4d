"""A day at the desk for tests of its screens: people signed in, posts waiting, entries planned."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from channels.models import Account
from content import drafts, workflow
from content.models import Feed, FeedItem, ItemState, Person, Post
from content.workflow import Step
from scheduler.models import Delivery
from tests.people import Network, content
from tests.scheduler.stage import planned


def desk_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def now() -> datetime:
    return timezone.now().replace(microsecond=0)


def waiting(network: Network, number: int) -> list[Post]:
    """Submitted posts of Pontianak, the first has waited longest."""
    return [
        submit(network, at=now() - timedelta(hours=number - n), title=f"Kiriman {n + 1}")
        for n in range(number)
    ]


def submit(
    network: Network, *, at: datetime | None = None, due: datetime | None = None, **changes: Any
) -> Post:
    """``due``: when Sari would like it out."""
    at = at or now()
    post = network.draft(at)
    if due is not None:
        local = due.astimezone(network.pontianak.zoneinfo)
        asked = {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "mode": "serentak"}
        drafts.save(post, {}, by=network.sari, at=at, seen=1, wanted=asked)
        post.refresh_from_db()
    return workflow.submit(post, content(**changes), by=network.sari, at=at)


def verdict(post: Post, what: str, **fields: Any) -> dict[str, Any]:
    """What the form of the review page sends."""
    assert post.head is not None
    return {"verdict": what, "version": post.version, "sha256": post.head.sha256, **fields}


def decided(network: Network, post: Post, step: Step, *, by: Person, note: str = "") -> Post:
    assert post.head is not None
    return workflow.take(step, post, by=by, at=now(), note=note, sha256=post.head.sha256)


def entry(
    network: Network, account: Account, *, due: datetime | None = None, title: str = "Entri"
) -> Delivery:
    """One planned delivery of a post of Pontianak, tomorrow at this hour unless told."""
    due = due or now() + timedelta(days=1)
    post = network.approved(now(), title=title)
    [made] = planned(network, account, at=now(), due=due, post=post)
    return made


def candidate(network: Network, n: int = 1, **changes: Any) -> FeedItem:
    feed, _made = Feed.objects.get_or_create(
        office=network.pontianak, url="https://contoh.test/feed/", defaults={"next_read_at": now()}
    )
    fields = {
        "guid": f"g{n}",
        "digest": "d",
        "title": f"Kabar {n}",
        "link": f"https://contoh.test/{n}",
        "text": "Isi kabar.",
        "published_at": now() - timedelta(hours=n),
        "seen_at": now(),
        "state": ItemState.CANDIDATE,
        **changes,
    }
    return FeedItem.objects.create(feed=feed, **fields)
