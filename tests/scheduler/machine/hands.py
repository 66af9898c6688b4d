"""What people do where no machine may post: they are asked, post, and sooner or later say so."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from channels.base import Verb
from scheduler import acts, by_hand, copies, message
from scheduler.models import Delivery, Hold, State
from tests.scheduler.machine import invariants
from tests.scheduler.machine.desk import rarely, which
from tests.scheduler.machine.world import World, having, pick

links = st.sampled_from(("", "https://contoh.test/1"))


class Hands(RuleBasedStateMachine):
    """Nobody lies, and whoever decides about what may be live has looked."""

    world: World

    @having(State.HELD, State.MISSED)
    @rule(number=which, says=st.booleans(), link=links)
    def somebody_does_what_is_asked(self, number: int, says: bool, link: str) -> None:
        row = pick(self.handed(), number)
        if row is not None and self.page_shows(row):
            self.put_up(row)
            if says:
                self.say(row, link)

    @having(State.HELD, State.MISSED)
    @rule(number=which)
    def somebody_opens_the_page(self, number: int) -> None:
        row = pick(self.handed(), number)
        if row is not None and self.page_shows(row):
            self.world.phones[row.pk] = row

    @precondition(lambda day: bool(day.world.phones))
    @rule(number=which)
    def it_is_posted_from_a_page_that_was_open(self, number: int) -> None:
        row = pick(list(self.world.phones.values()), number)
        if row is not None:
            del self.world.phones[row.pk]
            self.put_up(row)

    @having(State.HELD, State.MISSED)
    @rule(number=which, link=links, old=rarely)
    def somebody_says_that_it_is_there(self, number: int, link: str, old: bool) -> None:
        row = pick([row for row in self.unseen(old=old) if self.is_there(row)], number)
        if row is None:
            return
        if not old:
            self.say(row, link)
            return
        with self.world.trying():
            acts.found(row, link, by=self.world.cast.tono, at=self.world.now)

    @rule()
    def the_clock_rings(self) -> None:
        by_hand.miss_late(self.world.now)
        waiting = Delivery.objects.filter(state=State.HELD, reason=Hold.HANDED)
        assert not waiting.filter(deadline_at__lt=self.world.now).exists()

    def all_say_what_they_have_done(self) -> None:
        for row in self.unseen():
            if self.is_there(row):
                self.say(row, "")

    def unseen(self, *, old: bool = False) -> list[Delivery]:
        rows = self.world.rows(State.HELD, State.MISSED, old=old)
        return [row for row in rows if copies.waits_unseen(row)]

    def handed(self) -> list[Delivery]:
        return [row for row in self.unseen() if row.reason == Hold.HANDED]

    def is_there(self, row: Delivery) -> bool:
        return bool(self.world.networks.shown(row))

    def page_shows(self, row: Delivery) -> bool:
        shows = by_hand.turn_of(row, self.world.now).shows
        if shows:
            invariants.is_wanted(self.world, row)
        return shows

    def put_up(self, row: Delivery) -> None:
        """Whoever has had the page open for long may post what is not asked for any more."""
        if self.world.networks.of(row):
            return
        text = "" if row.verb == Verb.DELETE else message.outgoing(row).text
        self.world.networks.accept(row, text, timedelta(0))
        if not copies.waits_unseen(self.world.record.deliveries[row.pk]):
            self.world.misled.add(row.pk)
            self.world.extra[row.post_id, row.account_id] += 1

    def say(self, row: Delivery, link: str) -> None:
        """Taken whatever has happened around it: nobody's word is refused while it is asked for."""
        with transaction.atomic():
            acts.found(row, link, by=self.world.cast.tono, at=self.world.now)
