"""Mastodon over real HTTP: the transport, and a stub that is as strict as the documentation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.base import (
    Counting,
    DeliveryError,
    Disconnected,
    NotFound,
    NotSent,
    Outgoing,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.counting import count
from channels.guarded import Guard
from channels.http import Wire
from channels.mastodon.adapter import Mastodon
from channels.mastodon.login import Credentials
from channels.mastodon.meaning import free_again
from tests.channels.sending import (
    HURRIED,
    PATIENT,
    Notebook,
    jpeg,
    message,
    now,
    outcome,
    photo,
    trace,
    wire_to,
)
from tests.stubs.faults import EVERY_LOSS, HTML, QUICK_LOSS
from tests.stubs.running import Network

POST = r"POST /api/v1/statuses$"
PONTIANAK = Credentials("sosial.example", "2001-token")
CENTRE = Credentials("sosial.example", "3001-token")


def mastodon_at(
    network: Network, login: Credentials = PONTIANAK, timeout: timedelta = PATIENT
) -> Mastodon:
    return Mastodon(login, wire_to(("mastodon", network.url), timeout=timeout))


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


def test_checking_says_whose_account_it_is_and_on_which_server(mastodon: Network) -> None:
    profile = mastodon_at(mastodon).check()
    assert profile.remote_id == "2001@sosial.example"
    assert profile.handle == "akun_2001@sosial.example"
    assert profile.url == "https://sosial.example/@akun_2001"
    assert profile.name == "Akun 2001"


def test_checking_names_what_the_token_may_not_do(mastodon: Network) -> None:
    mastodon.set(scopes=["read", "write:statuses"])
    with pytest.raises(Disconnected) as caught:
        mastodon_at(mastodon).check()
    assert caught.value.reason is Reason.PERMISSION_MISSING
    assert caught.value.detail == "missing: write:media"


@pytest.mark.parametrize("scopes", [["read", "write"], ["read:accounts", "read:statuses", "write"]])
def test_a_wider_permission_contains_the_narrow_one(mastodon: Network, scopes: list[str]) -> None:
    mastodon.set(scopes=scopes)
    assert mastodon_at(mastodon).check().handle


@pytest.mark.parametrize("answer", [{"status": 404, "body": {"error": "Not Found"}}, {"body": {}}])
def test_a_server_that_does_not_tell_permissions_is_believed(
    mastodon: Network, answer: dict[str, Any]
) -> None:
    mastodon.fail("answer", "GET /api/v1/apps", **answer)
    assert mastodon_at(mastodon).check().handle


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 404, "body": HTML, "type": "text/html"},
        {"status": 404, "body": {"error": "Not Found"}},
        {"status": 200, "body": HTML, "type": "text/html"},
        {"status": 301, "headers": {"Location": "https://lain.example/"}},
    ],
    ids=["no page", "no such call", "a page", "moved"],
)
def test_an_address_of_something_else_is_named_as_such(
    mastodon: Network, answer: dict[str, Any]
) -> None:
    mastodon.fail("answer", "GET", **answer)
    with pytest.raises(Refused) as caught:
        mastodon_at(mastodon).check()
    assert caught.value.reason is Reason.WRONG_SERVER


def test_a_server_that_is_ill_is_not_called_a_wrong_one(mastodon: Network) -> None:
    mastodon.fail("answer", "GET", status=502, body=HTML, type="text/html")
    with pytest.raises(NotSent) as caught:
        mastodon_at(mastodon).check()
    assert caught.value.reason is Reason.NETWORK_TROUBLE


@pytest.mark.parametrize(
    "typed",
    [
        "sosial.example",
        " Sosial.Example/ ",
        "https://sosial.example",
        "http://sosial.example/",
        "https://sosial.example/@humas",
        "@humas@sosial.example",
        "humas@sosial.example",
    ],
)
def test_a_server_is_understood_however_it_is_typed(typed: str) -> None:
    assert Credentials(typed, "t").origin == "https://sosial.example"


@pytest.mark.parametrize(
    "typed", ["", "mastodon", "sosial.example/web", "2130706433", "127.1", "sosial example", "@"]
)
def test_what_is_no_server_is_explained_in_the_form(typed: str) -> None:
    with pytest.raises(ValueError, match="misalnya mastodon"):
        Credentials(typed, "t")


def test_a_server_inside_our_own_network_is_not_called() -> None:
    inwards = Wire(now=now, guard=Guard(resolve=lambda host, port: ["10.0.0.7"]))
    error = outcome(Mastodon(PONTIANAK, inwards), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.ADDRESS_REFUSED


@pytest.mark.parametrize("keeps_keys", [True, False])
@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_whatever_is_lost_there_is_one_post_in_the_end(
    mastodon: Network, loss: str, keeps_keys: bool
) -> None:
    """Unconfirmed, then looked for, then sent again only when it is certainly not there."""
    mastodon.set(keeps_keys=keeps_keys)
    sent, notebook, sent_at = message("Satu kali saja"), Notebook(), now()
    fault = EVERY_LOSS[loss]
    mastodon.fail(match=POST, **fault)
    hurried = mastodon_at(mastodon, timeout=HURRIED if fault["do"] == "hang" else PATIENT)
    error = outcome(hurried, sent, notebook)
    assert isinstance(error, Unconfirmed)
    assert error.reason in {Reason.LOST_ANSWER, Reason.UNREADABLE_ANSWER}
    patient, known = mastodon_at(mastodon), trace(sent, sent_at, notebook.noted)
    if fault.get("accept"):
        assert patient.look(known).remote_id == mastodon.accepted("post")[0]["id"]
    else:
        with pytest.raises(NotFound):
            patient.look(known)
        patient.publish(sent, notebook)
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


def said(status: int, sentence: str) -> dict[str, Any]:
    return {"status": status, "body": {"error": sentence}}


Row = tuple[dict[str, Any], type[DeliveryError], Reason]
ANSWERS: list[Row] = [
    (said(401, "The access token is invalid"), Disconnected, Reason.LOGIN_ENDED),
    (said(401, "The access token was revoked"), Disconnected, Reason.LOGIN_ENDED),
    (
        said(403, "This action is outside the authorized scopes"),
        Disconnected,
        Reason.PERMISSION_MISSING,
    ),
    (
        said(422, "This method requires an authenticated user"),
        Disconnected,
        Reason.PERMISSION_MISSING,
    ),
    (said(403, "Your login is currently disabled"), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (
        said(403, "Your login is missing a confirmed e-mail address"),
        Disconnected,
        Reason.ACCOUNT_RESTRICTED,
    ),
    (
        said(403, "Your login is currently pending approval"),
        Disconnected,
        Reason.ACCOUNT_RESTRICTED,
    ),
    (said(403, "This action is not allowed"), Refused, Reason.NOT_ALLOWED),
    (said(404, "Record not found"), Refused, Reason.GONE),
    (said(410, "Gone"), Refused, Reason.GONE),
    (
        said(422, "Validation failed: Text character limit of 500 exceeded"),
        Refused,
        Reason.TOO_LONG,
    ),
    (said(422, "Validation failed: Text can't be blank"), Refused, Reason.REFUSED),
    (said(422, "Cannot attach more than 4 files"), Refused, Reason.BAD_MEDIA),
    (
        said(422, "Media not found or already attached to another post"),
        Refused,
        Reason.BAD_MEDIA,
    ),
    (
        said(422, "Cannot attach files that have not finished processing. Try again in a moment!"),
        NotSent,
        Reason.STILL_PROCESSING,
    ),
    (said(429, "Too many requests"), NotSent, Reason.RATE_LIMITED),
    ({"status": 429, "body": HTML, "type": "text/html"}, NotSent, Reason.RATE_LIMITED),
    ({"status": 401, "body": HTML, "type": "text/html"}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 403, "body": HTML, "type": "text/html"}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 413, "body": HTML, "type": "text/html"}, Refused, Reason.BAD_MEDIA),
    ({"status": 422, "body": {"error": {"text": ["a"]}}}, Refused, Reason.REFUSED),
    (said(503, "There was a temporary problem"), Unconfirmed, Reason.UNREADABLE_ANSWER),
]


@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    ANSWERS,
    ids=[f"{row[0]['status']} {row[2]} {n}" for n, row in enumerate(ANSWERS)],
)
def test_each_answer_says_what_to_do_next(
    mastodon: Network, answer: dict[str, Any], error: type[DeliveryError], reason: Reason
) -> None:
    mastodon.fail("answer", POST, **answer)
    caught = outcome(mastodon_at(mastodon), message(), Notebook())
    assert type(caught) is error
    assert caught.reason is reason
    assert mastodon.accepted("post") == []


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 5),
        ({"X-RateLimit-Reset": 9}, 9),
        ({"X-RateLimit-Reset": "besok"}, 5),
        ({"X-RateLimit-Reset": -9}, 5),
        ({"X-RateLimit-Reset": "9999-12-31T23:59:59Z"}, 24 * 60),
        ({"X-RateLimit-Reset": "0001-01-01T00:00:00Z"}, 5),
        ({"Retry-After": "240"}, 4),
    ],
)
def test_a_full_allowance_names_the_time_to_wait_for(
    mastodon: Network, headers: dict[str, str | int], minutes: int
) -> None:
    """A number stands for the moment in so many minutes."""
    reset = {
        name: (now() + timedelta(minutes=value)).isoformat() if isinstance(value, int) else value
        for name, value in headers.items()
    }
    mastodon.fail("answer", POST, status=429, headers=reset, body={"error": "Too many requests"})
    error = outcome(mastodon_at(mastodon), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_account
    assert not error.whole_app
    assert error.again_at is not None
    assert abs(error.again_at - now() - timedelta(minutes=minutes)) < timedelta(seconds=90)


@pytest.mark.parametrize(
    ("date", "minutes"),
    [
        ("Mon, 01 Jan 2024 00:00:00 GMT", 7),
        ("Mon, 01 Jan 2024 00:00:00 -0000", 7),
        ("Mon, 01 Jan 2024 00:05:00 GMT", 2),
        ("Mon, 01 Jan 2024 00:08:00 GMT", 5),
        ("kemarin", 5),
    ],
)
def test_a_wrong_clock_on_the_server_does_not_make_us_wait(date: str, minutes: int) -> None:
    headers = {"X-RateLimit-Reset": "2024-01-01T00:07:00.000001Z", "date": date}
    waiting = free_again(headers, now()) - now()
    assert abs(waiting - timedelta(minutes=minutes)) < timedelta(seconds=5)


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


def test_the_longest_alternative_text_is_taken(mastodon: Network) -> None:
    longest = "a" * Mastodon.limits.alt
    mastodon_at(mastodon).publish(message("Foto", photo(alt=longest)), Notebook())
    assert mastodon.accepted("post")[0]["alts"] == [longest]


def test_too_many_uploads_wait_as_the_server_says(mastodon: Network) -> None:
    mastodon.fail("answer", "POST /api/v2/media", status=429, headers={"Retry-After": "1200"})
    error = outcome(mastodon_at(mastodon), message("Foto", photo()), Notebook())
    assert isinstance(error, NotSent)
    assert error.again_at is not None
    assert error.again_at - now() > timedelta(minutes=19)


LINK = "https://www.imigrasi.go.id/layanan/paspor?a=1&b=2"


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


TEXTS = [
    "Paspor & visa <baru>: lihat https://imigrasi.go.id/layanan?a=1&b=2.",
    f"Tautan panjang {LINK} di tengah",
    "Situs kami imigrasi.go.id, dan surel humas@imigrasi.go.id",
    "Baris satu\nbaris dua\n\nParagraf  dua\n\n\n\nTiga",
    "Bersama @pusat@lain.example dan @ptk #Imigrasi #PasporElektronik",
    "Selamat Hari Bhakti Imigrasi 🇮🇩 – “melayani” 'sepenuh' hati",
    "Cafe\u0301",
    "&amp; <p>apa</p> adanya",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("tells_source", [True, False])
def test_a_post_is_recognised_however_the_server_shows_it(
    mastodon: Network, text: str, tells_source: bool
) -> None:
    mastodon.set(tells_source=tells_source)
    sent, sent_at = message(text, photo()), now()
    receipt = mastodon_at(mastodon).publish(sent, Notebook())
    assert mastodon_at(mastodon).look(trace(sent, sent_at)) == receipt


def test_where_a_server_shows_a_text_changed_what_was_written_decides(mastodon: Network) -> None:
    sent, sent_at = message("**Penting**: loket tutup"), now()
    receipt = mastodon_at(mastodon).publish(sent, Notebook())
    shown = {
        "id": receipt.remote_id,
        "created_at": sent_at.isoformat(),
        "content": "<p><strong>Penting</strong>: loket tutup</p>",
        "media_attachments": [],
    }
    mastodon.fail("answer", r"GET .*accounts/\d+/statuses$", body=[shown])
    assert mastodon_at(mastodon).look(trace(sent, sent_at)).remote_id == receipt.remote_id


@pytest.mark.parametrize(
    "other",
    [
        message("Jadwal hari ini: https://imigrasi.go.id/selasa"),
        message("Jadwal hari ini: https://imigrasi.go.id/senin", photo()),
        message("Jadwal hari ini: https://imigrasi.go.id/senin!"),
    ],
    ids=["another link", "another picture", "another sign"],
)
def test_a_similar_post_is_not_taken_for_ours(mastodon: Network, other: Any) -> None:
    sent = message("Jadwal hari ini: https://imigrasi.go.id/senin")
    mastodon_at(mastodon).publish(other, Notebook())
    with pytest.raises(NotFound):
        mastodon_at(mastodon).look(trace(sent, now()))


def test_an_older_post_is_not_taken_for_ours(mastodon: Network) -> None:
    sent = message("Selamat pagi")
    mastodon_at(mastodon).publish(sent, Notebook())
    with pytest.raises(NotFound):
        mastodon_at(mastodon).look(trace(sent, now() + timedelta(minutes=3)))


def test_the_same_words_of_a_moment_ago_are_not_taken_for_ours(mastodon: Network) -> None:
    """No clock could tell them apart; what was the newest before does."""
    mastodon_at(mastodon).publish(Outgoing("pagi", "Selamat pagi"), Notebook())
    sent, notebook = Outgoing("siang", "Selamat pagi"), Notebook()
    mastodon.fail("drop", POST)
    outcome(mastodon_at(mastodon), sent, notebook)
    with pytest.raises(NotFound):
        mastodon_at(mastodon).look(trace(sent, now(), notebook.noted))


def test_a_wrong_clock_on_the_server_hides_nothing(mastodon: Network) -> None:
    mastodon_at(mastodon).publish(Outgoing("lama", "Kemarin"), Notebook())
    sent, notebook = message("Selamat pagi"), Notebook()
    receipt = mastodon_at(mastodon).publish(sent, notebook)
    wrong = now() + timedelta(hours=5)
    assert mastodon_at(mastodon).look(trace(sent, wrong, notebook.noted)) == receipt


def test_another_accounts_post_is_not_taken_for_ours(mastodon: Network) -> None:
    sent, sent_at = message("Selamat pagi"), now()
    mastodon_at(mastodon, CENTRE).publish(sent, Notebook())
    with pytest.raises(NotFound):
        mastodon_at(mastodon).look(trace(sent, sent_at))


def test_a_busy_timeline_is_read_page_by_page(mastodon: Network) -> None:
    posting, sent_at = mastodon_at(mastodon), now()
    first = posting.publish(Outgoing("0", "Nomor 0"), Notebook())
    for number in range(1, 42):
        posting.publish(Outgoing(str(number), f"Nomor {number}"), Notebook())
    mastodon.set(tells_source=False)
    assert posting.look(trace(message("Nomor 0"), sent_at)) == first


@pytest.mark.parametrize(
    "answer", [{"status": 429}, {"status": 503}, {"status": 200, "body": "{"}, {"status": 404}]
)
@pytest.mark.parametrize("match", ["GET", r"GET .*/statuses$"])
def test_a_look_that_cannot_see_says_so(
    mastodon: Network, answer: dict[str, Any], match: str
) -> None:
    mastodon.fail("answer", match, **answer)
    with pytest.raises(Unconfirmed):
        mastodon_at(mastodon).look(trace(message(), now()))


def test_a_look_that_is_locked_out_disconnects(mastodon: Network) -> None:
    mastodon.set(revoked=True)
    with pytest.raises(Disconnected):
        mastodon_at(mastodon).look(trace(message(), now()))


def test_a_process_that_slept_begins_nothing_that_changes_something(mastodon: Network) -> None:
    wire = replace(wire_to(("mastodon", mastodon.url)), may_send=lambda: False)
    channel = Mastodon(PONTIANAK, wire)
    assert isinstance(outcome(channel, message(), Notebook()), NotSent)
    assert mastodon.accepted() == []
    assert channel.check().handle, "reading harms nobody"


def published(mastodon: Network, sent: Outgoing) -> Remote:
    receipt = mastodon_at(mastodon).publish(sent, Notebook())
    return Remote(receipt.remote_id, receipt.url)


def settled(verb: Verb, target: Remote, sent: Outgoing | None = None) -> Trace:
    return Trace("k", verb, now(), sent, target)


def test_a_repost_is_made_once_and_seen(mastodon: Network) -> None:
    target = published(mastodon, message("Dari daerah"))
    centre, seen = mastodon_at(mastodon, CENTRE), settled(Verb.REPOST, target)
    with pytest.raises(NotFound):
        centre.look(seen)
    mastodon.fail("drop", "reblog", accept=True)
    with pytest.raises(Unconfirmed):
        centre.repost(target, "k", Notebook())
    assert centre.look(seen) == Receipt(target.remote_id, target.url)
    assert centre.repost(target, "k", Notebook()) == Receipt(target.remote_id, target.url)
    assert len(mastodon.accepted("repost")) == 1


def test_a_post_of_another_server_is_reposted_by_the_number_it_has_here(mastodon: Network) -> None:
    here = published(mastodon, message("Dari server lain"))
    away = Remote("7", "https://lain.example/@kanim/7")
    centre = mastodon_at(mastodon, CENTRE)
    mastodon.set(scopes=["read", "write"], known={away.url: here.remote_id})
    assert centre.repost(away, "k", Notebook()) == Receipt(here.remote_id, away.url)
    assert mastodon.accepted("repost")[0]["target"] == here.remote_id
    assert centre.look(settled(Verb.REPOST, away)) == Receipt(here.remote_id, away.url)


def test_a_post_this_server_has_not_heard_of_yet_is_tried_again(mastodon: Network) -> None:
    away = Remote("7", "https://lain.example/@kanim/7")
    with pytest.raises(NotSent) as caught:
        mastodon_at(mastodon, CENTRE).repost(away, "k", Notebook())
    assert caught.value.reason is Reason.STILL_PROCESSING


def test_reposting_what_is_gone_is_refused(mastodon: Network) -> None:
    with pytest.raises(Refused) as caught:
        mastodon_at(mastodon).repost(Remote("115000000000000999"), "k", Notebook())
    assert caught.value.reason is Reason.GONE


def test_a_repost_can_be_taken_back_and_the_original_stays(mastodon: Network) -> None:
    target = published(mastodon, message("Dari daerah"))
    centre = mastodon_at(mastodon, CENTRE)
    receipt = centre.repost(target, "k", Notebook())
    share = Remote(receipt.remote_id, receipt.url)
    with pytest.raises(NotFound):
        centre.look(settled(Verb.DELETE, share))
    for _ in range(2):  # twice does no harm
        assert centre.delete(share, "k", Notebook()) == receipt
    assert centre.look(settled(Verb.DELETE, share)) == receipt
    assert len(mastodon.accepted("unrepost")) == 1
    assert mastodon.accepted("delete") == []


def test_an_edit_changes_the_same_post_and_its_pictures(mastodon: Network) -> None:
    target = published(mastodon, message("Buka pukul 08.00", photo(alt="Jadwal lama")))
    better = message("Buka pukul 09.00", photo(alt="Jadwal baru"))
    changed = settled(Verb.EDIT, target, better)
    with pytest.raises(NotFound):
        mastodon_at(mastodon).look(changed)
    receipt = mastodon_at(mastodon).edit(target, better, Notebook())
    assert receipt == Receipt(target.remote_id, target.url)
    (edit,) = mastodon.accepted("edit")
    assert (edit["text"], edit["alts"]) == ("Buka pukul 09.00", ["Jadwal baru"])
    assert mastodon_at(mastodon).look(changed) == receipt
    assert len(mastodon.accepted("post")) == 1


@pytest.mark.parametrize("accept", [True, False])
def test_a_lost_edit_is_looked_up(mastodon: Network, accept: bool) -> None:
    """Also where only a picture is new, and the words are as they were."""
    target = published(mastodon, message("Jadwal", photo(alt="Lama")))
    better = message("Jadwal", photo(alt="Baru"))
    mastodon.fail("drop", "PUT", accept=accept)
    with pytest.raises(Unconfirmed):
        mastodon_at(mastodon).edit(target, better, Notebook())
    if accept:
        found = mastodon_at(mastodon).look(settled(Verb.EDIT, target, better))
        assert found.remote_id == target.remote_id
        return
    with pytest.raises(NotFound):
        mastodon_at(mastodon).look(settled(Verb.EDIT, target, better))


def test_editing_what_is_gone_is_refused(mastodon: Network) -> None:
    with pytest.raises(Refused) as caught:
        mastodon_at(mastodon).edit(Remote("115000000000000999"), message(), Notebook())
    assert caught.value.reason is Reason.GONE


def test_a_lost_delete_is_looked_up_and_may_be_repeated(mastodon: Network) -> None:
    target = published(mastodon, message("Salah"))
    gone = settled(Verb.DELETE, target)
    with pytest.raises(NotFound):
        mastodon_at(mastodon).look(gone)
    mastodon.fail("drop", "DELETE", accept=True)
    with pytest.raises(Unconfirmed):
        mastodon_at(mastodon).delete(target, "k", Notebook())
    assert mastodon_at(mastodon).look(gone).remote_id == target.remote_id
    assert mastodon_at(mastodon).delete(target, "k", Notebook()).remote_id == target.remote_id
    assert len(mastodon.accepted("delete")) == 1


def test_what_disappears_while_it_is_taken_down_is_down(mastodon: Network) -> None:
    target = published(mastodon, message("Salah"))
    mastodon.fail("answer", "DELETE", **said(404, "Record not found"))
    assert mastodon_at(mastodon).delete(target, "k", Notebook()).remote_id == target.remote_id
