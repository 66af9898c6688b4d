"""What can go wrong without a wire: the networks inside the house, and those a person posts to.

There is no connection, no name, no certificate, no status, no login and no SDK that could fail.
What stays: the board is not there, the answer is lost because our own process ends, the same comes
twice, and what a board never takes. Real boards, in a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import transaction

from channels import registry
from channels.base import (
    Channel,
    DeliveryError,
    NotFound,
    NotSent,
    Outgoing,
    Profile,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.figures import Tells
from channels.http import Wire
from channels.models import Account, PracticePost
from channels.opening import board
from newsroom.models import Item
from tests.channels.sending import Notebook, credentials, message, now
from tests.faults.going_on import Answer, End, go_on
from tests.faults.scenes import Told
from tests.faults.strikes import said
from tests.faults.table import word
from tests.people import Network

INSIDE = ("newsroom", "practice")
BY_HAND = tuple(kind for kind in registry.CHANNELS if registry.load(kind).capabilities.by_hand)
BESIDE = {Verb.PUBLISH, Verb.REPLY, Verb.REPOST}
NOBODY = Remote("999999999999")
Act = Callable[[Channel], Receipt | Profile]


@dataclass(frozen=True, slots=True)
class House:
    """One account on a board. ``known`` is a post that is there already, under another key."""

    kind: str
    account: Account
    sent: Outgoing
    known: Remote

    def channel(self, *, plugged_in: bool = True) -> Channel:
        adapter = registry.load(self.kind)
        there = board(self.kind) if plugged_in else None
        return adapter(adapter.needs(), Wire(now=now, board=there, account=str(self.account.pk)))

    def posts(self) -> int:
        if self.kind == "practice":
            return PracticePost.objects.filter(account=self.account).count()
        return Item.objects.filter(account=self.account).count()

    def acts(self) -> dict[Verb, Act]:
        changed = replace(self.sent, key="kunci-ralat", text="Layanan tutup.")
        acts: dict[Verb, Act] = {
            Verb.PUBLISH: lambda channel: channel.publish(self.sent, Notebook()),
            Verb.REPLY: lambda channel: channel.reply(self.known, changed, Notebook()),
            Verb.REPOST: lambda channel: channel.repost(self.known, "kunci-gema", Notebook()),
            Verb.EDIT: lambda channel: channel.edit(self.known, changed, Notebook()),
            Verb.DELETE: lambda channel: channel.delete(self.known, "kunci-tarik", Notebook()),
        }
        return {verb: acts[verb] for verb in Verb if verb in self.channel().capabilities.verbs}

    def trace(self, verb: Verb) -> Trace:
        keys = {
            Verb.PUBLISH: self.sent.key,
            Verb.REPLY: "kunci-ralat",
            Verb.REPOST: "kunci-gema",
        }
        return Trace(keys.get(verb, "kunci-lain"), verb, now(), self.sent, self.known)


@contextmanager
def house(kind: str, network: Network) -> Iterator[House]:
    """As on its first day; nothing of it stays."""
    with transaction.atomic():
        account, other = network.account(kind), network.draft()
        sent = replace(
            message("Layanan paspor buka."),
            title="Jam layanan",
            extra={"post": str(network.draft().public_id)},
        )
        first = replace(sent, key="kunci-awal", extra={"post": str(other.public_id)})
        empty = House(kind, account, sent, NOBODY)
        receipt = empty.channel().publish(first, Notebook())
        yield replace(empty, known=Remote(receipt.remote_id, receipt.url))
        transaction.set_rollback(True)


def rows(kind: str, network: Network) -> dict[str, dict[str, str]]:
    """By what goes wrong, then by column: what the adapter says, and how it ends."""
    breaks: Mapping[str, Callable[[House, Verb, Act], str]] = {
        "connection refused: no board is there": _no_board,
        "the answer is lost, accepted": _lost_answer,
        "the answer is lost": _lost_before,
        "it has this already": _twice,
        "it will never take this": _never,
    }
    table: dict[str, dict[str, str]] = {}
    for name, breaks_it in breaks.items():
        table[name] = {}
        for verb in Verb:
            with house(kind, network) as home:
                act = home.acts().get(verb)
                table[name][verb] = breaks_it(home, verb, act) if act else "–"
        table[name]["figures"] = _figures(kind, network, name)
        table[name]["look"] = _look(kind, network, name)
    return table


def _no_board(home: House, verb: Verb, act: Act) -> str:
    answer = said(lambda: act(home.channel(plugged_in=False)))
    assert isinstance(answer, NotSent), answer
    return word(answer)


def _lost_answer(home: House, verb: Verb, act: Act) -> str:
    act(home.channel())
    return _goes_on(home, verb, act)


def _lost_before(home: House, verb: Verb, act: Act) -> str:
    return _goes_on(home, verb, act)


def _goes_on(home: House, verb: Verb, act: Act) -> str:
    """The engine takes over what a dead process left."""
    lost = Unconfirmed(Reason.LOST_ANSWER, "the process stopped before the answer came")

    def send() -> Answer:
        return _answer(lambda: act(home.channel()))

    def look() -> Answer:
        return _answer(lambda: home.channel().look(home.trace(verb)))

    end = go_on(lost, home.channel().capabilities, send, look)
    assert end is End.SENT, end
    assert home.posts() == 1 + (verb in BESIDE)
    return "unsure, then sent once"


def _answer(call: Callable[[], Receipt | Profile]) -> Answer:
    answer = said(call)
    assert isinstance(answer, Receipt | DeliveryError), answer
    return answer


def _twice(home: House, verb: Verb, act: Act) -> str:
    first, second = act(home.channel()), act(home.channel())
    assert first == second
    assert home.posts() == 1 + (verb in BESIDE)
    return "fine, and once"


def _never(home: House, verb: Verb, act: Act) -> str:
    """An entry without its post; a share, a change, a removal of what is not there."""
    wrong = replace(home, known=NOBODY, sent=replace(home.sent, extra={}))
    if home.kind == "practice" and verb in (Verb.PUBLISH, Verb.REPLY):
        return "–"
    answer = said(lambda: wrong.acts()[verb](wrong.channel()))
    assert isinstance(answer, Refused), answer
    return word(answer)


def _figures(kind: str, network: Network, name: str) -> str:
    """Nothing but a missing board can keep a number of its own from being read."""
    with house(kind, network) as home:
        away = home.channel(plugged_in=False)
        if not isinstance(away, Tells) or not name.startswith("connection"):
            return "–"
        answer = said(lambda: Told(away.measure([home.known])))
        assert isinstance(answer, NotSent), answer
        return word(answer)


def _look(kind: str, network: Network, name: str) -> str:
    with house(kind, network) as home:
        plugged_in = not name.startswith("connection")
        answer = said(lambda: home.channel(plugged_in=plugged_in).look(home.trace(Verb.PUBLISH)))
        assert isinstance(answer, NotFound if plugged_in else Unconfirmed), answer
        return word(answer)


def by_hand(kind: str) -> dict[str, str]:
    """Each column of a network that no machine posts to. It has no way to ask anybody anything."""
    channel = registry.load(kind)(credentials(kind), Wire(now=now))
    target, notes = Remote("1"), Notebook()
    trace = Trace("k", Verb.PUBLISH, now(), message(), None)
    calls: dict[str, Callable[[], Receipt | Profile]] = {
        "check": channel.check,
        Verb.PUBLISH: lambda: channel.publish(message(), notes),
        Verb.EDIT: lambda: channel.edit(target, message(), notes),
        Verb.DELETE: lambda: channel.delete(target, "k", notes),
        "look": lambda: channel.look(trace),
    }
    return {name: word(said(call)) for name, call in calls.items()}
