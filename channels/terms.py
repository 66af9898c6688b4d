"""A network's terms: how much it takes from one account, and what it charges. Plain Python.

What an adapter declares comes from the network's own pages; what the network says of an account
itself counts for more (``TellsUsage``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol, runtime_checkable

from channels.base import Verb

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Quota:
    """So many of these verbs from one account within any stretch of that length, not by the
    calendar.
    """

    most: int
    per: timedelta = DAY
    verbs: frozenset[Verb] = frozenset({Verb.PUBLISH})


@dataclass(frozen=True, slots=True)
class Price:
    """What one call costs, in ``currency`` (ISO 4217), since that day.

    ``publish``: a post or an answer; ``linked``: one with a link in its text. ``described``: on top
    of it, for each picture that is given an alternative text. ``source``: where that is published.
    """

    currency: str
    since: date
    source: str
    publish: Decimal
    linked: Decimal
    repost: Decimal = Decimal(0)
    edit: Decimal = Decimal(0)
    delete: Decimal = Decimal(0)
    described: Decimal = Decimal(0)

    def of(self, verb: Verb, *, linked: bool = False, described: int = 0) -> Decimal:
        match verb:
            case Verb.REPOST:
                return self.repost
            case Verb.EDIT:
                return self.edit
            case Verb.DELETE:
                return self.delete
            case Verb.PUBLISH | Verb.REPLY:
                return (self.linked if linked else self.publish) + described * self.described

    @property
    def times(self) -> int:
        """How many times as much a post with a link costs; less than that is cut off."""
        return int(self.linked / self.publish)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a network says of an account: so many posts used of so many, in any such stretch."""

    used: int
    most: int
    per: timedelta = DAY


@runtime_checkable
class TellsUsage(Protocol):
    """A channel whose network tells how much of its quota for posts an account has used."""

    def usage(self) -> Usage:
        """A harmless read. Raises a ``DeliveryError``."""
