"""X over real HTTP: tweepy, the transport, and a stub that is as strict as the documentation."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from channels.base import (
    DeliveryError,
    Disconnected,
    NotFound,
    NotSent,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.x.adapter import X
from channels.x.login import Credentials
from tests.channels.answers import Row, each_of, is_told
from tests.channels.sending import PATIENT, Notebook, message, now, outcome, photo, trace, wire_to
from tests.stubs.faults import HTML
from tests.stubs.running import Network

POST = r"POST /2/tweets$"
TOKEN = Credentials(user_token="2001-token")
KEYS = Credentials("ck", "secret-of-ck", "2002-tok", "secret-of-2002-tok")
both_logins = pytest.mark.parametrize("login", [TOKEN, KEYS], ids=["token", "keys"])


def x_at(network: Network, login: Credentials = TOKEN, timeout: timedelta = PATIENT) -> X:
    return X(login, wire_to(("x", network.url), timeout=timeout))


@both_logins
def test_a_post_with_pictures_arrives_whole(x: Network, login: Credentials) -> None:
    receipt = x_at(x, login).publish(message("Halo", photo(alt="Loket"), photo()), Notebook())
    (post,) = x.accepted("post")
    assert receipt == Receipt(post["id"], f"https://x.com/i/web/status/{post['id']}")
    assert (post["text"], post["alts"]) == ("Halo", ["Loket", "Antrean di loket"])


@both_logins
def test_checking_says_whose_account_it_is(x: Network, login: Credentials) -> None:
    me = "2001" if login is TOKEN else "2002"
    profile = x_at(x, login).check()
    assert (profile.remote_id, profile.handle) == (me, f"akun_{me}")
    assert profile.url == f"https://x.com/akun_{me}"


def test_a_wrong_key_disconnects(x: Network) -> None:
    wrong = replace(KEYS, consumer_secret="not-the-secret")
    assert isinstance(outcome(x_at(x, wrong), message(), Notebook()), Disconnected)


def test_a_key_pasted_with_strange_characters_disconnects_instead_of_crashing(x: Network) -> None:
    strange = Credentials(user_token="2001-“token”\u200b")
    error = outcome(x_at(x, strange), message(), Notebook())
    assert isinstance(error, Disconnected)
    assert x.accepted() == []


@pytest.mark.parametrize(
    "given", [{}, {"consumer_key": "a", "consumer_secret": "b", "access_token": "c"}]
)
def test_half_a_login_is_explained_in_the_form(given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="Isi keempat kunci"):
        Credentials(**given)


def problem(status: int, detail: str = "", kind: str = "about:blank") -> dict[str, Any]:
    body = {"title": "Problem", "detail": detail, "type": kind, "status": status}
    return {"status": status, "body": body}


def legacy(status: int, code: int) -> dict[str, Any]:
    return {"status": status, "body": {"errors": [{"code": code, "message": "Said so."}]}}


X_PROBLEM = "https://api.x.com/2/problems/"
OLD_PROBLEM = "https://api.twitter.com/2/problems/"
ANSWERS: list[Row] = [
    (problem(401, "Unauthorized"), Disconnected, Reason.LOGIN_ENDED),
    ({"status": 401, "body": HTML, "type": "text/html"}, Disconnected, Reason.LOGIN_ENDED),
    (legacy(401, 32), Disconnected, Reason.LOGIN_ENDED),
    (legacy(401, 89), Disconnected, Reason.LOGIN_ENDED),
    (legacy(403, 64), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (legacy(403, 326), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (problem(403, "Your account is suspended"), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (legacy(403, 261), Disconnected, Reason.PERMISSION_MISSING),
    (problem(403, "", f"{X_PROBLEM}client-forbidden"), Disconnected, Reason.PERMISSION_MISSING),
    (problem(403, "", f"{OLD_PROBLEM}client-forbidden"), Disconnected, Reason.PERMISSION_MISSING),
    (problem(403, "", f"{X_PROBLEM}oauth1-permissions"), Disconnected, Reason.PERMISSION_MISSING),
    (problem(403, "Reply not allowed."), Refused, Reason.NOT_ALLOWED),
    (problem(403, "duplicate content."), Refused, Reason.DUPLICATE),
    (legacy(403, 187), Refused, Reason.DUPLICATE),
    (legacy(403, 186), Refused, Reason.TOO_LONG),
    (problem(400, "Your Tweet text is too long."), Refused, Reason.TOO_LONG),
    (problem(400, "Your media IDs are invalid."), Refused, Reason.BAD_MEDIA),
    (problem(400, "", f"{X_PROBLEM}disallowed-resource"), Refused, Reason.BAD_LINK),
    (problem(400, "", f"{X_PROBLEM}invalid-request"), Refused, Reason.REFUSED),
    (problem(402, "CreditsDepleted"), NotSent, Reason.OUT_OF_CREDIT),
    (problem(429, "", f"{X_PROBLEM}usage-capped"), NotSent, Reason.QUOTA_USED_UP),
    (problem(429, "Too Many Requests"), NotSent, Reason.RATE_LIMITED),
    ({"status": 429, "body": HTML, "type": "text/html"}, NotSent, Reason.RATE_LIMITED),
    ({"status": 403, "body": HTML, "type": "text/html"}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 413, "body": HTML, "type": "text/html"}, Refused, Reason.BAD_MEDIA),
    ({"status": 403, "body": "[1]"}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 400, "body": '{"errors": 5}'}, Refused, Reason.REFUSED),
]


@each_of(ANSWERS)
def test_each_answer_says_what_to_do_next(
    x: Network, answer: dict[str, Any], error: type[DeliveryError], reason: Reason
) -> None:
    x.fail("answer", POST, **answer)
    is_told(outcome(x_at(x), message(), Notebook()), error, reason)
    assert x.accepted("post") == []


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 15),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": 9}, 9),
        ({"x-rate-limit-reset": "besok"}, 15),
        ({"x-rate-limit-reset": -9}, 15),
        ({"x-rate-limit-reset": "9" * 5000}, 24 * 60),
        ({"x-rate-limit-reset": 10 * 24 * 60}, 24 * 60),
        ({"Retry-After": "240"}, 4),
        (
            {
                "x-rate-limit-remaining": "0",
                "x-rate-limit-reset": 9,
                "x-user-limit-24hour-remaining": "0",
                "x-user-limit-24hour-reset": 300,
            },
            300,
        ),
        (
            {
                "x-rate-limit-reset": 9,
                "x-app-limit-24hour-remaining": "0",
                "x-app-limit-24hour-reset": 400,
            },
            400,
        ),
    ],
)
def test_a_full_allowance_names_the_time_to_wait_for(
    x: Network, headers: dict[str, str | int], minutes: int
) -> None:
    """A number stands for the moment in so many minutes."""
    second = int(time.time())
    said = {n: str(second + v * 60) if isinstance(v, int) else v for n, v in headers.items()}
    x.fail("answer", POST, status=429, headers=said, body={"title": "Too Many Requests"})
    error = outcome(x_at(x), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_account
    assert error.again_at is not None
    assert abs(error.again_at - now() - timedelta(minutes=minutes)) < timedelta(seconds=90)
    assert error.whole_app == ("x-app-limit-24hour-remaining" in headers)


def test_a_picture_that_is_none_is_refused(x: Network) -> None:
    error = outcome(x_at(x), message("Foto", photo(data=b"not a picture")), Notebook())
    assert isinstance(error, Refused)


def test_a_text_that_is_too_long_is_refused(x: Network) -> None:
    error = outcome(x_at(x), message("a" * 281), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.TOO_LONG


TEXTS = [
    "Paspor & visa <baru>: lihat https://imigrasi.go.id/layanan?a=1&b=2.",
    "Situs kami imigrasi.go.id, dan https://www.imigrasi.go.id/",
    "Baris satu\n\nBaris  tiga",
    "Selamat Hari Bhakti Imigrasi 🇮🇩 – “melayani”",
    "Cafe\u0301",
    "&amp; apa adanya",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("pictures", [0, 2])
def test_a_post_is_recognised_however_x_changes_it(x: Network, text: str, pictures: int) -> None:
    sent, sent_at = message(text, *[photo()] * pictures), now()
    receipt = x_at(x).publish(sent, Notebook())
    assert x_at(x).look(trace(sent, sent_at)) == receipt


def test_a_busy_timeline_is_read_page_by_page(x: Network) -> None:
    posting, sent_at = x_at(x), now()
    first = posting.publish(message("Nomor 0"), Notebook())
    for number in range(1, 102):
        posting.publish(message(f"Nomor {number}"), Notebook())
    assert posting.look(trace(message("Nomor 0"), sent_at)) == first


def test_a_post_that_is_not_shown_yet_is_found_as_a_duplicate(x: Network) -> None:
    """Looked too early, sent again: X says duplicate, and that is the proof."""
    sent, notebook, sent_at = message("Pengumuman"), Notebook(), now()
    x.fail("drop", POST, accept=True)
    x.set(visible_after=600)
    assert isinstance(outcome(x_at(x), sent, notebook), Unconfirmed)
    with pytest.raises(NotFound):
        x_at(x).look(trace(sent, sent_at))
    again = outcome(x_at(x), sent, notebook)
    assert isinstance(again, Unconfirmed)
    assert again.reason is Reason.DUPLICATE
    x.set(visible_after=0)
    assert x_at(x).publish(sent, notebook).remote_id == x.accepted("post")[0]["id"]
    assert len(x.accepted("post")) == 1


def test_a_duplicate_of_something_else_is_refused(x: Network) -> None:
    x_at(x).publish(message("Sama"), Notebook())
    error = outcome(x_at(x), message("Sama"), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.DUPLICATE


def test_the_first_attempt_is_noted_before_anything_is_sent(x: Network) -> None:
    notebook = Notebook()
    x.fail("drop", POST)
    outcome(x_at(x), message(), notebook)
    noted = datetime.fromisoformat(notebook.noted["first_sent_at"])
    assert abs(noted - now()) < timedelta(seconds=60)


@both_logins
def test_a_repost_is_made_once_and_seen(x: Network, login: Credentials) -> None:
    theirs = x_at(x, TOKEN).publish(message("Dari pusat"), Notebook())
    target = Remote(theirs.remote_id)
    seen = Trace("k", Verb.REPOST, now(), None, target)
    with pytest.raises(NotFound):
        x_at(x, login).look(seen)
    x.fail("drop", "retweets", accept=True)
    with pytest.raises(Unconfirmed):
        x_at(x, login).repost(target, "k", Notebook())
    assert x_at(x, login).look(seen).remote_id == target.remote_id
    x_at(x, login).repost(target, "k", Notebook())
    assert len(x.accepted("repost")) == 1


def test_reposting_what_is_gone_is_refused(x: Network) -> None:
    with pytest.raises(Refused) as caught:
        x_at(x).repost(Remote("1990000000000000999"), "k", Notebook())
    assert caught.value.reason is Reason.GONE


def test_a_lost_delete_is_looked_up(x: Network) -> None:
    receipt = x_at(x).publish(message("Salah"), Notebook())
    target = Remote(receipt.remote_id)
    gone = Trace("k", Verb.DELETE, now(), None, target)
    with pytest.raises(NotFound):
        x_at(x).look(gone)
    x.fail("drop", "DELETE", accept=True)
    with pytest.raises(Unconfirmed):
        x_at(x).delete(target, "k", Notebook())
    assert x_at(x).look(gone).remote_id == target.remote_id
    assert x_at(x).delete(target, "k", Notebook()).remote_id == target.remote_id, "gone is down"
    assert len(x.accepted("delete")) == 1
