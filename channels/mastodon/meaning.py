"""What a Mastodon server means by an answer that is not a success. Pure.

    {"error": "This action is outside the authorized scopes"}

Mastodon documentation, "Error" and "Rate limits", 2026-11: 401 no valid token, 403 not allowed,
404 and 410 not there, 422 not valid, 429 too many, 503 a temporary problem. Beyond the status only
the sentence tells, so every request asks for English.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from channels.answer import Answer, asked_wait, unclear
from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused
from channels.retry_after import LONGEST, said_at

NO_WORD = timedelta(minutes=5)  # most allowances are for five minutes

Row = tuple[type[DeliveryError], Reason]
# Part of the sentence, in lower case.
SENTENCES: Mapping[str, Row] = {
    "outside the authorized scopes": (Disconnected, Reason.PERMISSION_MISSING),
    "requires an authenticated user": (Disconnected, Reason.PERMISSION_MISSING),  # the app's token
    "login is currently disabled": (Disconnected, Reason.ACCOUNT_RESTRICTED),
    "missing a confirmed": (Disconnected, Reason.ACCOUNT_RESTRICTED),
    "pending approval": (Disconnected, Reason.ACCOUNT_RESTRICTED),
    "suspended": (Disconnected, Reason.ACCOUNT_RESTRICTED),
    "character limit": (Refused, Reason.TOO_LONG),
    "finished processing": (NotSent, Reason.STILL_PROCESSING),
    "cannot attach": (Refused, Reason.BAD_MEDIA),
    "media": (Refused, Reason.BAD_MEDIA),
}
STATUSES: Mapping[int, Row] = {
    401: (Disconnected, Reason.LOGIN_ENDED),
    403: (Refused, Reason.NOT_ALLOWED),
    404: (Refused, Reason.GONE),
    410: (Refused, Reason.GONE),
    413: (Refused, Reason.BAD_MEDIA),
}
# About a picture a "not valid" is the picture's fault, and one that is not there yet may come.
OF_MEDIA: Mapping[int, Row] = {
    404: (NotSent, Reason.STILL_PROCESSING),
    422: (Refused, Reason.BAD_MEDIA),
}


def meaning(
    answer: Answer, now: datetime, *, repeatable: bool, of_media: bool = False
) -> DeliveryError:
    """The error for an answer that is not a success."""
    said = (answer.json or {}).get("error")
    detail = answer.says(said if isinstance(said, str) else "")
    if answer.status == 429:
        until = free_again(answer.headers, now)
        return NotSent(Reason.RATE_LIMITED, detail, again_at=until, whole_account=True)
    if not 400 <= answer.status < 500 or answer.status == 408:
        return unclear(detail, repeatable=repeatable)
    if answer.json is None and answer.status != 413:
        return NotSent(Reason.NETWORK_TROUBLE, detail)  # a gate before the server, not the server
    error, reason = _row(answer.status, str(said).lower(), of_media=of_media)
    return error(reason, detail)


def is_another(answer: Answer | None) -> bool:
    """Whether what answered cannot be a Mastodon server: it does not know the first question."""
    if answer is None or answer.status >= 500 or answer.status in (408, 429):
        return False
    return answer.json is None or answer.status in (404, 410)


def free_again(headers: Mapping[str, str], now: datetime) -> datetime:
    """When a call is allowed again: ``X-RateLimit-Reset`` is a moment in ISO 8601.

    It is measured from the answer's own ``Date``, so the server's clock may be wrong.
    """
    until = _moment(headers.get("X-RateLimit-Reset", ""))
    if until is None:
        return asked_wait(headers, now) or now + NO_WORD
    base = said_at(headers) or now
    wait = until - (base if base.tzinfo else base.replace(tzinfo=UTC))
    return now + min(wait, LONGEST) if wait > timedelta(0) else now + NO_WORD


def _row(status: int, said: str, *, of_media: bool) -> Row:
    found = next((row for part, row in SENTENCES.items() if part in said), None)
    if found and (status == 422 or issubclass(found[0], Disconnected)):
        return found
    of_status = OF_MEDIA.get(status) if of_media else None
    return of_status or STATUSES.get(status) or (Refused, Reason.REFUSED)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
