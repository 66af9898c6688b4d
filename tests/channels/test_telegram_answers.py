"""What Telegram says when it does not do what it is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused, Unconfirmed
from tests.channels.answers import Row, each_of, is_told
from tests.channels.on_telegram import PUBLIC_CALL, at, said
from tests.channels.sending import Notebook, message, now, outcome
from tests.stubs.faults import HTML
from tests.stubs.running import Network

ANSWERS: list[Row] = [
    (said(401, "Unauthorized"), Disconnected, Reason.LOGIN_ENDED),
    (said(404, "Not Found"), Disconnected, Reason.LOGIN_ENDED),
    (said(403, "Forbidden: bot was kicked from the channel chat"), Disconnected, Reason.NOT_ADMIN),
    (
        said(403, "Forbidden: bot is not a member of the channel chat"),
        Disconnected,
        Reason.NOT_ADMIN,
    ),
    (said(403, "Forbidden: something new"), Disconnected, Reason.NOT_ADMIN),
    (
        said(400, "Bad Request: need administrator rights in the channel chat"),
        Disconnected,
        Reason.NOT_ADMIN,
    ),
    (
        said(400, "Bad Request: not enough rights to send text messages to the chat"),
        Disconnected,
        Reason.NOT_ADMIN,
    ),
    (said(400, "Bad Request: have no rights to send a message"), Disconnected, Reason.NOT_ADMIN),
    (said(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), Disconnected, Reason.NOT_ADMIN),
    (said(400, "Bad Request: CHAT_ADMIN_REQUIRED"), Disconnected, Reason.NOT_ADMIN),
    (said(400, "Bad Request: chat not found"), Disconnected, Reason.NO_SUCH_ACCOUNT),
    (said(400, "Bad Request: CHANNEL_PRIVATE"), Disconnected, Reason.NO_SUCH_ACCOUNT),
    (said(400, "Bad Request: CHAT_RESTRICTED"), Disconnected, Reason.ACCOUNT_RESTRICTED),
    (
        said(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=-1009,
        ),
        Disconnected,
        Reason.NO_SUCH_ACCOUNT,
    ),
    (said(400, "Bad Request: message is too long"), Refused, Reason.TOO_LONG),
    (said(400, "Bad Request: message caption is too long"), Refused, Reason.TOO_LONG),
    (said(400, "Bad Request: MEDIA_CAPTION_TOO_LONG"), Refused, Reason.TOO_LONG),
    (said(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"), Refused, Reason.BAD_MEDIA),
    (said(400, "Bad Request: IMAGE_PROCESS_FAILED"), Refused, Reason.BAD_MEDIA),
    (said(400, "Bad Request: wrong file identifier/HTTP URL"), Refused, Reason.BAD_MEDIA),
    (said(413, "Request Entity Too Large"), Refused, Reason.BAD_MEDIA),
    (said(400, "Bad Request: message text is empty"), Refused, Reason.REFUSED),
    (said(400, "Bad Request: can't parse entities"), Refused, Reason.REFUSED),
    (said(400, "Bad Request: something new"), Refused, Reason.REFUSED),
    (said(429, "Too Many Requests: retry after 5", retry_after=5), NotSent, Reason.RATE_LIMITED),
    ({"status": 429, "body": HTML, "type": "text/html"}, NotSent, Reason.RATE_LIMITED),
    ({"status": 403, "body": HTML, "type": "text/html"}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 401, "body": HTML, "type": "text/html"}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 400, "body": {"error": "a gate"}}, NotSent, Reason.NETWORK_TROUBLE),
    (said(500, "Internal Server Error: restart"), Unconfirmed, Reason.UNREADABLE_ANSWER),
    (said(502, "Bad Gateway"), Unconfirmed, Reason.UNREADABLE_ANSWER),
    ({"status": 200, "body": {"ok": False}}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    (
        said(400, "Bad Request: chat not found") | {"status": 200},
        Disconnected,
        Reason.NO_SUCH_ACCOUNT,
    ),
]


@each_of(ANSWERS)
def test_each_answer_says_what_to_do_next(
    telegram: Network, answer: dict[str, Any], error: type[DeliveryError], reason: Reason
) -> None:
    telegram.fail("answer", PUBLIC_CALL, **answer)
    is_told(outcome(at(telegram), message(), Notebook()), error, reason)
    assert telegram.accepted("post") == []


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (said(429, "Too Many Requests: retry after 35", retry_after=35), 35),
        (said(429, "Too Many Requests", retry_after=10**30), 24 * 3600),
        (said(429, "Too Many Requests", retry_after=-(10**30)), 60),
        (said(429, "Too Many Requests", retry_after=0), 60),
        (said(429, "Too Many Requests") | {"headers": {"Retry-After": "90"}}, 90),
        ({"status": 429, "body": HTML, "type": "text/html"}, 60),
    ],
)
def test_a_bot_that_is_too_fast_waits_as_long_as_telegram_says(
    telegram: Network, answer: dict[str, Any], seconds: int
) -> None:
    telegram.fail("answer", PUBLIC_CALL, **answer)
    error = outcome(at(telegram), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_account
    assert error.again_at is not None
    assert abs(error.again_at - now() - timedelta(seconds=seconds)) < timedelta(seconds=20)


def test_a_channel_that_has_moved_names_its_new_number(telegram: Network) -> None:
    telegram.fail(
        "answer",
        PUBLIC_CALL,
        **said(400, "Bad Request: upgraded to a supergroup chat", migrate_to_chat_id=-1009000),
    )
    error = outcome(at(telegram), message(), Notebook())
    assert error is not None
    assert "-1009000" in error.detail
