"""What WordPress means by an answer that is not a success. Pure.

    {"code": "rest_cannot_publish", "message": "…", "data": {"status": 403}}

The code decides, because the status misleads: a forbidden kind of file is a 500, a missing right to
upload a 400. What is no such object comes from something in front of WordPress: a security plugin,
a firewall, the web server.

REST API Handbook, "Global Parameters" and "Authentication"; the codes are those of WordPress 6,
wp-includes/rest-api/endpoints/class-wp-rest-{posts,attachments,users}-controller.php.
https://developer.wordpress.org/rest-api/
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from channels.answer import Answer, asked_wait, at, unclear
from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused

NO_WORD = timedelta(minutes=5)  # WordPress itself counts no calls; what does is a plugin
FULL = timedelta(hours=1)  # until someone may have made room

Row = tuple[type[DeliveryError], Reason]

GONE: Row = (Refused, Reason.GONE)
NOT_OURS: Row = (Refused, Reason.NOT_ALLOWED)
BAD_MEDIA: Row = (Refused, Reason.BAD_MEDIA)
MAY_NOT_PUBLISH: Row = (Disconnected, Reason.MAY_NOT_PUBLISH)
MAY_NOT_UPLOAD: Row = (Disconnected, Reason.MAY_NOT_UPLOAD)
LOGGED_OUT: Row = (Disconnected, Reason.LOGIN_ENDED)
LOGINS_OFF: Row = (Disconnected, Reason.APP_PASSWORDS_OFF)
CLOSED: Row = (NotSent, Reason.CLOSED_DOOR)
ILL: Row = (NotSent, Reason.NETWORK_TROUBLE)
FULL_UP: Row = (NotSent, Reason.QUOTA_USED_UP)

GONE_CODES = frozenset({"rest_post_invalid_id", "rest_already_trashed"})
CODES: Mapping[str, Row] = {
    **dict.fromkeys(GONE_CODES, GONE),
    "rest_cannot_create": MAY_NOT_PUBLISH,
    "rest_cannot_publish": MAY_NOT_PUBLISH,
    "rest_forbidden": MAY_NOT_PUBLISH,
    "rest_forbidden_context": MAY_NOT_PUBLISH,
    "rest_forbidden_status": MAY_NOT_PUBLISH,
    # Another user's post; our own can still be published.
    "rest_cannot_edit": NOT_OURS,
    "rest_cannot_edit_others": NOT_OURS,
    "rest_cannot_delete": NOT_OURS,
    "rest_user_cannot_delete_post": NOT_OURS,
    "rest_trash_not_supported": NOT_OURS,
    "application_passwords_disabled": LOGINS_OFF,
    "application_passwords_disabled_for_user": LOGINS_OFF,
    # No such route: a plugin took it away.
    "rest_no_route": CLOSED,
    "rest_disabled": CLOSED,
    "rest_cannot_access": CLOSED,
    "rest_upload_limited_space": FULL_UP,
    "rest_upload_user_quota_exceeded": FULL_UP,
    "rest_upload_hash_mismatch": ILL,
    # The database did not take it.
    "db_insert_error": ILL,
    "db_update_error": ILL,
    "empty_content": (Refused, Reason.REFUSED),
    "rest_invalid_featured_media": BAD_MEDIA,
}
UPLOADS = "rest_upload_"  # all other codes that begin so
STATUSES: Mapping[int, Row] = {
    404: CLOSED,
    410: GONE,
    413: BAD_MEDIA,  # the web server takes nothing that large
}
GATES: Mapping[int, Row] = {401: LOGGED_OUT, 413: BAD_MEDIA}  # without an object of WordPress


def meaning(answer: Answer, now: datetime, *, repeatable: bool) -> DeliveryError:
    """The error for an answer that is not a success."""
    code = code_of(answer)
    detail = answer.says(f"{code} {(answer.json or {}).get('message', '')}".strip())
    if 300 <= answer.status < 400 and repeatable:
        return NotSent(Reason.MOVED, detail)
    if answer.status == 429:
        return _wait(Reason.RATE_LIMITED, detail, asked_wait(answer.headers, now) or now + NO_WORD)
    if _is_maintained(answer, code):
        return _wait(
            Reason.NETWORK_TROUBLE, detail, asked_wait(answer.headers, now) or now + NO_WORD
        )
    row = _without_login(answer) or _row(answer.status, code)
    if row is None:
        return unclear(detail, repeatable=repeatable)
    if row == FULL_UP:
        return _wait(Reason.QUOTA_USED_UP, detail, now + FULL)
    error, reason = row
    return error(reason, detail)


def code_of(answer: Answer) -> str:
    """``rest_…``; "" where this is not WordPress speaking."""
    code = (answer.json or {}).get("code")
    return code if isinstance(code, str) else ""


def missing(capabilities: object) -> Reason | None:
    """What a user lacks. An Author may do both, a Contributor neither."""
    given = capabilities if isinstance(capabilities, Mapping) else {}
    if not (given.get("publish_posts") is True and given.get("edit_posts") is True):
        return Reason.MAY_NOT_PUBLISH
    return None if given.get("upload_files") is True else Reason.MAY_NOT_UPLOAD


def _row(status: int, code: str) -> Row | None:
    """None where it stays unknown what became of the request."""
    if not code and 400 <= status < 500 and status != 408:
        return GATES.get(status, CLOSED)
    if status == 401 and CODES.get(code) not in (CLOSED, LOGINS_OFF):
        return LOGGED_OUT  # "rest_cannot_create" comes with a 401 when nobody is signed in
    if status == 400 and code == "rest_cannot_create":
        return MAY_NOT_UPLOAD  # only an upload says it with this status
    if code in CODES:
        return CODES[code]
    if code.startswith(UPLOADS):
        return BAD_MEDIA
    if not 400 <= status < 500 or status == 408:
        return None
    return STATUSES.get(status, (Refused, Reason.REFUSED))


def _without_login(answer: Answer) -> Row | None:
    """Drafts are listed for editors only; anybody else is told that the parameter is wrong."""
    inner = at(answer.json, "data", "details", "status")
    if at(inner, "code") != "rest_forbidden_status":
        return None
    return LOGGED_OUT if at(inner, "data", "status") == 401 else MAY_NOT_PUBLISH


def _is_maintained(answer: Answer, code: str) -> bool:
    """While WordPress updates itself, it answers before it has looked at the request."""
    return answer.status == 503 and code == "wp_die" and "Retry-After" in answer.headers


def _wait(reason: Reason, detail: str, until: datetime) -> NotSent:
    return NotSent(reason, detail, again_at=until, whole_account=True)
