"""A correction beside what is out, on each network that cannot edit, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from channels.base import (
    DeliveryError,
    NotFound,
    Outgoing,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from tests.channels.places import PLACES
from tests.channels.sending import Notebook, channel, message, now
from tests.stubs.faults import QUICK_LOSS, graph
from tests.stubs.running import Network

KINDS = ("bluesky", "instagram", "threads", "x")
RALAT = "RALAT\nSemula: pukul 08.00 WIB\nYang benar: pukul 09.00 WIB"

Draft = Callable[..., Outgoing]
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def network(kind: str, stub: Callable[[str], Network]) -> Network:
    return stub(PLACES[kind].stub)


@pytest.fixture
def said(draft: Draft) -> Outgoing:
    return replace(draft(RALAT), key="kunci-ralat")


def first_on(kind: str, network: Network, draft: Draft) -> Remote:
    receipt = channel(kind, network, PLACES[kind].stub).publish(draft(), Notebook())
    return Remote(receipt.remote_id, receipt.url)


def trace(said: Outgoing, target: Remote, notes: Notebook) -> Trace:
    return Trace(said.key, Verb.REPLY, now(), said, target, notes.noted)


def answered(kind: str, post: dict[str, Any]) -> str:
    """What a post of the stub answers; "" for none."""
    if kind == "bluesky":
        return str(post["record"].get("reply", {}).get("parent", {}).get("uri", ""))
    return str(post.get("under", ""))


@each_kind
def test_it_stands_below_what_it_corrects(
    kind: str, network: Network, draft: Draft, said: Outgoing
) -> None:
    target = first_on(kind, network, draft)
    receipt = channel(kind, network, PLACES[kind].stub).reply(target, said, Notebook())
    first, reply = network.accepted("post")
    assert receipt.remote_id == reply["id"] != first["id"]
    # A new post of Instagram names the first in its words.
    assert answered(kind, reply) == ("" if kind == "instagram" else target.remote_id)
    assert answered(kind, first) == ""


@each_kind
@pytest.mark.parametrize("loss", QUICK_LOSS)
def test_a_lost_answer_is_looked_for_and_never_made_twice(
    kind: str, loss: str, network: Network, draft: Draft, said: Outgoing
) -> None:
    place = PLACES[kind]
    target, notes = first_on(kind, network, draft), Notebook()
    posting = channel(kind, network, place.stub)
    network.fail(match=place.public, **QUICK_LOSS[loss])
    with pytest.raises(Unconfirmed):
        posting.reply(target, said, notes)
    there = network.accepted("post")[1:]
    if kind == "threads" and there:
        network.set(scopes=["threads_basic", "threads_content_publish", "threads_read_replies"])
    try:
        receipt = posting.look(trace(said, target, notes))
    except NotFound:
        assert not there
        receipt = posting.reply(target, said, notes)
    posts = network.accepted("post")
    assert len(posts) == 2
    assert receipt.remote_id == posts[1]["id"]


@each_kind
def test_the_first_post_is_not_taken_for_the_reply(
    kind: str, network: Network, draft: Draft, said: Outgoing
) -> None:
    """Their words may be the same."""
    sent_at = now()
    target = first_on(kind, network, draft)
    alike = replace(draft(), key="kunci-ralat")
    seen = Trace(alike.key, Verb.REPLY, sent_at, alike, target)
    with pytest.raises(NotFound):
        channel(kind, network, PLACES[kind].stub).look(seen)


@pytest.mark.parametrize("kind", ["bluesky", "threads", "x"])
def test_under_what_is_gone_nothing_is_said(kind: str, network: Network, said: Outgoing) -> None:
    gone = {
        "bluesky": "at://did:plc:nobody/app.bsky.feed.post/3kabcdefghijk",
        "threads": "18000000000000001",
        "x": "1990000000000000001",
    }
    with pytest.raises(DeliveryError):
        channel(kind, network, PLACES[kind].stub).reply(Remote(gone[kind]), said, Notebook())
    assert network.accepted("post") == []


def test_x_may_let_nobody_answer_even_himself(x: Network) -> None:
    posting = channel("x", x, "x")
    receipt = posting.publish(message(), Notebook())
    x.set(unsummoned=True)
    with pytest.raises(Refused) as caught:
        posting.reply(Remote(receipt.remote_id), message(RALAT), Notebook())
    assert caught.value.reason is Reason.NOT_ALLOWED
    assert len(x.accepted("post")) == 1


def test_x_gives_a_reply_back_with_the_names_of_those_it_answers(x: Network) -> None:
    posting, said, sent_at = channel("x", x, "x"), message(RALAT), now()
    target = Remote(posting.publish(message(), Notebook()).remote_id)
    receipt = posting.reply(target, said, Notebook())
    x.set(names_in_front="@akun_2001 ")
    found = posting.look(Trace(said.key, Verb.REPLY, sent_at, said, target))
    assert found.remote_id == receipt.remote_id


def test_threads_refuses_a_reply_without_stopping_the_account(
    threads: Network, draft: Draft
) -> None:
    posting = channel("threads", threads, "threads")
    target = Remote(posting.publish(draft(), Notebook()).remote_id)
    threads.fail("answer", r"POST .*/threads$", **graph(10))
    with pytest.raises(Refused) as caught:
        posting.reply(target, replace(draft(RALAT, 0), key="k2"), Notebook())
    assert caught.value.reason is Reason.PERMISSION_MISSING


def test_threads_says_that_a_reply_is_live_although_it_may_not_list_it(
    threads: Network, draft: Draft
) -> None:
    posting, notes = channel("threads", threads, "threads"), Notebook()
    target = Remote(posting.publish(draft(), Notebook()).remote_id)
    said = replace(draft(RALAT, 0), key="k2")
    posting.reply(target, said, notes)
    assert posting.look(trace(said, target, notes)) == Receipt("")


def test_threads_counts_replies_apart_from_posts(threads: Network, draft: Draft) -> None:
    posting = channel("threads", threads, "threads")
    target = Remote(posting.publish(draft(), Notebook()).remote_id)
    threads.set(quota_total=1)
    posting.reply(target, replace(draft(RALAT, 0), key="k2"), Notebook())
    assert len(threads.accepted("post")) == 2


@pytest.mark.parametrize("kind", ["facebook", "instagram"])
def test_what_meta_no_longer_has_is_down_only_if_we_may_see_the_rest(
    kind: str, network: Network, draft: Draft
) -> None:
    """It says 100/33 of what is gone and of what we may not see."""
    target, posting = first_on(kind, network, draft), channel(kind, network, "meta")
    for _ in range(2):
        assert posting.delete(target, "k", Notebook()).remote_id == target.remote_id
    assert len(network.accepted("delete")) == 1
    network.fail("answer", r"GET .*/(published_posts|media)$", times=2, **graph(10))
    calls: list[Callable[[], Receipt]] = [
        lambda: posting.delete(target, "k", Notebook()),
        lambda: posting.look(Trace("k", Verb.DELETE, now(), None, target)),
    ]
    for call in calls:
        with pytest.raises(DeliveryError) as caught:
            call()
        assert caught.value.reason is Reason.PERMISSION_MISSING


@pytest.mark.parametrize("kind", ["facebook", "instagram"])
def test_what_is_there_and_cannot_be_deleted_is_not_called_gone(
    kind: str, network: Network, draft: Draft
) -> None:
    target, posting = first_on(kind, network, draft), channel(kind, network, "meta")
    network.fail("answer", "DELETE", **graph(100, 33))
    with pytest.raises(Refused) as caught:
        posting.delete(target, "k", Notebook())
    assert caught.value.reason is Reason.NOT_ALLOWED
