"""Everything there is in one run: the people, the networks, the engine, and what was promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from hypothesis.stateful import precondition

from channels.models import Account
from content.models import Person, Post, Status
from content.refusals import Refusal
from scheduler import copies
from scheduler.models import Delivery, State, Stop
from scheduler.when import Wall
from tests.people import MORNING, Network
from tests.scheduler.machine import invariants
from tests.scheduler.machine.engine import Call, Engine
from tests.scheduler.machine.networks import Networks
from tests.scheduler.machine.record import Reader, Record

Thing = TypeVar("Thing")
Rule = TypeVar("Rule", bound=Callable[..., None])


@dataclass
class World:
    """``now`` is the engine's clock, which may go back; that of the networks never does.

    ``approved``: what the desk allows out of each post, by its SHA-256.
    ``stops``: those that stand. ``extra``: how many further
    copies of a post people have asked for on an account, knowingly or by a mistake of theirs.
    ``misled``: deliveries that are called not there and are, by a mistake of somebody's.
    ``phones``: what is asked for on pages that are open somewhere.
    """

    cast: Network
    rina: Person  # as she is in this run: she may leave and come back
    accounts: Sequence[Account]
    now: datetime = MORNING
    networks: Networks = field(default_factory=lambda: Networks(MORNING))
    engines: list[Engine] = field(default_factory=lambda: [Engine(p, MORNING) for p in "ab"])
    reader: Reader = field(default_factory=Reader)
    before: Record = field(default_factory=Record)
    record: Record = field(default_factory=Record)
    screen: Record = field(default_factory=Record)
    approved: dict[int, str] = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)
    extra: Counter[tuple[int, int]] = field(default_factory=Counter)
    misled: set[int] = field(default_factory=set)
    phones: dict[int, Delivery] = field(default_factory=dict)

    # -- what people look at -------------------------------------------------------------------

    def posts(self, *, old: bool = False) -> list[Post]:
        """``old``: as a page shows them that was opened some time ago."""
        return list((self.screen if old else self.record).posts.values())

    def rows(self, *states: State, old: bool = False) -> list[Delivery]:
        """Deliveries in these states; all, if none of them is."""
        every = list((self.screen if old else self.record).deliveries.values())
        return [row for row in every if row.state in states] or every

    def has(self, *states: State | Status) -> bool:
        """Whether a post or a delivery is in one of these states."""
        record = self.record
        return any(row.state in states for row in record.deliveries.values()) or any(
            post.status in states for post in record.posts.values()
        )

    def trying(self) -> ExitStack:
        """A person's act: it is done in one piece, or refused with a sentence."""
        act = ExitStack()
        act.enter_context(suppress(Refusal))
        act.enter_context(transaction.atomic())
        return act

    def wall(self, later: timedelta) -> Wall:
        local = (self.now + later).astimezone(self.cast.pontianak.zoneinfo)
        return Wall(local.date(), local.time(), self.cast.pontianak.zone)

    # -- the engine ----------------------------------------------------------------------------

    def turn(self, place: int = 0, *, woken: bool = True) -> None:
        engine = self.engines[place]
        if not engine.works:
            return
        time = self.networks.time
        dead = [other.owner for other in self.engines if other.is_silent(time)]
        handed = Delivery.objects.filter(copies.HANDED_OVER)
        before = set(handed.values_list("pk", flat=True))
        begun = engine.turn(self.now, time, woken=woken, dead=dead)
        invariants.of_a_turn(self, begun, handed.exclude(pk__in=before))

    def pass_time(self, span: timedelta) -> None:
        self.now += span
        self.networks.time += span
        for engine in self.engines:
            if engine.works:
                engine.beat = self.networks.time

    def calls(self) -> list[tuple[Engine, Call]]:
        return [(engine, call) for engine in self.engines for call in engine.calls]

    def reach(self, engine: Engine, call: Call, hidden: timedelta) -> None:
        """The request arrives at its network, which acts upon it."""
        row, time = call.task.delivery, self.networks.time
        if engine.may_reach(call, time) and row.account_id not in self.networks.logged_out:
            call.reached = self.networks.accept(row, call.text, hidden)
            invariants.of_an_acceptance(self, call)

    # -- after each step -----------------------------------------------------------------------

    def look_around(self) -> None:
        self.before = self.record
        if self.reader.may_have_changed():
            self.record = self.reader.read()
        invariants.of_every_step(self)


def having(*states: State | Status) -> Callable[[Rule], Rule]:
    """A rule is played only while something is in one of these states."""
    condition: Callable[[Rule], Rule] = precondition(lambda day: day.world.has(*states))
    return condition


def pick(things: Sequence[Thing], number: int) -> Thing | None:
    return things[number % len(things)] if things else None
