"""Instagram over real HTTP: facebook-sdk, the transport, a strict stub that fetches pictures."""

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
from channels.instagram.adapter import Instagram
from channels.instagram.login import Credentials
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
from tests.stubs.faults import graph
from tests.stubs.pictures import Pictures
from tests.stubs.running import Network

USER = "17841400000000001"
PUBLISH = r"POST .*/media_publish$"
CONTAINER = r"POST .*/media$"

Draft = Callable[..., Outgoing]


def account_at(network: Network, timeout: timedelta = PATIENT, secret: str = "") -> Instagram:
    wire = wire_to(("meta", network.url), timeout=timeout)
    return Instagram(Credentials(USER, "token-of-the-page", secret), wire)


@pytest.mark.parametrize("pictures", [1, 2, 10])
def test_a_post_arrives_whole_and_is_found_again(
    meta: Network, draft: Draft, pictures: int
) -> None:
    sent, notebook, sent_at = draft("Buka – “Sabtu”.\n\n#imigrasi", pictures), Notebook(), now()
    receipt = account_at(meta).publish(sent, notebook)
    (post,) = meta.accepted("post")
    assert receipt.remote_id == post["id"]
    assert receipt.url == f"https://www.instagram.com/p/{post['id']}/"
    assert post["caption"] == sent.text
    assert post["alts"] == [image.alt for image in sent.images]
    assert account_at(meta).look(trace(sent, sent_at, notebook.noted)) == receipt


def test_checking_says_whose_account_it_is(meta: Network) -> None:
    profile = account_at(meta).check()
    assert (profile.remote_id, profile.handle) == (USER, f"akun_{USER}")


def test_an_app_that_demands_proof_gets_it(meta: Network, draft: Draft) -> None:
    meta.set(app_secret="rahasia-aplikasi")
    account_at(meta, secret="rahasia-aplikasi").publish(draft(), Notebook())
    assert len(meta.accepted("post")) == 1


def test_an_account_id_that_is_a_name_is_explained_in_the_form() -> None:
    with pytest.raises(ValueError, match="hanya berisi angka"):
        Credentials("imigrasi.pontianak", "token")


@pytest.mark.parametrize(
    ("number", "error", "reason"),
    [
        (2207001, NotSent, Reason.NETWORK_TROUBLE),
        (2207032, NotSent, Reason.NETWORK_TROUBLE),
        (2207053, NotSent, Reason.NETWORK_TROUBLE),
        (2207005, Refused, Reason.BAD_MEDIA),
        (2207052, NotSent, Reason.MEDIA_UNFETCHABLE),
        (2207999, Refused, Reason.BAD_MEDIA),
    ],
)
def test_a_container_that_failed_says_why(
    meta: Network, draft: Draft, number: int, error: type[DeliveryError], reason: Reason
) -> None:
    meta.set(container_status="ERROR", container_error=number)
    is_told(outcome(account_at(meta), draft(), Notebook()), error, reason)
    assert meta.accepted("post") == []


@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        (None, NotSent, Reason.MEDIA_UNFETCHABLE),
        (png(), Refused, Reason.BAD_MEDIA),
        (jpeg(1080, 1920), Refused, Reason.BAD_MEDIA),
        (b"<html>", Refused, Reason.BAD_MEDIA),
        (jpeg() + bytes(8_000_000), Refused, Reason.BAD_MEDIA),
    ],
    ids=["not there", "png", "too tall", "a page", "too large"],
)
def test_a_picture_that_instagram_cannot_take(
    meta: Network,
    gallery: Pictures,
    data: bytes | None,
    error: type[DeliveryError],
    reason: Reason,
) -> None:
    url = gallery.show("foto.jpg", data) if data else f"{gallery.url}/nowhere.jpg"
    caught = outcome(account_at(meta), message("Foto", photo(url)), Notebook())
    assert type(caught) is error
    assert caught.reason is reason
    assert meta.accepted() == []


@pytest.mark.parametrize(("pictures", "reason"), [(0, Reason.NEEDS_IMAGE), (11, Reason.BAD_MEDIA)])
def test_a_number_of_pictures_that_cannot_be(
    meta: Network, draft: Draft, pictures: int, reason: Reason
) -> None:
    error = outcome(account_at(meta), draft(pictures=pictures), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is reason


ANSWERS: list[Row] = [
    (graph(-2, 2207003), NotSent, Reason.MEDIA_UNFETCHABLE),
    (graph(-2, 2207020), NotSent, Reason.NETWORK_TROUBLE),
    (graph(-1, 2207001), NotSent, Reason.NETWORK_TROUBLE),
    (graph(-1, 2207032), NotSent, Reason.NETWORK_TROUBLE),
    (graph(-1, 2207053), NotSent, Reason.NETWORK_TROUBLE),
    (graph(4, 2207051), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (graph(9, 2207042), NotSent, Reason.QUOTA_USED_UP),
    (graph(9007, 2207027), NotSent, Reason.STILL_PROCESSING),
    (graph(24, 2207008), NotSent, Reason.STILL_PROCESSING),
    (graph(24, 2207006), NotSent, Reason.NETWORK_TROUBLE),
    (graph(25, 2207050), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (graph(100, 2207028), Refused, Reason.BAD_MEDIA),
    (graph(100, 2207040), Refused, Reason.REFUSED),
    (graph(36000, 2207004), Refused, Reason.BAD_MEDIA),
    (graph(36001, 2207005), Refused, Reason.BAD_MEDIA),
    (graph(36003, 2207009), Refused, Reason.BAD_MEDIA),
    (graph(36004, 2207010), Refused, Reason.TOO_LONG),
    (graph(9004, 2207052), NotSent, Reason.MEDIA_UNFETCHABLE),
    (graph(4), NotSent, Reason.RATE_LIMITED),
    (graph(190, 460), Disconnected, Reason.LOGIN_ENDED),
    (graph(10), Disconnected, Reason.PERMISSION_MISSING),
]


@pytest.mark.parametrize("step", [CONTAINER, PUBLISH], ids=["container", "publish"])
@each_of(ANSWERS)
def test_each_answer_says_what_to_do_next(
    meta: Network,
    draft: Draft,
    step: str,
    answer: dict[str, Any],
    error: type[DeliveryError],
    reason: Reason,
) -> None:
    meta.fail("answer", step, **answer)
    is_told(outcome(account_at(meta), draft(), Notebook()), error, reason)
    assert meta.accepted("post") == []


def test_a_lost_delete_is_looked_up(meta: Network, draft: Draft) -> None:
    receipt = account_at(meta).publish(draft(), Notebook())
    target = Remote(receipt.remote_id, receipt.url)
    gone = Trace("k", Verb.DELETE, now(), None, target)
    with pytest.raises(NotFound):
        account_at(meta).look(gone)
    meta.fail("drop", "DELETE", accept=True)
    with pytest.raises(Unconfirmed):
        account_at(meta).delete(target, "k", Notebook())
    assert account_at(meta).look(gone).remote_id == target.remote_id
    assert account_at(meta).delete(target, "k", Notebook()).remote_id == target.remote_id
