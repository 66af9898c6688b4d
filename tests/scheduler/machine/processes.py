"""Processes die, rise again, stand still and go on."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from scheduler import safe_mode
from scheduler.models import Why
from tests.scheduler.machine.engine import Engine
from tests.scheduler.machine.weather import (
    SPANS,
    Weather,
    arrivals,
    hiding,
    places,
    under_way,
)


class Processes(Weather):
    @under_way
    @rule(place=places, arrived=arrivals, hidden=hiding)
    def a_process_dies(self, place: int, arrived: list[bool], hidden: timedelta) -> None:
        """Of the requests that were out, some have reached their network."""
        engine = self.world.engines[place]
        self.some_arrive(engine, arrived, hidden)
        engine.die()

    @precondition(lambda day: not all(engine.alive for engine in day.world.engines))
    @rule(place=places)
    def a_process_rises(self, place: int) -> None:
        engine = self.world.engines[place]
        if not engine.alive:
            engine.rise(self.world.now, self.world.networks.time)
            self.world.turn(place)

    @rule(place=places, after=st.sampled_from(SPANS[:6]), arrived=arrivals, hidden=hiding)
    def power_fails_in_the_middle(
        self, place: int, after: int, arrived: list[bool], hidden: timedelta
    ) -> None:
        """Calls that have been out for a while, when their process dies and another rises."""
        self.world.turn(place)
        self.world.pass_time(timedelta(seconds=after))
        self.a_process_dies(place, arrived, hidden)
        self.a_process_rises(place)

    @under_way
    @rule(place=places)
    def a_process_stands_still(self, place: int) -> None:
        self.world.engines[place].awake = False

    @precondition(lambda day: not all(engine.awake for engine in day.world.engines))
    @rule(place=places)
    def a_process_goes_on(self, place: int) -> None:
        engine = self.world.engines[place]
        if engine.alive and not engine.awake:
            engine.wake_up(self.world.now, self.world.networks.time)

    @rule(arrived=arrivals, hidden=hiding)
    def a_copy_of_the_record_is_put_back(self, arrived: list[bool], hidden: timedelta) -> None:
        """Made a moment ago, but nobody knows that: everything may have gone out since."""
        world = self.world
        for engine in world.engines:
            self.some_arrive(engine, arrived, hidden)
            engine.die()
        with transaction.atomic():
            safe_mode.enter(Why.RESTORED, world.now)
        for place in range(len(world.engines)):
            self.a_process_rises(place)

    def some_arrive(self, engine: Engine, arrived: list[bool], hidden: timedelta) -> None:
        for call, came_through in zip(list(engine.calls), arrived, strict=False):
            if came_through:
                self.world.reach(engine, call, hidden)
