"""What Meta means by an error. Pure.

    {"error": {"message": "…", "type": "OAuthException", "code": 190, "error_subcode": 463,
               "is_transient": false, "error_user_msg": "…", "fbtrace_id": "…"}}

Graph API documentation, "Handling Errors", 2026-08. The HTTP status says little: most are 400.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from channels.answer import Answer, asked_wait, regained_at, unclear
from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an error table. ``wait`` makes the whole account wait that long,
    ``whole_app`` all accounts of the app.
    """

    error: type[DeliveryError]
    reason: Reason
    wait: timedelta | None = None
    whole_app: bool = False

    def made(self, detail: str, again_at: datetime | None) -> DeliveryError:
        if not issubclass(self.error, NotSent):
            return self.error(self.reason, detail)
        return NotSent(
            self.reason,
            detail,
            again_at=again_at,
            whole_account=self.wait is not None,
            whole_app=self.whole_app,
        )


Rows = Mapping[int, Row]
NO_ROWS: Rows = MappingProxyType({})

BUSY = Row(NotSent, Reason.RATE_LIMITED, HOUR)
NO_PERMISSION = Row(Disconnected, Reason.PERMISSION_MISSING)
LOGGED_OUT = Row(Disconnected, Reason.LOGIN_ENDED)
BAD_MEDIA = Row(Refused, Reason.BAD_MEDIA)
UNCLEAR = frozenset({1, 2})  # "an unknown error": what it did before is just as unknown

CODES: Rows = {
    3: NO_PERMISSION,
    4: Row(NotSent, Reason.RATE_LIMITED, HOUR, whole_app=True),
    10: NO_PERMISSION,
    17: BUSY,
    32: BUSY,
    100: Row(Refused, Reason.REFUSED),
    102: LOGGED_OUT,
    190: LOGGED_OUT,
    324: BAD_MEDIA,
    341: BUSY,
    # Blocked for what was posted. Hours, and knocking makes it longer.
    368: Row(NotSent, Reason.ACCOUNT_RESTRICTED, timedelta(hours=6)),
    506: Row(Refused, Reason.DUPLICATE),
    613: BUSY,
    2635: Row(NotSent, Reason.OUTDATED, HOUR, whole_app=True),  # the version is served no more
    1609005: Row(NotSent, Reason.BAD_LINK),  # the link could not be read; it may be later
}
STATUSES: Rows = {401: LOGGED_OUT, 413: BAD_MEDIA, 429: BUSY}  # where there is nothing else
SUBCODES: Mapping[tuple[int, int], Row] = {
    (100, 33): Row(Refused, Reason.GONE),
    (190, 459): Row(Disconnected, Reason.ACCOUNT_RESTRICTED),  # someone has to sign in there
    (190, 464): Row(Disconnected, Reason.ACCOUNT_RESTRICTED),
    (190, 492): NO_PERMISSION,  # no role on the Page any more
}
# Where only the words tell.
WORDS: Mapping[str, Row] = {
    "LINK_LIMIT_EXCEEDED": Row(Refused, Reason.BAD_LINK),
    "characters long": Row(Refused, Reason.TOO_LONG),
}


def meaning(
    answer: Answer, now: datetime, rows: Rows = NO_ROWS, *, repeatable: bool
) -> DeliveryError:
    """The error for an answer that is not a success. ``rows`` are a network's own subcodes."""
    error = (answer.json or {}).get("error")
    if not isinstance(error, dict):
        return _without_words(answer, now, repeatable=repeatable)
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    detail = answer.says(f"{code}/{subcode} {error.get('message', '')}")
    row = rows.get(subcode) or SUBCODES.get((code, subcode)) or _by_words(error) or _by_code(code)
    passing = error.get("is_transient") is True or code in UNCLEAR or answer.status >= 500
    if passing and (row is None or row.error is Refused):
        return unclear(detail, repeatable=repeatable)
    row = row or Row(Refused, Reason.REFUSED)
    return row.made(detail, _again_at(answer, now, row))


def _by_words(error: Mapping[str, object]) -> Row | None:
    said = f"{error.get('message')} {error.get('error_user_title')} {error.get('error_user_msg')}"
    return next((row for part, row in WORDS.items() if part in said), None)


def _by_code(code: int) -> Row | None:
    if 200 <= code <= 299:
        return NO_PERMISSION
    if 80001 <= code <= 80014:
        return BUSY
    if 36000 <= code <= 36999:
        return BAD_MEDIA
    return CODES.get(code)


def _again_at(answer: Answer, now: datetime, row: Row) -> datetime | None:
    if row.wait is None:
        return None
    asked = regained_at(answer.headers, now) or asked_wait(answer.headers, now)
    return asked or now + row.wait


def _without_words(answer: Answer, now: datetime, *, repeatable: bool) -> DeliveryError:
    """No error object: a gate before the API, or an API that is ill."""
    detail = answer.says("without an error object")
    row = STATUSES.get(answer.status)
    if row:
        return row.made(detail, _again_at(answer, now, row))
    if 400 <= answer.status < 500 and answer.status != 408:
        return NotSent(Reason.NETWORK_TROUBLE, detail)
    return unclear(detail, repeatable=repeatable)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
