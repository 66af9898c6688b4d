"""A random day: everybody does anything at any moment, and every promise is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from channels.models import Account
from composer import correcting
from content import workflow
from content.models import Person, Post, Status
from content.workflow import Step
from scheduler import acts, delivery, plan, stops
from scheduler.models import WAITING, Delivery, Mode
from tests.people import Network
from tests.scheduler.machine import invariants
from tests.scheduler.machine.desk import Desk, which
from tests.scheduler.machine.dispatch import Dispatch, later, some_accounts
from tests.scheduler.machine.hands import Hands
from tests.scheduler.machine.mishaps import Mishaps
from tests.scheduler.machine.world import World, having

# How often the engine turns at most until nothing is left to do.
PATIENCE = 100


class Day(Desk, Dispatch, Hands, Mishaps):
    """Each run begins with the same offices and people, and leaves nothing behind."""

    def __init__(self, cast: Network, accounts: Sequence[Account]) -> None:
        super().__init__()
        self._all_of_it = transaction.atomic()
        self._all_of_it.__enter__()
        rina = Person.objects.get(pk=cast.rina.pk)
        self.world = World(cast, rina, accounts)
        self._sound = False

    @initialize(wanted=st.lists(st.tuples(some_accounts, later), min_size=1, max_size=3))
    def some_posts_are_planned(self, wanted: list[tuple[list[int], timedelta]]) -> None:
        for where, when in wanted:
            post = self.submit(self.world.cast.draft(self.world.now), 15)
            self._approve_and_plan(post, self.world.rina, where, when)

    @having(Status.SCHEDULED, Status.PUBLISHED, Status.CORRECTED)
    @rule(number=which, where=some_accounts, when=later)
    def other_words_are_planned(self, number: int, where: list[int], when: timedelta) -> None:
        """What was planned of the earlier ones is not wanted any more."""
        world = self.world
        post = self.post(number, Status.SCHEDULED, Status.PUBLISHED, Status.CORRECTED)
        if post is None:
            return
        step = Step.REOPEN if post.status == Status.SCHEDULED else Step.CORRECT
        with world.trying():
            opened = correcting.take(step, post, by=world.cast.sari, at=world.now)
            self._approve_and_plan(self.submit(opened, 15), world.cast.bayu, where, when)
            invariants.of_a_plan(opened)

    def _approve_and_plan(self, post: Post, by: Person, where: list[int], when: timedelta) -> None:
        world = self.world
        assert post.head is not None
        sha256 = post.head.sha256
        post = workflow.take(Step.APPROVE, post, by=by, at=world.now, sha256=sha256)
        wall = world.wall(when) if when else None
        accounts = [world.accounts[place] for place in where]
        plan.plan(post, accounts, wall, Mode.TOGETHER, by=world.cast.tono, at=world.now)
        world.approved[post.pk] = sha256

    @invariant()
    def everything_is_as_it_should_be(self) -> None:
        self._sound = False
        self.world.look_around()
        self._sound = True

    @rule()
    def all_comes_to_rest(self) -> None:
        """Stops are lifted, accounts are back, networks answer: nothing may be left over."""
        self._sound = False
        world = self.world
        while world.stops:
            stops.lift(world.stops.pop(), by=world.cast.tono, at=world.now)
        self.all_say_what_they_have_done()
        for account in world.accounts:
            world.networks.logged_out.discard(account.pk)
            acts.reconnected(account, world.now)
        for place in range(len(world.engines)):
            self.a_process_goes_on(place)
            self.a_process_rises(place)
        for _ in range(PATIENCE):
            for place, engine in enumerate(world.engines):
                if place == 0 or engine.calls or engine.inbox:
                    self.a_good_minute(timedelta(0), place)
            self.everything_is_as_it_should_be()
            if not self._is_anything_left():
                break
        invariants.at_rest(world)
        self.people_are_told()
        self._sound = True

    def _is_anything_left(self) -> bool:
        """Waits for it, if so."""
        if any(engine.calls or engine.inbox for engine in self.world.engines):
            return True
        if not Delivery.objects.filter(WAITING).exists():
            return False
        # Of the one that turns in every round; what others remember of their last turn is old.
        now, wait = self.world.now, self.world.engines[0].ready.again_in
        times = (delivery.next_time(now), now + timedelta(seconds=wait) if wait else None)
        self.world.pass_time(min(filter(None, times), default=now) - now + timedelta(seconds=1))
        return True

    def teardown(self) -> None:
        try:
            if self._sound:
                self.all_comes_to_rest()
        finally:
            transaction.set_rollback(True)
            self._all_of_it.__exit__(None, None, None)
