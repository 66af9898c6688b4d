"""Speaking to a token endpoint, and what its answers mean (RFC 6749, 5). Plain Python.

By hand rather than with oauthlib, which tweepy brings along: that one refuses plain http to a stub,
and raises after the network has rotated a token if the scopes were named differently, so that the
new one is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from channels.answer import Answer, asked_wait, at, at_second
from channels.base import Disconnected, NotSent, Reason
from channels.http import Session, Wire
from channels.oauth.declared import App, Declined

# The words that say that the app is wrong, not the person: RFC 6749, 4.1.2.1 and 5.2, and what
# LinkedIn says in their place.
OF_THE_APP = frozenset(
    {
        "invalid_client", "unauthorized_client", "unsupported_grant_type",
        "unsupported_response_type", "invalid_scope", "unauthorized_scope_error",
        "invalid_client_id", "invalid_redirect_uri", "redirect_uri_mismatch",
    }
)  # fmt: skip
# Meta's numbers: 101 is an app that it does not know, 191 an address that is not registered.
NUMBERS_OF_THE_APP = frozenset({101, 191})
AGAIN = timedelta(minutes=15)
SECRET = frozenset(
    {
        "code", "code_verifier", "client_secret", "refresh_token", "access_token",
        "fb_exchange_token",
    }
)  # fmt: skip


def traded(
    session: Session,
    wire: Wire,
    url: str,
    fields: Mapping[str, str],
    *,
    login: App | None = None,
    method: str = "POST",
) -> dict[str, Any]:
    """What a token endpoint gives for ``fields``. Raises Declined, or NotSent.

    ``login``: the app that signs in by HTTP Basic. A lost answer counts as not sent: asking again
    does no harm, and if the first question was answered after all, the second says so.
    """
    where = "data" if method == "POST" else "params"
    asked: dict[str, Any] = {where: dict(fields), "headers": {"Accept": "application/json"}}
    if login:
        asked["auth"] = (login.id, login.secret)
    answer = session.ask(lambda: session.request(method, url, **asked), repeatable=True)
    told = tuple(value for name, value in fields.items() if name in SECRET)
    answer = replace(answer, secrets=answer.secrets + told)
    said = answer.json
    if not answer.ok:
        raise _trouble(answer, said or {}, wire.now())
    if said is None or not _is_word(said.get("access_token")):
        raise NotSent(Reason.NETWORK_TROUBLE, answer.says("success without a token"))
    return said


@contextmanager
def renewing(now: datetime) -> Iterator[None]:
    """While a token is traded for its successor: what a refusal means.

    An app that is wrong is the operator's to mend, and then goes on for all accounts.
    """
    try:
        yield
    except Declined as error:
        declined = error
    else:
        return
    # Raised out here, so that no context drags along what was said.
    if is_of_the_app(declined):
        again_at = now + AGAIN
        raise NotSent(Reason.APP_REFUSED, declined.detail, again_at=again_at, whole_app=True)
    raise Disconnected(Reason.LOGIN_ENDED, declined.detail)


def is_of_the_app(error: Declined) -> bool:
    """Whether the operator has to do something, and not the person who signs in."""
    return error.error in OF_THE_APP


def _trouble(answer: Answer, said: Mapping[str, Any], now: datetime) -> Declined | NotSent:
    error = said.get("error")
    if isinstance(error, Mapping):  # Meta's own form
        return _of_meta(answer, error)
    detail = answer.says(f"{error or ''} {said.get('error_description', '')}")
    if answer.status == 429:
        return NotSent(Reason.RATE_LIMITED, detail, again_at=_until(answer, now))
    if answer.status >= 500 or answer.status == 408:
        return NotSent(Reason.NETWORK_TROUBLE, detail)
    if isinstance(error, str) and error:
        return Declined(error[:60], detail)
    if said.get("error_message"):  # Threads, where the code is bad
        return Declined("invalid_grant", answer.says(said["error_message"]))
    if answer.status == 401:
        return Declined("invalid_client", detail)
    return NotSent(Reason.NETWORK_TROUBLE, detail)  # a gate before the network


def _of_meta(answer: Answer, error: Mapping[str, Any]) -> Declined | NotSent:
    code, message = error.get("code"), str(error.get("message", ""))
    detail = answer.says(f"{code}/{error.get('error_subcode', 0)} {message}")
    if error.get("is_transient") is True or code in (2, 4, 17) or answer.status >= 500:
        return NotSent(Reason.NETWORK_TROUBLE, detail)
    of_app = code in NUMBERS_OF_THE_APP or "client secret" in message
    return Declined("invalid_client" if of_app else "invalid_grant", detail)


def _until(answer: Answer, now: datetime) -> datetime:
    told = asked_wait(answer.headers, now) or at_second(
        answer.headers.get("x-rate-limit-reset"), now
    )
    return told or now + AGAIN


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and bool(value)


def text_at(said: object, *names: str) -> str:
    """A text in an answer, "" where there is none."""
    value = at(said, *names)
    return value if isinstance(value, str) else ""
