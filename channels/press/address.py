"""Mail addresses as people type them. Pure."""

from __future__ import annotations

import re

# What an ordinary mailbox looks like. RFC 5321 allows more; no newspaper uses it, and mail servers
# that we speak to without SMTPUTF8 take nothing but ASCII.
_MAILBOX = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
MOST = 254  # RFC 5321, 4.5.3.1.3, without the brackets
MOST_NAME = 64


def is_mailbox(text: str) -> bool:
    return (
        len(text) <= MOST
        and len(text.partition("@")[0]) <= MOST_NAME
        and _MAILBOX.fullmatch(text) is not None
    )


def as_kept(text: str) -> str:
    """As an address is kept and compared: nobody has two mailboxes that differ in case only."""
    return text.strip().strip("<>").lower()


def slug(name: str) -> str:
    """``humas-pontianak`` of ``Humas Pontianak``."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
