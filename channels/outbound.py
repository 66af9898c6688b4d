"""How a call to an address that a person typed can go wrong. Plain Python.

The sentences for people are in ``content.feeds.words``.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Why(StrEnum):
    """What stood in the way. Each value is a ``content.feeds.trouble.Trouble`` as well."""

    BAD_ADDRESS = "bad-address"
    BAD_SCHEME = "bad-scheme"
    BAD_PORT = "bad-port"
    HAS_PASSWORD = "has-password"  # noqa: S105  the word, not a password
    PRIVATE_ADDRESS = "private-address"
    DOWNGRADE = "downgrade"  # an https address sends us on to an http one
    NAME_UNKNOWN = "name-unknown"
    UNREACHABLE = "unreachable"
    BAD_CERTIFICATE = "bad-certificate"
    LOST_ANSWER = "lost-answer"
    UNREADABLE_ANSWER = "unreadable-answer"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"
    MANY_REDIRECTS = "many-redirects"
    NOT_FOUND = "not-found"
    FORBIDDEN = "forbidden"
    BUSY = "busy"
    SERVER_TROUBLE = "server-trouble"


class FetchError(Exception):
    """Nothing was read. Each subclass is one thing the caller must do next.

    ``detail`` is technical and safe to log: no full address, no password.
    """

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else str(why))
        self.why = why
        self.detail = detail


class AddressRefused(FetchError):
    """This address must not be called. Ask whoever typed it for another one."""


class FetchFailed(FetchError):
    """It did not work this time. Ask again later, more rarely each time."""


class TooLarge(FetchFailed):
    """More came than we take. Asking again soon brings the same."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(Why.TOO_LARGE, detail)


class TooSlow(FetchFailed):
    """The time we give one call was up. Ask again later."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(Why.TOO_SLOW, detail)


class Busy(FetchFailed):
    """The server asks for a rest. Do not call before ``retry_after`` is over, if it is given."""

    def __init__(self, retry_after: timedelta | None, detail: str = "") -> None:
        super().__init__(Why.BUSY, detail)
        self.retry_after = retry_after
