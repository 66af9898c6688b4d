"""Networks that no machine may post to: Gema prepares everything, and a person carries it out."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from channels.base import (
    Journal,
    Kit,
    NotSent,
    Outgoing,
    Profile,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
)
from channels.http import Wire

SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
# The same post, by the same address, in the app, on a phone and on a desk.
SAME_PLACE = re.compile(r"^(?:www|m|mobile)\.")
LONGEST = 500


class NoPostThere(Exception):
    """The text is not the address of a post of this account on this network."""


class ByHand:
    """What these networks have in common. The engine never calls a verb; see ``scheduler``.

    Were one called, nothing would have been sent, and that is what it says.
    """

    def __init__(self, credentials: Any, wire: Wire) -> None:
        self._presence = credentials

    def check(self) -> Profile:
        """What was typed says all there is; there is nothing to log in to."""
        found: Profile = self._presence.profile()
        return found

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        raise _nothing_was_sent()

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "a person edits the post itself")

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "a repost is a post of its own here")

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise _nothing_was_sent()

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        raise _nothing_was_sent()

    def look(self, trace: Trace) -> Receipt:
        raise Unconfirmed(Reason.NOT_ALLOWED, "only a person can see whether it is there")


def _nothing_was_sent() -> NotSent:
    return NotSent(Reason.UNREACHABLE, "a person posts here by hand")


def address_of(kit: Kit, text: str, account: str = "") -> str:
    """The address of a post as people copy it, without what only counts clicks. Raises NoPostThere.

    ``account``: the account's ``remote_id``, for networks whose addresses name it.
    """
    if len(text) > LONGEST:
        raise NoPostThere
    try:
        typed = urlsplit(text if SCHEME.match(text) else f"https://{text}")
        host = SAME_PLACE.sub("", (typed.hostname or "").lower())
        port = typed.port
    except ValueError as e:
        raise NoPostThere from e
    if typed.scheme not in ("http", "https") or port is not None or typed.username is not None:
        raise NoPostThere
    place = f"{host}{typed.path.rstrip('/')}"
    for pattern in kit.links:
        for tried in (place, *(f"{place}?{one}" for one in typed.query.split("&"))):
            found = re.fullmatch(pattern, tried, re.ASCII)
            if found and _is_ours(found, account):
                return f"https://{tried}"
    raise NoPostThere


def _is_ours(found: re.Match[str], account: str) -> bool:
    who = found.groupdict().get("who")
    return not (who and account) or who == account
