"""What LinkedIn means by an answer that is not a success. Pure.

    {"message": "…", "code": "ACCESS_DENIED", "serviceErrorCode": 100, "status": 403}
    {"message": "…: Content is a duplicate of urn:li:share:72955…", "status": 422,
     "errorDetails": {"inputErrors": [{"code": "DUPLICATE_POST", "description": "…"}]}}

Microsoft Learn, "LinkedIn API error handling", "Rate limits", "Versioning" and "Posts API",
2026-05. A day of LinkedIn's ends at midnight UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from channels.answer import Answer, asked_wait, at, rows, unclear
from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused

Row = tuple[type[DeliveryError], Reason]

HOUR = timedelta(hours=1)
MOMENT = timedelta(minutes=15)  # a 429 without words protects their machines and passes
DUPLICATE = re.compile(r"duplicate of (urn:li:[A-Za-z]+:\d+)")

OUTDATED: Row = (NotSent, Reason.OUTDATED)
NO_PERMISSION: Row = (Disconnected, Reason.PERMISSION_MISSING)
BAD_MEDIA: Row = (Refused, Reason.BAD_MEDIA)
NOT_READY: Row = (NotSent, Reason.STILL_PROCESSING)

CODES: Mapping[str, Row] = {
    "NONEXISTENT_VERSION": OUTDATED,
    "VERSION_MISSING": OUTDATED,
    "FIELD_LENGTH_TOO_LONG": (Refused, Reason.TOO_LONG),
    "MEDIA_ASSET_PROCESSING_FAILED": BAD_MEDIA,
    "MEDIA_ASSET_WAITING_UPLOAD": NOT_READY,
    "EXPIRED_UPLOAD_URL": (NotSent, Reason.NETWORK_TROUBLE),
}
# Where only the sentence tells: part of it, in lower case.
SENTENCES: Mapping[str, Row] = {
    "not available for processing": NOT_READY,
    "exceeded the maximum length": (Refused, Reason.TOO_LONG),
}
STATUSES: Mapping[int, Row] = {
    401: (Disconnected, Reason.LOGIN_ENDED),
    403: NO_PERMISSION,
    404: (Refused, Reason.GONE),
    409: (NotSent, Reason.NETWORK_TROUBLE),  # two changes at once; ours was not made
    410: (Refused, Reason.GONE),
    413: BAD_MEDIA,
    415: BAD_MEDIA,
    426: OUTDATED,
}


class Duplicate(Refused):
    """LinkedIn has this text already. ``urn`` is the post that it names, "" if it names none."""

    def __init__(self, detail: str, urn: str) -> None:
        super().__init__(Reason.DUPLICATE, detail)
        self.urn = urn


def meaning(answer: Answer, now: datetime, *, repeatable: bool) -> DeliveryError:
    """The error for an answer that is not a success."""
    body = answer.json or {}
    codes, said = list(_codes(body)), str(body.get("message", ""))
    detail = answer.says(f"{' '.join(codes)} {said}")
    if answer.status == 429:
        return _wait(answer, said, detail, now)
    if not 400 <= answer.status < 500 or answer.status == 408:
        return unclear(detail, repeatable=repeatable)
    if answer.json is None and answer.status not in {401, 413, 415}:
        return NotSent(Reason.NETWORK_TROUBLE, detail)  # a gate before LinkedIn, not LinkedIn
    named = DUPLICATE.search(said)
    if named or "DUPLICATE_POST" in codes:
        return Duplicate(detail, named[1] if named else "")
    error, reason = _row(answer.status, codes, said.lower())
    if reason is Reason.OUTDATED:
        return NotSent(reason, detail, again_at=now + HOUR, whole_account=True, whole_app=True)
    return error(reason, detail)


def midnight(now: datetime) -> datetime:
    """When LinkedIn's next day begins; ``now`` is UTC."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _wait(answer: Answer, said: str, detail: str, now: datetime) -> NotSent:
    """An app and a member have so many calls a day, each."""
    asked = asked_wait(answer.headers, now)
    if answer.json is None:
        again_at = asked or now + MOMENT
        return NotSent(Reason.RATE_LIMITED, detail, again_at=again_at, whole_account=True)
    return NotSent(
        Reason.QUOTA_USED_UP,
        detail,
        again_at=asked or midnight(now),
        whole_account=True,
        whole_app="APPLICATION" in said and "MEMBER" not in said,
    )


def _row(status: int, codes: list[str], said: str) -> Row:
    for code in codes:
        if code in CODES:
            return CODES[code]
    for part, row in SENTENCES.items():
        if part in said:
            return row
    return STATUSES.get(status, (Refused, Reason.REFUSED))


def _codes(body: Mapping[str, Any]) -> Iterator[str]:
    yield str(body.get("code") or "")
    yield from (
        str(one["code"]) for one in rows(at(body, "errorDetails", "inputErrors")) if "code" in one
    )
