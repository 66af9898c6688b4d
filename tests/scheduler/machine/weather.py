"""What nobody decides: time, turns of the engine, and answers that come or do not."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from channels.base import (
    DeliveryError,
    Disconnected,
    NotSent,
    Reason,
    Receipt,
    Refused,
    Unconfirmed,
)
from channels.registry import load
from scheduler import acts, notices
from scheduler.settle import Result
from tests.scheduler.machine import invariants
from tests.scheduler.machine.desk import which
from tests.scheduler.machine.engine import Call, Engine
from tests.scheduler.machine.world import World

SPANS = (1, 5, 10, 30, 60, 120, 300, 600, 900, 3600, 24 * 3600)
spans = st.sampled_from(SPANS).map(lambda s: timedelta(seconds=s))
hiding = st.sampled_from((0, 0, 5, 15)).map(lambda s: timedelta(seconds=s))
# Swallowed: the network has acted, and its answer is lost. Ill: it has acted and answers with 500.
ACTS = ("well", "swallowed", "ill")
fates = st.sampled_from((*ACTS, "swallowed", "lost", "limited", "unreachable", "refused"))
places = st.sampled_from((0, 0, 1))
arrivals = st.lists(st.booleans(), min_size=4, max_size=4)
under_way = precondition(lambda day: bool(day.world.calls()))


class Weather(RuleBasedStateMachine):
    world: World

    @rule(place=places, woken=st.booleans())
    def turn(self, place: int, woken: bool) -> None:
        self.world.turn(place, woken=woken)

    @rule(span=spans, place=places)
    def time_passes(self, span: timedelta, place: int) -> None:
        self.world.pass_time(span)
        self.world.turn(place)

    @rule(span=spans)
    def the_clock_goes_back(self, span: timedelta) -> None:
        self.world.now -= span

    @precondition(lambda day: day.world.now != day.world.networks.time)
    @rule()
    def the_clock_is_put_right(self) -> None:
        """Also while a network has not caught up with what it took."""
        self.world.now = self.world.networks.time

    @rule(hidden=hiding, place=places)
    def a_good_minute(self, hidden: timedelta, place: int = 0) -> None:
        """What is due goes out, and every answer comes back."""
        self.world.turn(place)
        for engine, call in self.world.calls():
            if engine.works:
                self.end(engine, call, "well", hidden)
        self.world.turn(place)

    @under_way
    @rule(number=which, hidden=hiding)
    def a_request_arrives(self, number: int, hidden: timedelta) -> None:
        engine, call = self.call(number)
        self.world.reach(engine, call, hidden)

    @under_way
    @rule(number=which, fate=fates, hidden=hiding)
    def a_call_ends(self, number: int, fate: str, hidden: timedelta) -> None:
        engine, call = self.call(number)
        if engine.works:
            self.end(engine, call, fate, hidden)

    @rule(number=st.integers(0, 3))
    def a_network_logs_us_out(self, number: int) -> None:
        self.world.networks.logged_out.add(self.world.accounts[number].pk)

    @precondition(lambda day: bool(day.world.networks.logged_out))
    @rule(number=st.integers(0, 3))
    def somebody_connects_again(self, number: int) -> None:
        account = self.world.accounts[number]
        self.world.networks.logged_out.discard(account.pk)
        acts.reconnected(account, self.world.now)

    @rule()
    def somebody_opens_the_pages(self) -> None:
        self.world.screen = self.world.record

    @rule()
    def people_are_told(self) -> None:
        """Of what needs them."""
        notices.tell(self.world.now)
        invariants.of_a_telling(self.world)

    def call(self, number: int) -> tuple[Engine, Call]:
        calls = self.world.calls()
        return calls[number % len(calls)]

    def end(self, engine: Engine, call: Call, fate: str, hidden: timedelta) -> None:
        if fate in ACTS:
            self.world.reach(engine, call, hidden)
        engine.calls.remove(call)
        result = Result(call.task, answer(self.world, call, fate), self.world.now)
        engine.inbox.append(result)


def answer(world: World, call: Call, fate: str) -> Receipt | DeliveryError:
    """What the engine hears. Once the network has acted, only silence can hide it."""
    if fate in ("lost", "swallowed"):
        return Unconfirmed(Reason.LOST_ANSWER)
    if fate == "ill" and (call.reached or call.task.look):
        return Unconfirmed(Reason.NETWORK_TROUBLE)
    if call.reached is not None:
        return call.reached
    if call.task.delivery.account_id in world.networks.logged_out:
        return Disconnected(Reason.LOGIN_ENDED)
    if call.task.look:
        kind = call.task.delivery.account.kind
        assert load(kind).capabilities.can_settle, "asking there is a second post"
        return world.networks.look(call.task.delivery)
    return _no(world, fate)


def _no(world: World, fate: str) -> DeliveryError:
    """The network has not acted, and says so."""
    if fate == "refused":
        return Refused(Reason.TOO_LONG)
    if fate == "limited":
        until = world.now + timedelta(minutes=2)
        return NotSent(Reason.RATE_LIMITED, again_at=until, whole_account=True)
    return NotSent(Reason.UNREACHABLE)
