"""What the judge is told: by the network, and by the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SENT, UNCONFIRMED, CANCELLED = "sent", "unconfirmed", "cancelled"
PUBLISH, EDIT, DELETE, REPOST = "publish", "edit", "delete", "repost"
# As the network calls them.
VERBS = {"post": PUBLISH, "edit": EDIT, "delete": DELETE, "repost": REPOST}


@dataclass(frozen=True, slots=True)
class Accepted:
    """One request that the network acted upon, in the order in which it did.

    ``copy``: what came of it, or was changed by it. ``aim``: what it was done to.
    """

    account: str
    key: str
    verb: str = PUBLISH
    copy: str = ""
    aim: str = ""
    text: str = ""


def accepted(event: Mapping[str, Any]) -> Accepted:
    verb, copy = VERBS[event["kind"]], event["id"]
    aim = event.get("of", "") if verb in (PUBLISH, REPOST) else copy
    return Accepted(event["account"], event["key"], verb, copy, aim, event.get("text", ""))


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery at the end.

    ``place``: by due time within its account. ``listed``: a person is asked about it.
    ``aim``: the copy it is to be done to. ``chain``: what put a copy there and all that was done to
    it since. ``text``: the words it brings. ``withdrawn``: its post was taken back."""

    account: str
    key: str
    state: str
    reason: str
    place: int
    listed: bool
    verb: str = PUBLISH
    aim: str = ""
    chain: str = ""
    text: str = ""
    withdrawn: bool = False
