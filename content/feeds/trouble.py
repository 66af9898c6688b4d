"""What can be wrong with an office's feed, in one word each. Sentences are in ``words``."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """The first block are the values of ``channels.outbound.Why``."""

    BAD_ADDRESS = "bad-address"
    BAD_SCHEME = "bad-scheme"
    BAD_PORT = "bad-port"
    HAS_PASSWORD = "has-password"  # noqa: S105  the word, not a password
    PRIVATE_ADDRESS = "private-address"
    DOWNGRADE = "downgrade"
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

    GONE = "gone"  # the server says: for good

    EMPTY = "empty"
    WEB_PAGE = "web-page"
    JSON = "json"
    NOT_A_FEED = "not-a-feed"
    HOSTILE = "hostile"  # made to exhaust whoever reads it
    DAMAGED = "damaged"  # not well-formed; read as far as it goes


class NotAFeed(Exception):
    """There is no feed in these bytes. Show the trouble on the office's page, ask again later."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble
