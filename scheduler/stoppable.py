"""What a person may stop, and which of it a form names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypedDict

from channels.models import Account
from channels.signs import sign, signs
from content.models import Office, Post
from content.scope import Scope
from content.topics import topic_label
from scheduler import stops
from scheduler.models import Reach


class Named(TypedDict, total=False):
    """The arguments of ``stops.stop`` that say how far it reaches."""

    office: Office | None
    kind: str
    account: Account
    topic: str


@dataclass(frozen=True, slots=True)
class Stoppable:
    """Empty for whoever may stop nothing. ``everywhere``: also what belongs to no office."""

    reaches: tuple[tuple[Reach, str], ...] = ()
    offices: tuple[Office, ...] = ()
    accounts: tuple[Account, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    everywhere: bool = False

    @classmethod
    def by(cls, scope: Scope) -> Stoppable:
        offices = tuple(Office.objects.filter(scope.reach(stops.MAY_STOP, prefix="")))
        if not offices:
            return cls()
        accounts = Account.objects.usable().filter(scope.reach(stops.MAY_STOP))
        accounts = accounts.select_related("office")
        topics = _topics(scope)
        everywhere = stops.may_stop(scope, None)
        there = {
            Reach.ALL: everywhere,
            Reach.OFFICE: True,
            Reach.CHANNEL: everywhere,
            Reach.ACCOUNT: bool(accounts),
            Reach.TOPIC: bool(topics),
        }
        return cls(
            tuple((reach, str(reach.label)) for reach in Reach if there[reach]),
            offices,
            tuple(accounts),
            tuple((topic, topic_label(topic)) for topic in topics),
            tuple((one.kind, one.label) for one in signs()) if everywhere else (),
            everywhere,
        )

    def by_office(self) -> list[tuple[Office, list[tuple[Account, str]]]]:
        """The accounts with the names of their networks, office by office."""
        each = groupby(self.accounts, key=lambda account: account.office)
        return [(office, [(one, sign(one.kind).label) for one in those]) for office, those in each]

    def read(self, sent: Mapping[str, str]) -> tuple[Reach, Named]:
        """Raises ReachMissing: a form that names nothing we know is refused, never guessed."""
        if sent.get("reach") not in Reach.values:
            raise stops.ReachMissing
        reach = Reach(sent["reach"])
        match reach:
            case Reach.ALL:
                return reach, {}
            case Reach.OFFICE:
                return reach, {"office": self._office(sent.get("office", ""))}
            case Reach.CHANNEL:
                return reach, {"kind": _one_of(sent.get("kind", ""), dict(self.kinds))}
            case Reach.ACCOUNT:
                return reach, {"account": self._account(sent.get("account", ""))}
            case Reach.TOPIC:
                return reach, self._topic(sent)

    def _topic(self, sent: Mapping[str, str]) -> Named:
        within = sent.get("within", "")
        office = self._office(within) if within or not self.everywhere else None
        return {"topic": _one_of(sent.get("topic", ""), dict(self.topics)), "office": office}

    def _office(self, code: str) -> Office:
        named = {each.code: each for each in self.offices}
        return named[_one_of(code, named)]

    def _account(self, number: str) -> Account:
        named = {str(each.pk): each for each in self.accounts}
        return named[_one_of(number, named)]


def _topics(scope: Scope) -> list[str]:
    """What the posts of these offices have been about."""
    posts = Post.objects.filter(scope.reach(stops.MAY_STOP)).exclude(topic="")
    return list(posts.order_by("topic").values_list("topic", flat=True).distinct())


def _one_of(asked: str, offered: Mapping[str, object]) -> str:
    if asked not in offered:
        raise stops.ReachMissing
    return asked
