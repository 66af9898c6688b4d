"""What Telegram means by an answer that is not a success. Pure.

    {"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 5",
     "parameters": {"retry_after": 5}}

https://core.telegram.org/bots/api#making-requests and #responseparameters, Bot API 10.1. The
documentation lists no descriptions and says that they may change; these are the ones that the
official server (github.com/tdlib/telegram-bot-api) and Telegram itself are known to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from channels.answer import Answer, asked_wait, at, unclear, within
from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused

NO_WORD = timedelta(minutes=1)  # limits are counted by the second and by the minute
Row = tuple[type[DeliveryError], Reason]

LOGGED_OUT: Row = (Disconnected, Reason.LOGIN_ENDED)
NOT_ADMIN: Row = (Disconnected, Reason.NOT_ADMIN)
NOWHERE: Row = (Disconnected, Reason.NO_SUCH_ACCOUNT)
GONE: Row = (Refused, Reason.GONE)
BAD_MEDIA: Row = (Refused, Reason.BAD_MEDIA)
NOT_ALLOWED: Row = (Refused, Reason.NOT_ALLOWED)

# Part of the description, in lower case; the first that fits counts.
SENTENCES: Mapping[str, Row] = {
    "message is not modified": (Refused, Reason.DUPLICATE),
    "message to edit not found": GONE,
    "message to delete not found": GONE,
    "message to forward not found": GONE,
    "message_id_invalid": GONE,
    "message can't be": NOT_ALLOWED,  # edited, deleted (after 48 hours), forwarded
    "message_delete_forbidden": NOT_ALLOWED,
    "message_author_required": NOT_ALLOWED,
    "protected content": NOT_ALLOWED,
    "chat_forwards_restricted": NOT_ALLOWED,
    "there is no text in the message": NOT_ALLOWED,
    "there is no caption in the message": NOT_ALLOWED,
    "too long": (Refused, Reason.TOO_LONG),
    "too_long": (Refused, Reason.TOO_LONG),
    "photo_": BAD_MEDIA,  # PHOTO_INVALID_DIMENSIONS, PHOTO_EXT_INVALID…
    "image_process_failed": BAD_MEDIA,
    "media_invalid": BAD_MEDIA,
    "wrong file": BAD_MEDIA,
    "file must be non-empty": BAD_MEDIA,
    "file is too big": BAD_MEDIA,
    "entity too large": BAD_MEDIA,
    "upgraded to a supergroup": NOWHERE,
    "chat not found": NOWHERE,
    "channel_private": NOWHERE,
    "channel_invalid": NOWHERE,
    "peer_id_invalid": NOWHERE,
    "chat_restricted": (Disconnected, Reason.ACCOUNT_RESTRICTED),
    "administrator rights": NOT_ADMIN,
    "not enough rights": NOT_ADMIN,
    "have no rights": NOT_ADMIN,
    "chat_write_forbidden": NOT_ADMIN,
    "chat_admin_required": NOT_ADMIN,
    "not a member": NOT_ADMIN,
    "bot was kicked": NOT_ADMIN,
    "member list is inaccessible": NOT_ADMIN,
    "user not found": NOT_ADMIN,  # of a member: the bot itself is not in the channel
    "participant_id_invalid": NOT_ADMIN,
}
CODES: Mapping[int, Row] = {
    401: LOGGED_OUT,
    403: NOT_ADMIN,
    404: LOGGED_OUT,  # what does not even look like a token
    413: BAD_MEDIA,
}


def meaning(answer: Answer, now: datetime, *, repeatable: bool) -> DeliveryError:
    """The error for an answer that is not a success."""
    body = answer.json or {}
    ours = body.get("ok") is False
    described = body.get("description") if ours else None
    said = described if isinstance(described, str) else ""
    code = _code(answer, body) if ours else answer.status
    detail = answer.says(f"{said}{_moved(body)}")
    if code in (420, 429):
        return _wait(answer, detail, now)
    if not 400 <= code < 500 or code == 408:
        return unclear(detail, repeatable=repeatable)
    if not ours:
        return NotSent(Reason.NETWORK_TROUBLE, detail)  # a gate before Telegram, not Telegram
    error, reason = _row(code, said.lower())
    return error(reason, detail)


def _code(answer: Answer, body: Mapping[str, Any]) -> int:
    """Telegram says it twice; where a gate has made a success of it, the body is right."""
    code = body.get("error_code")
    return code if answer.ok and isinstance(code, int) else answer.status


def _wait(answer: Answer, detail: str, now: datetime) -> NotSent:
    """The whole account waits: Telegram does not say whether the channel or the bot is too fast."""
    seconds = at(answer.json, "parameters", "retry_after")
    wished = _after(seconds, now) if isinstance(seconds, int) else asked_wait(answer.headers, now)
    again = wished or now + NO_WORD
    return NotSent(Reason.RATE_LIMITED, detail, again_at=again, whole_account=True)


def _after(seconds: int, now: datetime) -> datetime | None:
    return within(now + timedelta(seconds=min(max(seconds, 0), 10**6)), now)


def _moved(body: Mapping[str, Any]) -> str:
    moved = at(body, "parameters", "migrate_to_chat_id")
    return f" (now {moved})" if isinstance(moved, int) else ""


def _row(code: int, said: str) -> Row:
    found = next((row for part, row in SENTENCES.items() if part in said), None)
    if code in (401, 404) or found is None:
        return CODES.get(code, (Refused, Reason.REFUSED))
    return found
