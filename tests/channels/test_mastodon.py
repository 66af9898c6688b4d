"""Mastodon: what is published, once, whatever gets lost and however long ago."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.base import (
    Counting,
    NotFound,
    NotSent,
    Outgoing,
    Reason,
    Receipt,
    Refused,
    Unconfirmed,
)
from channels.counting import count
from channels.mastodon.adapter import Mastodon
from tests.channels.on_mastodon import LINK, PONTIANAK, POST, mastodon_at
from tests.channels.sending import (
    Notebook,
    jpeg,
    message,
    now,
    outcome,
    photo,
    trace,
    wire_to,
)
from tests.stubs.faults import QUICK_LOSS
from tests.stubs.running import Network


def later(network: Network, hours: int) -> Mastodon:
    """The account on a clock that is ahead, on a server that has forgotten its keys."""
    network.set(keeps_keys=False)
    wire = wire_to(("mastodon", network.url))
    return Mastodon(PONTIANAK, replace(wire, now=lambda: now() + timedelta(hours=hours)))


def test_a_post_with_pictures_arrives_whole(mastodon: Network) -> None:
    sent = message("Halo", photo(alt="Loket"), photo(alt=""))
    receipt = mastodon_at(mastodon).publish(sent, Notebook())
    (post,) = mastodon.accepted("post")
    assert receipt == Receipt(post["id"], f"https://sosial.example/@akun_2001/{post['id']}")
    assert (post["text"], post["alts"]) == ("Halo", ["Loket", ""])
    assert (post["visibility"], post["language"]) == ("public", "id")


def test_a_post_names_its_language(mastodon: Network) -> None:
    mastodon_at(mastodon).publish(Outgoing("k", "Hello", language="en"), Notebook())
    assert mastodon.accepted("post")[0]["language"] == "en"


@pytest.mark.parametrize("loss", QUICK_LOSS)
def test_whatever_is_lost_there_is_one_post_also_where_keys_are_not_kept(
    mastodon: Network, loss: str
) -> None:
    mastodon.set(keeps_keys=False)
    sent, notebook, sent_at = message("Satu kali saja"), Notebook(), now()
    mastodon.fail(match=POST, **QUICK_LOSS[loss])
    assert isinstance(outcome(mastodon_at(mastodon), sent, notebook), Unconfirmed)
    with suppress(NotFound):
        mastodon_at(mastodon).look(trace(sent, sent_at, notebook.noted))
        assert mastodon.accepted("post")
    if not mastodon.accepted("post"):
        mastodon_at(mastodon).publish(sent, notebook)
    assert len(mastodon.accepted("post")) == 1


def test_the_same_key_makes_one_post(mastodon: Network) -> None:
    """Also where the first one is not to be seen yet."""
    sent, notebook = message("Pengumuman"), Notebook()
    mastodon.set(visible_after=600)
    mastodon.fail("drop", POST, accept=True)
    assert isinstance(outcome(mastodon_at(mastodon), sent, notebook), Unconfirmed)
    receipt = mastodon_at(mastodon).publish(sent, notebook)
    (post,) = mastodon.accepted("post")
    assert receipt.remote_id == post["id"]


def test_another_key_makes_another_post(mastodon: Network) -> None:
    for key in ("a", "b"):
        mastodon_at(mastodon).publish(Outgoing(key, "Sama"), Notebook())
    assert len(mastodon.accepted("post")) == 2


def test_after_the_hour_an_earlier_attempt_is_looked_for_before_another_is_made(
    mastodon: Network,
) -> None:
    sent, notebook = message("Pengumuman"), Notebook()
    mastodon.fail("drop", POST, accept=True)
    assert isinstance(outcome(mastodon_at(mastodon), sent, notebook), Unconfirmed)
    receipt = later(mastodon, hours=2).publish(sent, notebook)
    (post,) = mastodon.accepted("post")
    assert receipt.remote_id == post["id"]


def test_after_the_hour_what_is_not_there_is_made(mastodon: Network) -> None:
    sent, notebook = message("Pengumuman"), Notebook()
    mastodon.fail("drop", POST)
    assert isinstance(outcome(mastodon_at(mastodon), sent, notebook), Unconfirmed)
    later(mastodon, hours=2).publish(sent, notebook)
    assert len(mastodon.accepted("post")) == 1


def test_after_the_hour_a_timeline_that_cannot_be_read_stops_the_attempt(
    mastodon: Network,
) -> None:
    sent, notebook = message("Pengumuman"), Notebook()
    mastodon.fail("drop", POST, accept=True)
    outcome(mastodon_at(mastodon), sent, notebook)
    mastodon.fail("answer", r"GET .*/statuses$", status=503)
    assert isinstance(outcome(later(mastodon, hours=2), sent, notebook), Unconfirmed)
    assert len(mastodon.accepted("post")) == 1


def test_the_newest_post_is_noted_before_anything_is_made_public(mastodon: Network) -> None:
    before = mastodon_at(mastodon).publish(message("Kemarin"), Notebook())
    notebook = Notebook()
    mastodon.fail("drop", POST)
    outcome(mastodon_at(mastodon), replace(message(), key="kunci-2"), notebook)
    assert notebook.noted["newest"] == before.remote_id


@pytest.mark.parametrize("loss", QUICK_LOSS)
def test_a_lost_upload_is_safe_to_repeat(mastodon: Network, loss: str) -> None:
    mastodon.fail(match="POST /api/v2/media", **QUICK_LOSS[loss])
    notebook = Notebook()
    assert isinstance(outcome(mastodon_at(mastodon), message("Foto", photo()), notebook), NotSent)
    mastodon_at(mastodon).publish(message("Foto", photo()), notebook)
    assert len(mastodon.accepted("post")) == 1


def test_a_picture_is_attached_only_when_it_is_ready(mastodon: Network) -> None:
    mastodon.set(processing=3)
    mastodon_at(mastodon).publish(message("Foto", photo(alt="Loket")), Notebook())
    assert mastodon.accepted("post")[0]["alts"] == ["Loket"]


def test_a_picture_that_takes_too_long_is_tried_again_later(mastodon: Network) -> None:
    mastodon.set(processing=50)
    error = outcome(mastodon_at(mastodon), message("Foto", photo()), Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.STILL_PROCESSING
    assert mastodon.accepted("post") == []


def test_a_picture_that_fails_while_it_is_processed_is_refused(mastodon: Network) -> None:
    mastodon.set(processing=2, bad_media=True)
    error = outcome(mastodon_at(mastodon), message("Foto", photo()), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.BAD_MEDIA


@pytest.mark.parametrize(
    "picture",
    [photo(data=b"not a picture"), photo(data=jpeg(kind="GIF")), photo(alt="a" * 1501)],
    ids=["no picture", "a GIF", "alt text too long"],
)
def test_a_picture_the_server_does_not_take_is_refused(mastodon: Network, picture: Any) -> None:
    error = outcome(mastodon_at(mastodon), message("Foto", picture), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.BAD_MEDIA


def test_lists_keep_the_point_of_a_photo_in_sight(mastodon: Network) -> None:
    shown = [replace(photo(), focus=point) for point in ((50, 50), (0, 100), (75, 0))]
    mastodon_at(mastodon).publish(message("Foto", *shown), Notebook())
    points = [media["focus"] for media in mastodon.accepted("media")]
    assert points == ["", "-1.00,-1.00", "0.50,1.00"]


def test_the_longest_alternative_text_is_taken(mastodon: Network) -> None:
    longest = "a" * Mastodon.limits.alt
    mastodon_at(mastodon).publish(message("Foto", photo(alt=longest)), Notebook())
    assert mastodon.accepted("post")[0]["alts"] == [longest]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a" * 500, True),
        ("a" * 501, False),
        ("a" * 476 + " " + LINK, True),
        ("a" * 477 + " " + LINK, False),
        ("a" * 493 + " @pusat@sosial.example", True),
        ("a" * 494 + " @pusat@sosial.example", False),
        ("👨‍👩‍👧‍👦" * 500, True),
        ("o\u0323\u0302" * 500, True),
    ],
)
def test_a_text_is_taken_up_to_the_limit(mastodon: Network, text: str, fits: bool) -> None:
    """And we count as the server does."""
    assert (count(text, Counting.FEDIVERSE) <= Mastodon.limits.text) == fits
    error = outcome(mastodon_at(mastodon), message(text), Notebook())
    assert (error is None) == fits
    if error:
        assert error.reason is Reason.TOO_LONG
