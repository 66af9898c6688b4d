"""A Facebook Page over real HTTP: facebook-sdk, the transport, and a strict stub."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.base import (
    DeliveryError,
    Disconnected,
    Image,
    NotFound,
    NotSent,
    Reason,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.facebook.adapter import Facebook
from channels.facebook.login import Credentials
from tests.channels.answers import Row, each_of, is_told
from tests.channels.sending import (
    HURRIED,
    PATIENT,
    Notebook,
    message,
    now,
    outcome,
    photo,
    trace,
    wire_to,
)
from tests.stubs.faults import HTML, QUICK_LOSS, graph
from tests.stubs.running import Network

PUBLIC = r"POST .*/(feed|photos)$"
LOGIN = Credentials("4001", "token-of-the-page")
pictures = pytest.mark.parametrize("pictures", [0, 1, 3])


def page_at(network: Network, login: Credentials = LOGIN, timeout: timedelta = PATIENT) -> Facebook:
    return Facebook(login, wire_to(("meta", network.url), timeout=timeout))


def album(pictures: int) -> list[Image]:
    return [photo(alt=f"Foto {number}") for number in range(1, pictures + 1)]


@pictures
def test_a_post_arrives_whole_and_is_found_again(meta: Network, pictures: int) -> None:
    sent, sent_at = message("Kantor tutup – “libur”.\nTerima kasih.", *album(pictures)), now()
    receipt = page_at(meta).publish(sent, Notebook())
    (post,) = meta.accepted("post")
    assert receipt.remote_id == post["id"]
    assert receipt.url == f"https://www.facebook.com/{post['id']}"
    assert post["message"] == sent.text
    assert post["alts"] == [image.alt for image in sent.images]
    assert page_at(meta).look(trace(sent, sent_at)).remote_id == post["id"]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Lihat https://imigrasi.go.id/a?b=1.", "https://imigrasi.go.id/a?b=1"),
        ("(https://imigrasi.go.id/a)", "https://imigrasi.go.id/a"),
        ("Tanpa tautan", ""),
    ],
)
def test_the_first_link_becomes_the_preview(meta: Network, text: str, link: str) -> None:
    page_at(meta).publish(message(text), Notebook())
    assert meta.accepted("post")[0]["link"] == link


def test_checking_says_which_page_it_is(meta: Network) -> None:
    profile = page_at(meta).check()
    assert (profile.remote_id, profile.name) == ("4001", "Halaman 4001")
    assert profile.url == "https://www.facebook.com/halaman.4001"


@pictures
def test_an_app_that_demands_proof_gets_it(meta: Network, pictures: int) -> None:
    meta.set(app_secret="rahasia-aplikasi")
    sent = message("Dengan bukti", *album(pictures))
    proving = page_at(meta, replace(LOGIN, app_secret="rahasia-aplikasi"))
    receipt = proving.publish(sent, Notebook())
    proving.delete(Remote(receipt.remote_id), "k", Notebook())
    assert isinstance(outcome(page_at(meta), sent, Notebook()), DeliveryError)


def test_a_page_id_that_is_a_name_is_explained_in_the_form() -> None:
    with pytest.raises(ValueError, match="hanya berisi angka"):
        Credentials("imigrasi.pontianak", "token")


@pytest.mark.parametrize("loss", QUICK_LOSS)
def test_a_lost_hidden_photo_is_safe_to_repeat(meta: Network, loss: str) -> None:
    fault = QUICK_LOSS[loss]
    meta.fail(match="photos", **fault)
    hurried = page_at(meta, timeout=HURRIED if fault["do"] == "hang" else PATIENT)
    sent = message("Album", *album(2))
    assert isinstance(outcome(hurried, sent, Notebook()), NotSent)
    assert meta.accepted("post") == []
    page_at(meta).publish(sent, Notebook())
    assert meta.accepted("post")[0]["alts"] == ["Foto 1", "Foto 2"]


BUSY = [4, 17, 32, 341, 613, 80001, 80014]
ANSWERS: list[Row] = [
    *((graph(code), NotSent, Reason.RATE_LIMITED) for code in BUSY),
    *((graph(code), Disconnected, Reason.PERMISSION_MISSING) for code in (3, 10, 200, 299)),
    *((graph(190, sub), Disconnected, Reason.LOGIN_ENDED) for sub in (0, 458, 460, 463, 467)),
    (graph(102), Disconnected, Reason.LOGIN_ENDED),
    (graph(190, 459), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (graph(190, 464), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (graph(190, 492), Disconnected, Reason.PERMISSION_MISSING),
    (graph(368), NotSent, Reason.ACCOUNT_RESTRICTED),
    (graph(100), Refused, Reason.REFUSED),
    (graph(100, 33), Refused, Reason.GONE),
    (graph(506), Refused, Reason.DUPLICATE),
    (graph(324), Refused, Reason.BAD_MEDIA),
    (graph(36001), Refused, Reason.BAD_MEDIA),
    (graph(1609005), NotSent, Reason.BAD_LINK),
    (graph(424242), Refused, Reason.REFUSED),
    (graph(1), Unconfirmed, Reason.UNREADABLE_ANSWER),
    (graph(2), Unconfirmed, Reason.UNREADABLE_ANSWER),
    (graph(424242, is_transient=True), Unconfirmed, Reason.UNREADABLE_ANSWER),
    (graph(100, is_transient=True), Unconfirmed, Reason.UNREADABLE_ANSWER),
    (graph(424242) | {"status": 500}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    (graph(4, is_transient=True), NotSent, Reason.RATE_LIMITED),
    (graph(190) | {"status": 200}, Disconnected, Reason.LOGIN_ENDED),
    ({"status": 401, "body": HTML, "type": "text/html"}, Disconnected, Reason.LOGIN_ENDED),
    ({"status": 403, "body": HTML, "type": "text/html"}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 429, "body": HTML, "type": "text/html"}, NotSent, Reason.RATE_LIMITED),
    ({"status": 413, "body": HTML, "type": "text/html"}, Refused, Reason.BAD_MEDIA),
    ({"status": 400, "body": {"error": "a word"}}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 400, "body": {"error": {"code": "190"}}}, Refused, Reason.REFUSED),
]


@each_of(ANSWERS)
def test_each_answer_says_what_to_do_next(
    meta: Network, answer: dict[str, Any], error: type[DeliveryError], reason: Reason
) -> None:
    meta.fail("answer", PUBLIC, **answer)
    is_told(outcome(page_at(meta), message(), Notebook()), error, reason)
    assert meta.accepted("post") == []


@pytest.mark.parametrize(
    ("code", "headers", "minutes"),
    [
        (4, {}, 60),
        (368, {}, 360),
        (
            32,
            {"X-Business-Use-Case-Usage": '{"4001": [{"estimated_time_to_regain_access": 9}]}'},
            9,
        ),
        (
            32,
            {
                "X-Business-Use-Case-Usage": '{"1": [{"estimated_time_to_regain_access": 0}],'
                ' "2": [{"estimated_time_to_regain_access": 20000}]}'
            },
            24 * 60,
        ),
        (4, {"X-Business-Use-Case-Usage": "soon"}, 60),
        (4, {"X-Business-Use-Case-Usage": '{"1": [{"estimated_time_to_regain_access": -5}]}'}, 60),
        (4, {"Retry-After": "120"}, 2),
    ],
)
def test_a_full_allowance_names_the_time_to_wait_for(
    meta: Network, code: int, headers: dict[str, str], minutes: int
) -> None:
    meta.fail("answer", PUBLIC, headers=headers, **graph(code))
    error = outcome(page_at(meta), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_account
    assert error.again_at is not None
    assert abs(error.again_at - now() - timedelta(minutes=minutes)) < timedelta(seconds=60)


def test_a_busy_page_is_read_page_by_page(meta: Network) -> None:
    posting, sent_at = page_at(meta), now()
    first = posting.publish(message("Nomor 0"), Notebook())
    for number in range(1, 102):
        posting.publish(message(f"Nomor {number}"), Notebook())
    assert posting.look(trace(message("Nomor 0"), sent_at)).remote_id == first.remote_id


def test_a_post_that_is_not_shown_yet_is_found_as_a_duplicate(meta: Network) -> None:
    """Looked too early, sent again: Facebook says duplicate, and that is the proof."""
    sent, notebook, sent_at = message("Pengumuman"), Notebook(), now()
    meta.fail("drop", PUBLIC, accept=True)
    meta.set(visible_after=600)
    assert isinstance(outcome(page_at(meta), sent, notebook), Unconfirmed)
    with pytest.raises(NotFound):
        page_at(meta).look(trace(sent, sent_at))
    again = outcome(page_at(meta), sent, notebook)
    assert isinstance(again, Unconfirmed)
    assert again.reason is Reason.DUPLICATE
    meta.set(visible_after=0)
    assert page_at(meta).publish(sent, notebook).remote_id == meta.accepted("post")[0]["id"]
    assert len(meta.accepted("post")) == 1


def test_a_duplicate_of_something_else_is_refused(meta: Network) -> None:
    page_at(meta).publish(message("Sama"), Notebook())
    error = outcome(page_at(meta), message("Sama"), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.DUPLICATE


def test_a_lost_edit_is_looked_up(meta: Network) -> None:
    target = Remote(page_at(meta).publish(message("Pukul 8"), Notebook()).remote_id)
    right = message("Pukul 9")
    changed = Trace("k", Verb.EDIT, now(), right, target)
    with pytest.raises(NotFound):
        page_at(meta).look(changed)
    meta.fail("drop", "POST", accept=True)
    with pytest.raises(Unconfirmed):
        page_at(meta).edit(target, right, Notebook())
    assert page_at(meta).look(changed).remote_id == target.remote_id
    assert page_at(meta).edit(target, right, Notebook()).remote_id == target.remote_id


def test_a_lost_delete_is_looked_up(meta: Network) -> None:
    target = Remote(page_at(meta).publish(message("Salah"), Notebook()).remote_id)
    gone = Trace("k", Verb.DELETE, now(), None, target)
    with pytest.raises(NotFound):
        page_at(meta).look(gone)
    meta.fail("drop", "DELETE", accept=True)
    with pytest.raises(Unconfirmed):
        page_at(meta).delete(target, "k", Notebook())
    assert page_at(meta).look(gone).remote_id == target.remote_id
    assert page_at(meta).delete(target, "k", Notebook()).remote_id == target.remote_id
