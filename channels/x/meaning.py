"""What X means by an answer that is not a success. Pure.

Problem types and limits: X API documentation, "Response codes & errors" and "Rate limits", and
OpenAPI 2.167 (2026-07-21). A body comes in one of three forms:

    {"title": "Forbidden", "detail": "…", "type": "https://api.x.com/2/problems/…", "status": 403}
    {"errors": [{"message": "…", "parameters": {…}}], "title": "Invalid Request", …}
    {"errors": [{"code": 187, "message": "…"}]}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from channels.answer import Answer, asked_wait, at_second, rows, unclear
from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused

NO_WORD = timedelta(minutes=15)  # X counts in windows of 15 minutes
NO_MONEY = timedelta(hours=1)  # until someone may have topped up
# The daily limits first: with one of them used up, the reset of the window means nothing.
APP_WINDOW = "x-app-limit-24hour"
WINDOWS = ("x-user-limit-24hour", APP_WINDOW, "x-rate-limit")

# The last part of a problem's "type".
PROBLEMS: Mapping[str, tuple[type[DeliveryError], Reason]] = {
    "client-forbidden": (Disconnected, Reason.PERMISSION_MISSING),
    "client-not-enrolled": (Disconnected, Reason.PERMISSION_MISSING),
    "oauth1-permissions": (Disconnected, Reason.PERMISSION_MISSING),
    "unsupported-authentication": (Disconnected, Reason.PERMISSION_MISSING),
    "not-authorized-for-resource": (Refused, Reason.NOT_ALLOWED),
    "disallowed-resource": (Refused, Reason.BAD_LINK),
    "resource-not-found": (Refused, Reason.GONE),
    "resource-unavailable": (Refused, Reason.GONE),
}
# The numbers of API 1.1, which some answers still carry.
CODES: Mapping[int, tuple[type[DeliveryError], Reason]] = {
    32: (Disconnected, Reason.LOGIN_ENDED),
    64: (Disconnected, Reason.ACCOUNT_RESTRICTED),  # suspended
    89: (Disconnected, Reason.LOGIN_ENDED),
    144: (Refused, Reason.GONE),
    186: (Refused, Reason.TOO_LONG),
    187: (Refused, Reason.DUPLICATE),
    261: (Disconnected, Reason.PERMISSION_MISSING),  # the app may only read
    324: (Refused, Reason.BAD_MEDIA),
    326: (Disconnected, Reason.ACCOUNT_RESTRICTED),  # locked until someone signs in at x.com
}
# Where only the sentence tells: part of it, in lower case.
SENTENCES: Mapping[str, tuple[type[DeliveryError], Reason]] = {
    "duplicate content": (Refused, Reason.DUPLICATE),
    "is too long": (Refused, Reason.TOO_LONG),
    "media ids are invalid": (Refused, Reason.BAD_MEDIA),
    "is suspended": (Disconnected, Reason.ACCOUNT_RESTRICTED),
    "temporarily locked": (Disconnected, Reason.ACCOUNT_RESTRICTED),
    "oauth1 app permissions": (Disconnected, Reason.PERMISSION_MISSING),
}
OTHER = (Refused, Reason.REFUSED)
STATUSES: Mapping[int, tuple[type[DeliveryError], Reason]] = {
    401: (Disconnected, Reason.LOGIN_ENDED),
    403: (Refused, Reason.NOT_ALLOWED),
    404: (Refused, Reason.GONE),
    413: (Refused, Reason.BAD_MEDIA),
}


def meaning(answer: Answer, now: datetime, *, repeatable: bool) -> DeliveryError:
    """The error for an answer that is not a success."""
    body = answer.json or {}
    detail = answer.says(" ".join(_sentences(body)))
    if answer.status in (402, 429):
        return _wait(answer, body, detail, now)
    if not 400 <= answer.status < 500 or answer.status == 408:
        return unclear(detail, repeatable=repeatable)
    if answer.json is None and answer.status not in (401, 413):
        return NotSent(Reason.NETWORK_TROUBLE, detail)  # a gate before X, not X
    error, reason = _row(answer.status, body)
    return error(reason, detail)


def _wait(answer: Answer, body: Mapping[str, Any], detail: str, now: datetime) -> NotSent:
    if answer.status == 402:
        reason, until = Reason.OUT_OF_CREDIT, now + NO_MONEY
    elif _type(body) == "usage-capped":
        reason, until = Reason.QUOTA_USED_UP, now + NO_MONEY
    else:
        reason, until = Reason.RATE_LIMITED, free_again(answer.headers, now)
    whole_app = reason is not Reason.RATE_LIMITED or is_used_up(answer.headers, APP_WINDOW)
    return NotSent(reason, detail, again_at=until, whole_account=True, whole_app=whole_app)


def missing_ids(body: Mapping[str, Any]) -> list[str]:
    """Of what was asked for by its id, what X says is not there."""
    return [
        str(error.get("resource_id") or error.get("value"))
        for error in _errors(body)
        if _type(error) == "resource-not-found"
    ]


def is_missing(body: Mapping[str, Any]) -> bool:
    """Whether a success has only to say that what was asked for is not there."""
    kinds = {_type(error) for error in _errors(body)}
    return "data" not in body and any(PROBLEMS.get(kind, OTHER)[1] is Reason.GONE for kind in kinds)


def free_again(headers: Mapping[str, str], now: datetime) -> datetime:
    """When a call is allowed again after a 429, as far as the headers can be believed."""
    for window in WINDOWS:
        if is_used_up(headers, window):
            until = at_second(headers.get(f"{window}-reset"), now)
            if until:
                return until
    reset = at_second(headers.get("x-rate-limit-reset"), now)
    return asked_wait(headers, now) or reset or now + NO_WORD


def is_used_up(headers: Mapping[str, str], window: str) -> bool:
    return headers.get(f"{window}-remaining", "").strip() == "0"


def _row(status: int, body: Mapping[str, Any]) -> tuple[type[DeliveryError], Reason]:
    said = " ".join(_sentences(body)).lower()
    for code in _codes(body):
        if code in CODES:
            return CODES[code]
    for part, row in SENTENCES.items():
        if part in said:
            return row
    return PROBLEMS.get(_type(body)) or STATUSES.get(status) or OTHER


def _type(body: Mapping[str, Any]) -> str:
    """``usage-capped`` of ``https://api.twitter.com/2/problems/usage-capped``."""
    return str(body.get("type", "")).rstrip("/").rpartition("/")[2]


def _errors(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    return rows(body.get("errors"))


def _codes(body: Mapping[str, Any]) -> list[int]:
    return [error["code"] for error in _errors(body) if isinstance(error.get("code"), int)]


def _sentences(body: Mapping[str, Any]) -> list[str]:
    said = [body.get("title"), body.get("detail")]
    said += [error.get("message") or error.get("detail") for error in _errors(body)]
    return [str(sentence) for sentence in said if sentence]
