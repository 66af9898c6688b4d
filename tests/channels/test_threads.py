"""Threads over real HTTP: facebook-sdk, the transport, a strict stub that fetches pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from channels.base import (
    DeliveryError,
    Disconnected,
    NotFound,
    NotSent,
    Outgoing,
    Reason,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.threads.adapter import Threads
from channels.threads.login import Credentials
from tests.channels.answers import Row, each_of, is_told
from tests.channels.sending import (
    PATIENT,
    Notebook,
    jpeg,
    message,
    now,
    outcome,
    photo,
    png,
    trace,
    wire_to,
)
from tests.stubs.faults import HTML, QUICK_LOSS, graph
from tests.stubs.pictures import Pictures
from tests.stubs.running import Network

PUBLISH = r"POST .*/threads_publish$"
CONTAINER = r"POST .*/threads$"
REPOST = r"POST .*/repost$"
FAMILY = "👨‍👩‍👧"

Draft = Callable[..., Outgoing]


def account_at(network: Network, timeout: timedelta = PATIENT, user: str = "2001") -> Threads:
    return Threads(Credentials(f"{user}-token"), wire_to(("threads", network.url), timeout=timeout))


@pytest.mark.parametrize("pictures", [0, 1, 2, 20])
def test_a_post_arrives_whole_and_is_found_again(
    threads: Network, draft: Draft, pictures: int
) -> None:
    sent = draft("Buka – “Sabtu”. https://kanim.go.id/a\n\n#imigrasi #paspor", pictures)
    notebook, sent_at = Notebook(), now()
    receipt = account_at(threads).publish(sent, notebook)
    (post,) = threads.accepted("post")
    assert receipt.remote_id == post["id"]
    assert receipt.url == f"https://www.threads.com/@akun_2001/post/{post['id']}"
    assert post["text"] == sent.text
    assert post["alts"] == [image.alt for image in sent.images]
    assert account_at(threads).look(trace(sent, sent_at, notebook.noted)) == receipt


def test_a_picture_without_a_description_and_a_png_are_taken(
    threads: Network, gallery: Pictures
) -> None:
    url = gallery.show("kartu.png", png())
    account_at(threads).publish(message("Kartu", photo(url, alt="")), Notebook())
    assert threads.accepted("post")[0]["alts"] == [""]


def test_checking_says_whose_account_it_is(threads: Network) -> None:
    profile = account_at(threads).check()
    assert (profile.remote_id, profile.handle, profile.name) == ("2001", "akun_2001", "Akun 2001")
    assert profile.url == "https://www.threads.com/@akun_2001"


@pytest.mark.parametrize(
    ("scopes", "named"),
    [
        (["threads_basic"], "permission"),
        (["threads_basic", "threads_content_publish"], "not granted: threads_delete"),
    ],
)
def test_checking_names_the_permission_that_is_missing(
    threads: Network, scopes: list[str], named: str
) -> None:
    threads.set(scopes=scopes)
    with pytest.raises(Disconnected) as caught:
        account_at(threads).check()
    assert caught.value.reason is Reason.PERMISSION_MISSING
    assert named in caught.value.detail


def test_an_app_that_may_not_ask_for_its_permissions_connects_all_the_same(
    threads: Network,
) -> None:
    threads.set(scopes=None)
    assert account_at(threads).check().remote_id == "2001"


def test_published_too_early_it_is_published_again_and_not_made_again(
    threads: Network, draft: Draft
) -> None:
    """Threads calls a container that it has just made unknown; that passes."""
    sent, notebook = draft(), Notebook()
    threads.fail("answer", PUBLISH, **graph(24, 4279009))
    error = outcome(account_at(threads), sent, notebook)
    assert isinstance(error, NotSent)
    assert error.reason is Reason.STILL_PROCESSING
    account_at(threads).publish(sent, notebook)
    assert len(threads.accepted("container")) == 1
    assert len(threads.accepted("post")) == 1


@pytest.mark.parametrize(
    ("why", "error", "reason"),
    [
        ("UNKNOWN", NotSent, Reason.NETWORK_TROUBLE),
        ("FAILED_DOWNLOADING_VIDEO", NotSent, Reason.MEDIA_UNFETCHABLE),
        ("FAILED_PROCESSING_VIDEO", Refused, Reason.BAD_MEDIA),
        ("INVALID_ASPEC_RATIO", Refused, Reason.BAD_MEDIA),
    ],
)
def test_a_container_that_failed_says_why(
    threads: Network, draft: Draft, why: str, error: type[DeliveryError], reason: Reason
) -> None:
    threads.set(container_status="ERROR", container_error=why)
    caught = outcome(account_at(threads), draft(pictures=1), Notebook())
    assert type(caught) is error
    assert caught.reason is reason
    assert threads.accepted("post") == []


@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        (None, NotSent, Reason.MEDIA_UNFETCHABLE),
        (jpeg(1100, 100), Refused, Reason.BAD_MEDIA),
        (b"<html>", Refused, Reason.BAD_MEDIA),
        (jpeg() + bytes(8_000_000), Refused, Reason.BAD_MEDIA),
    ],
    ids=["not there", "too wide", "a page", "too large"],
)
def test_a_picture_that_threads_cannot_take(
    threads: Network,
    gallery: Pictures,
    data: bytes | None,
    error: type[DeliveryError],
    reason: Reason,
) -> None:
    url = gallery.show("foto.jpg", data) if data else f"{gallery.url}/nowhere.jpg"
    caught = outcome(account_at(threads), message("Foto", photo(url)), Notebook())
    assert type(caught) is error
    assert caught.reason is reason
    assert threads.accepted() == []


def test_more_pictures_than_a_carousel_holds_are_refused_before_anything_is_made(
    threads: Network, draft: Draft
) -> None:
    error = outcome(account_at(threads), draft(pictures=21), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.BAD_MEDIA
    assert threads.accepted() == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * 500, None),
        ("a" * 501, Reason.TOO_LONG),
        ("a" * (500 - len(FAMILY.encode())) + FAMILY, None),
        ("a" * (501 - len(FAMILY.encode())) + FAMILY, Reason.TOO_LONG),
        (" ".join(f"https://a.id/{n}" for n in range(5)), None),
        (" ".join(f"https://a.id/{n}" for n in range(6)), Reason.BAD_LINK),
    ],
    ids=["500", "501", "emoji fits", "emoji too many", "five links", "six links"],
)
def test_what_a_text_may_hold_at_most(threads: Network, text: str, reason: Reason | None) -> None:
    error = outcome(account_at(threads), message(text), Notebook())
    assert (error.reason if error else None) is reason
    assert error is None or isinstance(error, Refused)


def test_deleting_has_an_allowance_of_its_own_that_stops_nothing_else(
    threads: Network, draft: Draft
) -> None:
    threads.set(delete_total=1)
    first, second = (account_at(threads).publish(draft(t), Notebook()) for t in ("Satu", "Dua"))
    account_at(threads).delete(Remote(first.remote_id), "k", Notebook())
    with pytest.raises(NotSent) as caught:
        account_at(threads).delete(Remote(second.remote_id), "k", Notebook())
    assert caught.value.reason is Reason.QUOTA_USED_UP
    assert caught.value.again_at
    assert not caught.value.whole_account
    assert outcome(account_at(threads), draft("Tiga"), Notebook()) is None


ANSWERS: list[Row] = [
    (graph(24, 4279009), NotSent, Reason.STILL_PROCESSING),
    (graph(613, 4279002), NotSent, Reason.RATE_LIMITED),
    (graph(4), NotSent, Reason.RATE_LIMITED),
    (graph(1, 4279013), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (graph(10, 4279067), Disconnected, Reason.PERMISSION_MISSING),
    (graph(10), Disconnected, Reason.PERMISSION_MISSING),
    (graph(100, 4279047), Refused, Reason.BAD_LINK),
    (graph(100, message="THREADS_API__LINK_LIMIT_EXCEEDED"), Refused, Reason.BAD_LINK),
    (graph(100, message="must be at most 500 characters long."), Refused, Reason.TOO_LONG),
    (graph(1, 2207052), NotSent, Reason.MEDIA_UNFETCHABLE),
    (graph(190, 463), Disconnected, Reason.LOGIN_ENDED),
    (graph(2635), NotSent, Reason.OUTDATED),
    (graph(100), Refused, Reason.REFUSED),
    ({"status": 429, "body": HTML, "type": "text/html"}, NotSent, Reason.RATE_LIMITED),
]


@pytest.mark.parametrize("step", [CONTAINER, PUBLISH], ids=["container", "publish"])
@each_of(ANSWERS)
def test_each_answer_says_what_to_do_next(
    threads: Network,
    draft: Draft,
    step: str,
    answer: dict[str, Any],
    error: type[DeliveryError],
    reason: Reason,
) -> None:
    threads.fail("answer", step, **answer)
    is_told(outcome(account_at(threads), draft(), Notebook()), error, reason)
    assert threads.accepted("post") == []


def test_a_version_that_is_served_no_more_stops_the_whole_app(
    threads: Network, draft: Draft
) -> None:
    threads.fail("answer", CONTAINER, **graph(2635))
    error = outcome(account_at(threads), draft(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_app
    assert error.again_at


def test_the_same_text_with_a_picture_is_not_taken_for_ours(threads: Network, draft: Draft) -> None:
    notebook, sent_at = Notebook(), now()
    threads.fail("drop", PUBLISH, accept=True)
    outcome(account_at(threads), draft("Sama", pictures=0), notebook)
    account_at(threads).publish(draft("Sama", pictures=1), Notebook())
    found = account_at(threads).look(trace(draft("Sama", pictures=0), sent_at, notebook.noted))
    assert found.remote_id == threads.accepted("post")[0]["id"]


@pytest.mark.parametrize("loss", QUICK_LOSS)
def test_a_lost_repost_is_looked_up_in_the_own_list(
    threads: Network, draft: Draft, loss: str
) -> None:
    original = account_at(threads).publish(draft(), Notebook())
    target, sent_at = Remote(original.remote_id, original.url), now()
    centre = account_at(threads, user="2002")
    threads.fail(match=REPOST, **QUICK_LOSS[loss])
    with pytest.raises(Unconfirmed):
        centre.repost(target, "k", Notebook())
    looked = Trace("k", Verb.REPOST, sent_at, None, target)
    reposts = threads.accepted("repost")
    if reposts:
        assert centre.look(looked).remote_id == reposts[0]["id"]
    else:
        with pytest.raises(NotFound):
            centre.look(looked)


def test_a_repost_is_a_post_of_its_own(threads: Network, draft: Draft) -> None:
    original = account_at(threads).publish(draft(), Notebook())
    centre = account_at(threads, user="2002")
    receipt = centre.repost(Remote(original.remote_id), "k", Notebook())
    (repost,) = threads.accepted("repost")
    assert (receipt.remote_id, repost["target"]) == (repost["id"], original.remote_id)
    assert receipt.url == f"https://www.threads.com/@akun_2002/post/{repost['id']}"


def test_a_repost_of_something_else_is_not_taken_for_ours(threads: Network, draft: Draft) -> None:
    account, sent_at = account_at(threads), now()
    one, other = (account.publish(draft(text), Notebook()) for text in ("Satu", "Dua"))
    account.repost(Remote(one.remote_id), "k", Notebook())
    with pytest.raises(NotFound):
        account.look(Trace("k", Verb.REPOST, sent_at, None, Remote(other.remote_id)))


def test_reposting_what_is_gone_is_refused(threads: Network) -> None:
    with pytest.raises(Refused) as caught:
        account_at(threads).repost(Remote("18000000000000099"), "k", Notebook())
    assert caught.value.reason is Reason.GONE


def test_a_lost_delete_is_looked_up_and_may_be_repeated(threads: Network, draft: Draft) -> None:
    receipt = account_at(threads).publish(draft(), Notebook())
    target = Remote(receipt.remote_id, receipt.url)
    gone = Trace("k", Verb.DELETE, now(), None, target)
    with pytest.raises(NotFound):
        account_at(threads).look(gone)
    threads.fail("drop", "DELETE", accept=True)
    with pytest.raises(Unconfirmed):
        account_at(threads).delete(target, "k", Notebook())
    assert account_at(threads).look(gone) == receipt
    assert account_at(threads).delete(target, "k", Notebook()) == receipt
    assert len(threads.accepted("delete")) == 1
