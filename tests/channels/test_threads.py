"""Threads over real HTTP: facebook-sdk, the transport, a strict stub that fetches pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
from channels.threads.adapter import Credentials, Threads
from tests.channels.sending import (
    HURRIED,
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
from tests.stubs.faults import EVERY_LOSS, HTML, QUICK_LOSS, graph
from tests.stubs.pictures import Pictures
from tests.stubs.running import Network

PUBLISH = r"POST .*/threads_publish$"
CONTAINER = r"POST .*/threads$"
REPOST = r"POST .*/repost$"
FAMILY = "👨‍👩‍👧"

Draft = Callable[..., Outgoing]


@pytest.fixture
def draft(gallery: Pictures) -> Draft:
    """Makes a message with that many pictures at public addresses."""

    def make(text: str = "Layanan paspor buka.", pictures: int = 0) -> Outgoing:
        url = gallery.show("loket.jpg", jpeg())
        return message(text, *(photo(url, alt=f"Foto {n + 1}") for n in range(pictures)))

    return make


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


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_whatever_is_lost_there_is_one_post_in_the_end(
    threads: Network, draft: Draft, loss: str
) -> None:
    sent, notebook, sent_at = draft(pictures=1), Notebook(), now()
    fault = EVERY_LOSS[loss]
    threads.fail(match=PUBLISH, **fault)
    hurried = account_at(threads, HURRIED if fault["do"] == "hang" else PATIENT)
    assert isinstance(outcome(hurried, sent, notebook), Unconfirmed)
    seen = trace(sent, sent_at, notebook.noted)
    if fault.get("accept"):
        assert account_at(threads).look(seen).remote_id == threads.accepted("post")[0]["id"]
    else:
        with pytest.raises(NotFound):
            account_at(threads).look(seen)
    account_at(threads).publish(sent, notebook)  # even without having looked
    assert len(threads.accepted("post")) == 1
    assert len(threads.accepted("container")) == 1


@pytest.mark.parametrize("loss", QUICK_LOSS)
@pytest.mark.parametrize("pictures", [0, 2])
def test_a_lost_container_is_safe_to_repeat(
    threads: Network, draft: Draft, loss: str, pictures: int
) -> None:
    threads.fail(match=CONTAINER, **QUICK_LOSS[loss])
    sent, notebook = draft(pictures=pictures), Notebook()
    assert isinstance(outcome(account_at(threads), sent, notebook), NotSent)
    assert notebook.noted == {}
    account_at(threads).publish(sent, notebook)
    assert len(threads.accepted("post")) == 1


def test_the_container_is_noted_before_it_is_published(threads: Network, draft: Draft) -> None:
    notebook = Notebook()
    threads.fail("drop", PUBLISH)
    outcome(account_at(threads), draft(), notebook)
    assert notebook.noted["container"] == threads.accepted("container")[0]["id"]


@pytest.mark.parametrize("state", ["ERROR", "EXPIRED"])
def test_a_container_that_cannot_go_live_is_replaced(
    threads: Network, draft: Draft, state: str
) -> None:
    sent, notebook, sent_at = draft(), Notebook(), now()
    threads.fail("drop", PUBLISH)
    outcome(account_at(threads), sent, notebook)
    threads.set(container_status=state)
    with pytest.raises(NotFound):
        account_at(threads).look(trace(sent, sent_at, notebook.noted))
    threads.set(container_status=[state, "FINISHED"])
    account_at(threads).publish(sent, notebook)
    assert len(threads.accepted("container")) == 2
    assert len(threads.accepted("post")) == 1


def test_a_container_is_asked_patiently_until_it_is_ready(threads: Network, draft: Draft) -> None:
    threads.set(container_status=["IN_PROGRESS", "IN_PROGRESS", "FINISHED"])
    waited: list[float] = []
    wire = wire_to(("threads", threads.url), pause=waited.append)
    Threads(Credentials("2001-token"), wire).publish(draft(), Notebook())
    assert waited == [0, 1, 2]
    assert len(threads.accepted("post")) == 1


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


def test_no_second_container_while_the_first_ones_fate_is_unknown(
    threads: Network, draft: Draft
) -> None:
    notebook = Notebook({"container": "17900000000000777"})
    assert isinstance(outcome(account_at(threads), draft(), notebook), NotSent | Unconfirmed)
    assert threads.accepted() == []


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


def test_a_picture_without_a_public_address_is_not_sent(threads: Network) -> None:
    error = outcome(account_at(threads), message("Foto", photo(url="")), Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.MEDIA_UNFETCHABLE


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


def test_a_used_up_quota_is_read_before_anything_is_made(threads: Network, draft: Draft) -> None:
    threads.set(quota_total=1)
    account_at(threads).publish(draft("Satu"), Notebook())
    error = outcome(account_at(threads), draft("Dua"), Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.QUOTA_USED_UP
    assert error.whole_account
    assert error.again_at is not None
    assert len(threads.accepted("container")) == 1


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


Row = tuple[dict[str, Any], type[DeliveryError], Reason]
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
@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    ANSWERS,
    ids=[f"{n} {row[2]}" for n, row in enumerate(ANSWERS)],
)
def test_each_answer_says_what_to_do_next(
    threads: Network,
    draft: Draft,
    step: str,
    answer: dict[str, Any],
    error: type[DeliveryError],
    reason: Reason,
) -> None:
    threads.fail("answer", step, **answer)
    caught = outcome(account_at(threads), draft(), Notebook())
    assert type(caught) is error
    assert caught.reason is reason
    assert threads.accepted("post") == []


def test_a_version_that_is_served_no_more_stops_the_whole_app(
    threads: Network, draft: Draft
) -> None:
    threads.fail("answer", CONTAINER, **graph(2635))
    error = outcome(account_at(threads), draft(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_app
    assert error.again_at


def test_a_post_whose_link_cannot_be_read_is_still_a_success(
    threads: Network, draft: Draft
) -> None:
    threads.fail("answer", r"GET .*/180\d+$", status=500, body={})
    receipt = account_at(threads).publish(draft(), Notebook())
    assert receipt.remote_id == threads.accepted("post")[0]["id"]
    assert receipt.url == ""


def test_a_live_post_that_is_not_listed_yet_stays_unconfirmed(
    threads: Network, draft: Draft
) -> None:
    sent, notebook, sent_at = draft(), Notebook(), now()
    threads.fail("drop", PUBLISH, accept=True)
    threads.set(visible_after=600)
    outcome(account_at(threads), sent, notebook)
    seen = trace(sent, sent_at, notebook.noted)
    with pytest.raises(Unconfirmed):
        account_at(threads).look(seen)
    threads.set(visible_after=0)
    assert account_at(threads).look(seen).remote_id == threads.accepted("post")[0]["id"]


def test_the_same_text_with_a_picture_is_not_taken_for_ours(threads: Network, draft: Draft) -> None:
    notebook, sent_at = Notebook(), now()
    threads.fail("drop", PUBLISH, accept=True)
    outcome(account_at(threads), draft("Sama"), notebook)
    account_at(threads).publish(draft("Sama", pictures=1), Notebook())
    found = account_at(threads).look(trace(draft("Sama"), sent_at, notebook.noted))
    assert found.remote_id == threads.accepted("post")[0]["id"]


def test_without_a_container_nothing_was_published(threads: Network, draft: Draft) -> None:
    with pytest.raises(NotFound):
        account_at(threads).look(trace(draft(), now()))


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


@pytest.mark.parametrize("answer", [graph(4), graph(100), {"status": 200, "body": "{"}])
@pytest.mark.parametrize("verb", [Verb.PUBLISH, Verb.REPOST, Verb.DELETE])
def test_a_look_that_cannot_see_says_so(
    threads: Network, draft: Draft, answer: dict[str, Any], verb: Verb
) -> None:
    threads.fail("answer", "GET", **answer)
    seen = trace(draft(), now(), {"container": "17900000000000001"})
    with pytest.raises(Unconfirmed):
        account_at(threads).look(replace(seen, verb=verb, target=Remote("18000000000000001")))
