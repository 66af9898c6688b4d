"""Short stories that chance alone would seldom tell. Each finds a fault of its own kind."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from content.models import Post
from scheduler import acts, delivery, stops
from scheduler.models import READY, Reach, State
from scheduler.workers import SILENT
from tests.scheduler.machine.desk import which
from tests.scheduler.machine.dispatch import aim
from tests.scheduler.machine.engine import Call, Engine
from tests.scheduler.machine.processes import Processes
from tests.scheduler.machine.weather import arrivals, fates, hiding, places
from tests.scheduler.machine.world import having, pick

SECOND = timedelta(seconds=1)
pauses = st.sampled_from((1, 10, 30, 120)).map(lambda s: timedelta(seconds=s))
slow = st.sampled_from((5, 15)).map(lambda s: timedelta(seconds=s))
# How often in a row looking may fail before a person is asked.
MOST_LOOKS = 4


class Mishaps(Processes):
    @precondition(lambda day: all(engine.works for engine in day.world.engines))
    @rule(place=places, arrived=arrivals, fate=fates, pause=pauses, hidden=hiding)
    def answers_come_after_the_take_over(
        self, place: int, arrived: list[bool], fate: str, pause: timedelta, hidden: timedelta
    ) -> None:
        """Its process has stood still, and another has looked meanwhile, or sent it once more."""
        world, asleep = self.world, self.world.engines[place]
        self._begin_what_comes_next(place)
        self.some_arrive(asleep, arrived, hidden)
        late = list(asleep.calls)
        self.a_process_stands_still(place)
        world.pass_time(SILENT + SECOND)
        self.a_good_minute(hidden, 1 - place)
        world.pass_time(pause)
        self.a_good_minute(hidden, 1 - place)
        world.turn(1 - place)
        self.a_process_goes_on(place)
        for call in [call for call in asleep.calls if call in late]:
            self.end(asleep, call, fate, hidden)
        world.turn(place)

    @having(*READY)
    @rule(place=places, hidden=slow)
    def answers_are_lost_on_the_way(self, place: int, hidden: timedelta) -> None:
        """The networks have acted; whoever looks for it too early finds nothing."""
        self._begin_what_comes_next(place)
        for engine, call in self._calls():
            self.end(engine, call, "swallowed", hidden)
        self.a_good_minute(hidden, place)
        self.a_good_minute(hidden, place)

    @having(State.UNCONFIRMED)
    @rule(place=places)
    def nothing_can_be_looked_for(self, place: int) -> None:
        """The networks are there, but cannot be read; so in the end a person is asked."""
        world, looked = self.world, Counter[int]()
        for _ in range(MOST_LOOKS * 3):
            wake_at = delivery.next_time(world.now)
            world.pass_time(wake_at - world.now + SECOND if wake_at else SECOND)
            world.turn(place)
            for engine, call in self._calls():
                if call.task.look:
                    looked[call.task.delivery.pk] += 1
                    self.end(engine, call, "lost", timedelta(0))
            world.turn(place)
        assert max(looked.values(), default=0) <= MOST_LOOKS, "nobody is asked to look"

    @having(*READY, State.SENDING)
    @rule(place=places, number=which, hidden=hiding)
    def a_post_is_withdrawn_on_its_way(self, place: int, number: int, hidden: timedelta) -> None:
        """It is out on some accounts, and comes through on the last one after that."""
        self._begin_what_comes_next(place)
        sends = [(engine, call) for engine, call in self._calls() if not call.task.look]
        post = pick([call.task.delivery.post_id for _, call in sends], number)
        mine = [(engine, call) for engine, call in sends if call.task.delivery.post_id == post]
        if post is None:
            return
        for engine, call in mine[:-1]:
            self.end(engine, call, "well", hidden)
        self._turn_both()
        with self.world.trying():
            by, at = self.world.cast.tono, self.world.now
            acts.withdraw(Post.objects.get(pk=post), "Keliru.", by=by, at=at)
            self.world.approved.pop(post, None)
        for engine, call in mine[-1:]:
            self.end(engine, call, "well", hidden)
        self._turn_both()

    @having(*READY)
    @rule(place=places, reach=st.sampled_from(Reach), hidden=hiding)
    def a_stop_comes_while_it_is_looked_for(
        self, place: int, reach: Reach, hidden: timedelta
    ) -> None:
        """It is not there, so it is due at once, and the engine goes on by what it remembers."""
        world = self.world
        self._begin_what_comes_next(place)
        for engine, call in self._calls():
            self.end(engine, call, "lost", hidden)
        world.turn(place)
        self._begin_what_comes_next(place)
        looks = self._calls()
        for _, call in looks[:1]:
            with world.trying():
                by, aimed_at = world.cast.tono, aim(reach, call.task.delivery.account)
                world.stops.append(stops.stop(reach, "Salah.", by=by, at=world.now, **aimed_at))
        for engine, call in looks:
            self.end(engine, call, "well", hidden)
        world.turn(place, woken=False)

    def _begin_what_comes_next(self, place: int) -> None:
        self.world.turn(place)
        wake_at = delivery.next_time(self.world.now)
        if wake_at is not None and not self.world.calls():
            self.world.pass_time(wake_at - self.world.now)
            self.world.turn(place)

    def _calls(self) -> list[tuple[Engine, Call]]:
        """Those that can come to an end."""
        return [(engine, call) for engine, call in self.world.calls() if engine.works]

    def _turn_both(self) -> None:
        for place in range(len(self.world.engines)):
            self.world.turn(place)
