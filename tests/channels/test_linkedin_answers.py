"""What LinkedIn says when it does not do what it is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.base import (
    DeliveryError,
    Disconnected,
    NotSent,
    Reason,
    Refused,
    Remote,
    Unconfirmed,
)
from channels.linkedin.adapter import LinkedIn
from channels.linkedin.meaning import midnight
from tests.channels.answers import Row, each_of, is_told
from tests.channels.on_linkedin import PAGE, POST, page_at, said
from tests.channels.sending import (
    Notebook,
    message,
    now,
    outcome,
)
from tests.stubs.running import Network

ANSWERS: list[Row] = [
    (said(401, "EXPIRED_ACCESS_TOKEN"), Disconnected, Reason.LOGIN_ENDED),
    (said(401, "REVOKED_ACCESS_TOKEN"), Disconnected, Reason.LOGIN_ENDED),
    ({"status": 401, **PAGE}, Disconnected, Reason.LOGIN_ENDED),
    (said(403, "ACCESS_DENIED"), Disconnected, Reason.PERMISSION_MISSING),
    ({"status": 403, **PAGE}, NotSent, Reason.NETWORK_TROUBLE),
    (said(400, "NONEXISTENT_VERSION"), NotSent, Reason.OUTDATED),
    (said(426, "NONEXISTENT_VERSION"), NotSent, Reason.OUTDATED),
    (said(400, "VERSION_MISSING"), NotSent, Reason.OUTDATED),
    (said(400, "FIELD_LENGTH_TOO_LONG"), Refused, Reason.TOO_LONG),
    (said(400, "MEDIA_ASSET_PROCESSING_FAILED"), Refused, Reason.BAD_MEDIA),
    (said(400, "MEDIA_ASSET_WAITING_UPLOAD"), NotSent, Reason.STILL_PROCESSING),
    (said(400, text="Media not available for processing"), NotSent, Reason.STILL_PROCESSING),
    (said(400, "INVALID_VALUE_FOR_FIELD"), Refused, Reason.REFUSED),
    (said(409, "CONFLICT"), NotSent, Reason.NETWORK_TROUBLE),
    (said(413), Refused, Reason.BAD_MEDIA),
    (said(422, "UNPROCESSABLE_ENTITY"), Refused, Reason.REFUSED),
    (said(429), NotSent, Reason.QUOTA_USED_UP),
    ({"status": 429, **PAGE}, NotSent, Reason.RATE_LIMITED),
    (said(500), Unconfirmed, Reason.UNREADABLE_ANSWER),
]


@each_of(ANSWERS)
def test_each_answer_says_what_to_do_next(
    linkedin: Network, answer: dict[str, Any], error: type[DeliveryError], reason: Reason
) -> None:
    linkedin.fail("answer", POST, **answer)
    is_told(outcome(page_at(linkedin), message(), Notebook()), error, reason)
    assert linkedin.accepted("post") == []


@pytest.mark.parametrize(
    ("text", "headers", "whole_app"),
    [
        ("Resource level throttle APPLICATION DAY limit is reached.", {}, True),
        ("Resource level throttle APPLICATION_AND_MEMBER DAY limit is reached.", {}, False),
        ("Resource level throttle limit for calls to this resource is reached.", {}, False),
    ],
)
def test_a_day_of_calls_ends_at_midnight_utc(
    linkedin: Network, text: str, headers: dict[str, str], whole_app: bool
) -> None:
    linkedin.fail("answer", POST, **said(429, "TOO_MANY_REQUESTS", text, headers=headers))
    error = outcome(page_at(linkedin), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.again_at in {midnight(now()), midnight(now() - timedelta(seconds=30))}
    assert error.whole_account
    assert error.whole_app is whole_app


def test_midnight_is_the_next_one() -> None:
    late = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert midnight(late) == datetime(2027, 1, 1, tzinfo=UTC)
    assert midnight(datetime(2027, 1, 1, tzinfo=UTC)) == datetime(2027, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "minutes"),
    [({"status": 429, **PAGE}, 15), (said(429, headers={"Retry-After": "120"}), 2)],
)
def test_another_limit_passes_sooner(
    linkedin: Network, answer: dict[str, Any], minutes: int
) -> None:
    linkedin.fail("answer", POST, **answer)
    error = outcome(page_at(linkedin), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.again_at is not None
    assert abs(error.again_at - now() - timedelta(minutes=minutes)) < timedelta(seconds=30)


def test_a_version_that_is_served_no_more_stops_the_whole_app(linkedin: Network) -> None:
    linkedin.fail("answer", POST, **said(426, "NONEXISTENT_VERSION"))
    error = outcome(page_at(linkedin), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_app
    assert error.again_at


CHANGES: list[Callable[[LinkedIn, Remote], object]] = [
    lambda page, target: page.edit(target, message("Baru"), Notebook()),
    lambda page, target: page.delete(target, "k", Notebook()),
]


@pytest.mark.parametrize("change", CHANGES, ids=["edit", "delete"])
def test_a_success_that_is_not_linkedins_is_not_believed(
    linkedin: Network, change: Callable[[LinkedIn, Remote], object]
) -> None:
    """A captive portal answers 200 to everything."""
    target = Remote(page_at(linkedin).publish(message(), Notebook()).remote_id)
    linkedin.fail("answer", r"(POST|DELETE) /rest/posts/", **PAGE)
    with pytest.raises(Unconfirmed):
        change(page_at(linkedin), target)
