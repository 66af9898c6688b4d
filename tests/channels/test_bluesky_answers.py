"""Each answer of a PDS, and what to do next."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.base import (
    DeliveryError,
    Disconnected,
    NotSent,
    Reason,
    Refused,
    Unconfirmed,
)
from channels.bluesky.meaning import free_again
from tests.channels.answers import Row, each_of, is_told
from tests.channels.on_bluesky import PAGE, PUT, at, said
from tests.channels.sending import (
    Notebook,
    message,
    now,
    outcome,
)
from tests.stubs.running import Network


def invalid(fault: str) -> dict[str, Any]:
    return said(400, "InvalidRequest", f"Invalid app.bsky.feed.post record: {fault}")


ANSWERS: list[Row] = [
    (invalid("grapheme too big (maximum 300, got 301) at $.record.text"), Refused, Reason.TOO_LONG),
    (invalid("string too big (maximum 3000) at $.record.text"), Refused, Reason.TOO_LONG),
    (invalid("Record/text must not be longer than 300 graphemes"), Refused, Reason.TOO_LONG),
    (invalid("array too big (maximum 4) at $.record.embed.images"), Refused, Reason.BAD_MEDIA),
    (invalid("blob too big (maximum 1000000)"), Refused, Reason.BAD_MEDIA),
    (invalid("invalid uri at $.record.facets[0].features[0].uri"), Refused, Reason.BAD_LINK),
    (said(400, "InvalidRequest", "Something else"), Refused, Reason.REFUSED),
    (said(400, "InvalidMimeType"), Refused, Reason.BAD_MEDIA),
    (said(400, "BlobTooLarge"), Refused, Reason.BAD_MEDIA),
    (said(400, "BlobNotFound", "Could not find blob"), NotSent, Reason.NETWORK_TROUBLE),
    (said(413, "PayloadTooLarge"), Refused, Reason.BAD_MEDIA),
    ({"status": 413, **PAGE}, Refused, Reason.BAD_MEDIA),
    (said(401, "AccountTakedown"), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (said(400, "AccountTakedown"), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (said(400, "AccountDeactivated"), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (said(403, "AccountNotFound"), Disconnected, Reason.NO_SUCH_ACCOUNT),
    (said(403, "Forbidden"), Refused, Reason.NOT_ALLOWED),
    ({"status": 403, **PAGE}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 404, **PAGE}, NotSent, Reason.NETWORK_TROUBLE),
    (said(409, "ConcurrentWrites"), NotSent, Reason.NETWORK_TROUBLE),
    (said(429, "RateLimitExceeded"), NotSent, Reason.RATE_LIMITED),
    ({"status": 429, **PAGE}, NotSent, Reason.RATE_LIMITED),
    (said(500, "InternalServerError"), Unconfirmed, Reason.UNREADABLE_ANSWER),
    (said(502, "UpstreamFailure"), Unconfirmed, Reason.UNREADABLE_ANSWER),
    ({"status": 502, **PAGE}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    ({"status": 503, "body": ""}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    ({"status": 400, "body": "[1]"}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 400, "body": {"error": 5, "message": {}}}, Refused, Reason.REFUSED),
]


@each_of(ANSWERS)
def test_each_answer_says_what_to_do_next(
    bluesky: Network, answer: dict[str, Any], error: type[DeliveryError], reason: Reason
) -> None:
    bluesky.fail("answer", PUT, **answer)
    is_told(outcome(at(bluesky), message(), Notebook()), error, reason)
    assert bluesky.accepted("post") == []


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 300),
        ({"ratelimit-reset": 540}, 541),
        ({"ratelimit-reset": "besok"}, 300),
        ({"ratelimit-reset": -9}, 300),
        ({"ratelimit-reset": "9" * 5000}, 24 * 3600),
        ({"Retry-After": "240"}, 240),
        ({"ratelimit-reset": 100, "ratelimit-policy": "5000;w=3600"}, 101),
        ({"ratelimit-reset": 100, "ratelimit-policy": "3000;w=300"}, 101),
    ],
)
def test_a_full_allowance_names_the_time_to_wait_for(
    bluesky: Network, headers: dict[str, str | int], seconds: int
) -> None:
    """A number stands for the moment in so many seconds."""
    second = int(time.time())
    given = {n: str(second + v) if isinstance(v, int) else v for n, v in headers.items()}
    bluesky.fail("answer", PUT, **said(429, "RateLimitExceeded", **given))
    error = outcome(at(bluesky), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_account
    assert error.again_at is not None
    assert abs(error.again_at - now() - timedelta(seconds=seconds)) < timedelta(seconds=10)
    assert error.whole_app == (headers.get("ratelimit-policy") == "3000;w=300")


def test_the_reset_is_rounded_down_so_a_second_is_added() -> None:
    moment = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
    headers = {"ratelimit-reset": str(int(moment.timestamp()) + 60)}
    assert free_again(headers, moment) == moment + timedelta(seconds=61)
