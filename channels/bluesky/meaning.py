"""What a PDS means by an answer that is not a success. Pure.

An error is ``{"error": "<Name>", "message": "…"}`` (https://atproto.com/specs/xrpc). Names: the
lexicons, and the PDS itself where these say nothing (github.com/bluesky-social/atproto,
packages/pds, 0.5). Limits: https://docs.bsky.app/docs/advanced-guides/rate-limits, 2026-08.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from channels.answer import Answer, asked_wait, at_second, unclear
from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused

NO_WORD = timedelta(minutes=5)  # the shortest window there is
A_SECOND = timedelta(seconds=1)  # "ratelimit-reset" is rounded down
BY_ADDRESS = "3000;w=300"  # the one limit that all who call from our address share

Row = tuple[type[DeliveryError], Reason]
RESTRICTED: Row = (Disconnected, Reason.ACCOUNT_RESTRICTED)
ENDED: Row = (Disconnected, Reason.LOGIN_ENDED)
# Not "gone": an account that has moved keeps its records in its new place.
ELSEWHERE: Row = (Refused, Reason.NO_SUCH_ACCOUNT)
AGAIN: Row = (NotSent, Reason.NETWORK_TROUBLE)

# The token is no good, but another one may be. With a new one they mean that the login has ended.
STALE = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing"})
NAMES: Mapping[str, Row] = {
    **dict.fromkeys(STALE, ENDED),
    "AuthenticationRequired": ENDED,
    "AuthFactorTokenRequired": (Disconnected, Reason.MAIN_PASSWORD),  # never for an app password
    "AccountTakedown": RESTRICTED,
    "AccountSuspended": RESTRICTED,
    "AccountDeactivated": RESTRICTED,
    # Of ourselves a PDS says "Account…"; these may be about whose post we repost.
    "RepoTakendown": ELSEWHERE,
    "RepoSuspended": ELSEWHERE,
    "RepoDeactivated": ELSEWHERE,
    "RepoNotFound": ELSEWHERE,
    "AccountNotFound": (Disconnected, Reason.NO_SUCH_ACCOUNT),  # about whose records we write
    "RecordNotFound": (Refused, Reason.GONE),
    "InvalidSwap": (Refused, Reason.DUPLICATE),  # there is something under our key already
    "BlobNotFound": AGAIN,  # thrown away between upload and post: the next attempt uploads anew
    "BlobTooLarge": (Refused, Reason.BAD_MEDIA),
    "InvalidMimeType": (Refused, Reason.BAD_MEDIA),
    "InvalidSize": (Refused, Reason.BAD_MEDIA),
    "PayloadTooLarge": (Refused, Reason.BAD_MEDIA),
}
# "InvalidRequest" says the rest in a sentence: part of it, in lower case, in order.
SENTENCES: Mapping[str, Row] = {
    "could not locate record: at:": (Refused, Reason.GONE),  # before it had a name of its own
    "could not locate record": ELSEWHERE,  # without an address: it serves no such repository now
    "could not find repo": ELSEWHERE,
    "embed": (Refused, Reason.BAD_MEDIA),
    "blob": (Refused, Reason.BAD_MEDIA),
    "facets": (Refused, Reason.BAD_LINK),
    "grapheme": (Refused, Reason.TOO_LONG),
    "string too big": (Refused, Reason.TOO_LONG),
    "must not be longer": (Refused, Reason.TOO_LONG),
}
STATUSES: Mapping[int, Row] = {
    401: ENDED,
    403: (Refused, Reason.NOT_ALLOWED),
    409: AGAIN,  # two writes at once; ours is the one that was turned away
    413: (Refused, Reason.BAD_MEDIA),
}


def meaning(answer: Answer, now: datetime, *, repeatable: bool) -> DeliveryError:
    """The error for an answer that is not a success."""
    detail = answer.says(f"{name_of(answer)} {_sentence(answer)}".strip())
    if answer.status == 429:
        whole_app = answer.headers.get("ratelimit-policy", "").strip() == BY_ADDRESS
        return NotSent(
            Reason.RATE_LIMITED,
            detail,
            again_at=free_again(answer.headers, now),
            whole_account=True,
            whole_app=whole_app,
        )
    if not 400 <= answer.status < 500 or answer.status == 408:
        return unclear(detail, repeatable=repeatable)
    if answer.json is None and answer.status not in (401, 413):
        return NotSent(Reason.NETWORK_TROUBLE, detail)  # a gate before the PDS, not the PDS
    error, reason = _row(answer)
    return error(reason, detail)


def free_again(headers: Mapping[str, str], now: datetime) -> datetime:
    """When a call is allowed again after a 429."""
    reset = at_second(headers.get("ratelimit-reset"), now)
    return reset + A_SECOND if reset else asked_wait(headers, now) or now + NO_WORD


def is_stale(answer: Answer) -> bool:
    """Whether a fresh token may help. Whatever was asked for has not been done."""
    name = name_of(answer)
    unnamed = answer.status == 401 and NAMES.get(name, ENDED) is ENDED
    return not answer.ok and (name in STALE or unnamed)


def name_of(answer: Answer) -> str:
    name = (answer.json or {}).get("error")
    return name if isinstance(name, str) else ""


def _row(answer: Answer) -> Row:
    name, said = name_of(answer), _sentence(answer).lower()
    if name in NAMES:
        return NAMES[name]
    found = (row for part, row in SENTENCES.items() if part in said)
    return next(found, None) or STATUSES.get(answer.status) or (Refused, Reason.REFUSED)


def _sentence(answer: Answer) -> str:
    return str((answer.json or {}).get("message", ""))
