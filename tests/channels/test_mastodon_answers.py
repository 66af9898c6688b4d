"""What a Mastodon server says when it does not do what it is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused, Unconfirmed
from channels.mastodon.meaning import free_again
from tests.channels.answers import Row, each_of, is_told
from tests.channels.on_mastodon import POST, mastodon_at, said
from tests.channels.sending import Notebook, message, now, outcome, photo
from tests.stubs.faults import HTML
from tests.stubs.running import Network

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


@each_of(ANSWERS)
def test_each_answer_says_what_to_do_next(
    mastodon: Network, answer: dict[str, Any], error: type[DeliveryError], reason: Reason
) -> None:
    mastodon.fail("answer", POST, **answer)
    is_told(outcome(mastodon_at(mastodon), message(), Notebook()), error, reason)
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


def test_too_many_uploads_wait_as_the_server_says(mastodon: Network) -> None:
    mastodon.fail("answer", "POST /api/v2/media", status=429, headers={"Retry-After": "1200"})
    error = outcome(mastodon_at(mastodon), message("Foto", photo()), Notebook())
    assert isinstance(error, NotSent)
    assert error.again_at is not None
    assert error.again_at - now() > timedelta(minutes=19)
