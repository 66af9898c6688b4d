"""LinkedIn: finding a post again, also as a duplicate; sharing, correcting and taking down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.base import (
    DeliveryError,
    NotFound,
    Reason,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from tests.channels.on_linkedin import POST, page_at, said
from tests.channels.sending import (
    Notebook,
    message,
    now,
    outcome,
    trace,
)
from tests.stubs.faults import QUICK_LOSS
from tests.stubs.linkedin import duplicate_of
from tests.stubs.running import Network


def test_a_post_that_is_not_in_the_feed_yet_is_found_as_the_duplicate_that_is_named(
    linkedin: Network,
) -> None:
    """Looked too early, sent again: LinkedIn names the first, and that is the proof."""
    sent, notebook, sent_at = message("Pengumuman"), Notebook(), now()
    linkedin.fail("drop", POST, accept=True)
    linkedin.set(visible_after=600)
    assert isinstance(outcome(page_at(linkedin), sent, notebook), Unconfirmed)
    with pytest.raises(NotFound):
        page_at(linkedin).look(trace(sent, sent_at))
    again = outcome(page_at(linkedin), sent, notebook)
    assert isinstance(again, Unconfirmed)
    assert again.reason is Reason.DUPLICATE
    linkedin.set(visible_after=0)
    found = page_at(linkedin).publish(sent, notebook)
    assert found.remote_id == linkedin.accepted("post")[0]["id"]
    assert len(linkedin.accepted("post")) == 1


def test_a_duplicate_of_something_else_is_refused(linkedin: Network) -> None:
    page_at(linkedin).publish(message("Sama"), Notebook())
    error = outcome(page_at(linkedin), message("Sama"), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.DUPLICATE


def test_a_duplicate_that_is_older_than_our_first_attempt_is_not_ours(linkedin: Network) -> None:
    page_at(linkedin).publish(message("Sama"), Notebook())
    later = Notebook({"first_sent_at": (now() + timedelta(minutes=5)).isoformat()})
    error = outcome(page_at(linkedin), message("Sama"), later)
    assert isinstance(error, Refused)
    assert error.reason is Reason.DUPLICATE


def test_a_duplicate_that_says_something_else_is_not_ours(linkedin: Network) -> None:
    notebook = Notebook({"first_sent_at": now().isoformat()})
    other = page_at(linkedin).publish(message("Lain"), Notebook())
    linkedin.fail("answer", POST, status=422, body=duplicate_of(other.remote_id))
    error = outcome(page_at(linkedin), message("Sama"), notebook)
    assert isinstance(error, Refused)
    assert error.reason is Reason.DUPLICATE


@pytest.mark.parametrize("named", ["urn:li:share:7295588489876647936", "nothing"])
def test_a_duplicate_that_cannot_be_read_is_left_to_a_person(linkedin: Network, named: str) -> None:
    """LinkedIn also names posts that were deleted: github.com/ComposioHQ/composio/issues/2710."""
    notebook = Notebook({"first_sent_at": now().isoformat()})
    linkedin.fail("answer", POST, status=422, body=duplicate_of(named))
    error = outcome(page_at(linkedin), message(), notebook)
    assert isinstance(error, Unconfirmed)
    assert error.reason is Reason.DUPLICATE


def test_a_busy_page_is_read_page_by_page(linkedin: Network) -> None:
    posting, sent_at = page_at(linkedin), now()
    first = posting.publish(message("Nomor 0"), Notebook())
    for number in range(1, 102):
        posting.publish(message(f"Nomor {number}"), Notebook())
    assert posting.look(trace(message("Nomor 0"), sent_at)).remote_id == first.remote_id


@pytest.mark.parametrize(
    ("state", "error"), [("PUBLISH_REQUESTED", Unconfirmed), ("PUBLISH_FAILED", NotFound)]
)
def test_a_post_is_live_only_when_linkedin_says_so(
    linkedin: Network, state: str, error: type[DeliveryError]
) -> None:
    linkedin.set(state=state)
    page_at(linkedin).publish(message(), Notebook())
    with pytest.raises(error):
        page_at(linkedin).look(trace(message(), now()))


@pytest.mark.parametrize("loss", QUICK_LOSS)
def test_whatever_is_lost_of_a_share_there_is_one_in_the_end(linkedin: Network, loss: str) -> None:
    original = page_at(linkedin).publish(message("Asli"), Notebook())
    target, sent_at, notebook = Remote(original.remote_id), now(), Notebook()
    centre = page_at(linkedin, page="5002")
    linkedin.fail(match=POST, **QUICK_LOSS[loss])
    with pytest.raises(Unconfirmed):
        centre.repost(target, "k", notebook)
    looked = Trace("k", Verb.REPOST, sent_at, None, target)
    if linkedin.accepted("repost"):
        assert centre.look(looked).remote_id == linkedin.accepted("repost")[0]["id"]
    else:
        with pytest.raises(NotFound):
            centre.look(looked)
    receipt = centre.repost(target, "k", notebook)
    assert [share["id"] for share in linkedin.accepted("repost")] == [receipt.remote_id]


def test_a_share_of_something_else_is_not_taken_for_ours(linkedin: Network) -> None:
    posting, sent_at = page_at(linkedin), now()
    one, other = (posting.publish(message(text), Notebook()) for text in ("Satu", "Dua"))
    posting.repost(Remote(one.remote_id), "k", Notebook())
    with pytest.raises(NotFound):
        posting.look(Trace("k", Verb.REPOST, sent_at, None, Remote(other.remote_id)))


def test_a_share_can_be_taken_back(linkedin: Network) -> None:
    original = page_at(linkedin).publish(message("Asli"), Notebook())
    centre = page_at(linkedin, page="5002")
    share = centre.repost(Remote(original.remote_id), "k", Notebook())
    centre.delete(Remote(share.remote_id), "k", Notebook())
    assert [gone["id"] for gone in linkedin.accepted("delete")] == [share.remote_id]


def test_a_lost_edit_is_looked_up(linkedin: Network) -> None:
    target = Remote(page_at(linkedin).publish(message("Pukul 8"), Notebook()).remote_id)
    right = message("Pukul 9 (bukan 8) #ralat")
    changed = Trace("k", Verb.EDIT, now(), right, target)
    with pytest.raises(NotFound):
        page_at(linkedin).look(changed)
    linkedin.fail("drop", r"POST /rest/posts/", accept=True)
    with pytest.raises(Unconfirmed):
        page_at(linkedin).edit(target, right, Notebook())
    assert page_at(linkedin).look(changed).remote_id == target.remote_id
    assert page_at(linkedin).edit(target, right, Notebook()).remote_id == target.remote_id
    assert {edit["text"] for edit in linkedin.accepted("edit")} == {right.text}


def test_an_edit_of_what_is_gone_is_refused(linkedin: Network) -> None:
    with pytest.raises(Refused) as caught:
        page_at(linkedin).edit(Remote("urn:li:share:1"), message(), Notebook())
    assert caught.value.reason is Reason.GONE


def test_a_lost_delete_is_looked_up_and_may_be_repeated(linkedin: Network) -> None:
    receipt = page_at(linkedin).publish(message("Salah"), Notebook())
    target = Remote(receipt.remote_id)
    gone = Trace("k", Verb.DELETE, now(), None, target)
    with pytest.raises(NotFound):
        page_at(linkedin).look(gone)
    linkedin.fail("drop", "DELETE", accept=True)
    with pytest.raises(Unconfirmed):
        page_at(linkedin).delete(target, "k", Notebook())
    assert page_at(linkedin).look(gone) == receipt
    assert page_at(linkedin).delete(target, "k", Notebook()) == receipt
    linkedin.fail("answer", "DELETE", **said(404, "NOT_FOUND"))
    assert page_at(linkedin).delete(target, "k", Notebook()) == receipt
    assert len(linkedin.accepted("delete")) == 1
