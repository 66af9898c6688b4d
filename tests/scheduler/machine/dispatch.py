"""What publishers do: planning, moving, cancelling, stopping, and settling what is not known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from channels.base import Verb
from channels.models import Account
from content.models import Status
from content.scope import Scope
from scheduler import acts, copies, plan, resuming, stops
from scheduler.models import READY, Delivery, Hold, Mode, Reach, State
from scheduler.resuming import Choice, Wish
from tests.people import content
from tests.scheduler.machine import invariants
from tests.scheduler.machine.desk import rarely, which
from tests.scheduler.machine.kinds import KINDS
from tests.scheduler.machine.world import World, having, pick

later = st.sampled_from((0, 1, 2, 5, 10, 60, 24 * 60)).map(lambda m: timedelta(minutes=m))
lanes = st.integers(0, len(KINDS) - 1)
some_accounts = st.sets(lanes, min_size=1, max_size=4).map(sorted)
WAITING = (*READY, State.HELD, State.MISSED)


class Dispatch(RuleBasedStateMachine):
    world: World

    @rule(number=which, where=some_accounts, when=later, old=rarely)
    def schedule(self, number: int, where: list[int], when: timedelta, old: bool) -> None:
        plannable = (Status.APPROVED, Status.SCHEDULED, Status.PUBLISHED, Status.CORRECTED)
        posts = self.world.posts(old=old)
        post = pick([post for post in posts if post.status in plannable] or posts, number)
        if post is not None:
            accounts = [self.world.accounts[place] for place in where]
            wall = self.world.wall(when) if when else None
            with self.world.trying():
                by, at = self.world.cast.tono, self.world.now
                plan.plan(post, accounts, wall, Mode.TOGETHER, by=by, at=at)
                invariants.of_a_plan(post)

    @having(Status.SCHEDULED)
    @rule(number=which, old=rarely)
    def unschedule(self, number: int, old: bool) -> None:
        posts = self.world.posts(old=old)
        post = pick([post for post in posts if post.status == Status.SCHEDULED], number)
        if post is not None:
            with self.world.trying():
                plan.unschedule(post, by=self.world.cast.tono, at=self.world.now)

    @having(*WAITING, State.SENDING)
    @rule(number=which, when=later, old=rarely)
    def move(self, number: int, when: timedelta, old: bool) -> None:
        """Tried on what is being sent, too, as are the next two: then it is too late."""
        row = pick(self.world.rows(*WAITING, State.SENDING, old=old), number)
        if row is not None and not self.is_found(row):
            with self.world.trying():
                acts.move(row, self.world.wall(when), by=self.world.cast.tono, at=self.world.now)

    @having(*WAITING, State.SENDING)
    @rule(number=which, old=rarely)
    def cancel(self, number: int, old: bool) -> None:
        row = pick(self.world.rows(*WAITING, State.SENDING, old=old), number)
        if row is not None and not self.is_found(row):
            with self.world.trying():
                acts.cancel(row, by=self.world.cast.tono, at=self.world.now)

    @having(*WAITING, State.SENDING, State.FAILED)
    @rule(number=which, old=rarely)
    def send_now(self, number: int, old: bool) -> None:
        row = pick(self.world.rows(*WAITING, State.SENDING, State.FAILED, old=old), number)
        if row is not None and not self.is_found(row):
            with self.world.trying():
                acts.send_now(row, by=self.world.cast.tono, at=self.world.now)

    def is_found(self, row: Delivery) -> bool:
        """Of what may be live only a person can tell. He looks, and what is there he says."""
        if not copies.waits_unseen(row) or not self.world.networks.shown(row):
            return False
        with self.world.trying():
            acts.found(row, "", by=self.world.cast.tono, at=self.world.now)
        return True

    @having(State.SENT)
    @rule(number=which, old=rarely, twice=st.booleans())
    def post_again(self, number: int, old: bool, twice: bool) -> None:
        rows = self.world.rows(State.SENT, old=old)
        row = pick([row for row in rows if row.verb == Verb.PUBLISH] or rows, number)
        if row is not None:
            by, at = self.world.cast.tono, self.world.now
            with self.world.trying():
                made = acts.post_again(row, by=by, at=at)
                if made.pk not in self.world.record.deliveries:
                    self.world.extra[made.post_id, made.account_id] += 1
                if twice:
                    assert acts.post_again(row, by=by, at=at) == made, "two presses, two copies"

    @having(State.FAILED)
    @rule(number=which, old=rarely)
    def take_note(self, number: int, old: bool) -> None:
        row = pick(self.world.rows(State.FAILED, old=old), number)
        if row is not None:
            with self.world.trying():
                acts.seen(row, by=self.world.cast.tono, at=self.world.now)

    @having(State.UNCONFIRMED)
    @rule(number=which, old=rarely)
    def look_again(self, number: int, old: bool) -> None:
        row = pick(self.world.rows(State.UNCONFIRMED, old=old), number)
        if row is not None:
            with self.world.trying():
                acts.look_again(row, by=self.world.cast.tono, at=self.world.now)

    @having(State.UNCONFIRMED)
    @rule(number=which, old=rarely)
    def say_what_is_there(self, number: int, old: bool) -> None:
        """A person looks, and says what he sees. A network that is slow may mislead him."""
        row = pick(self.world.rows(State.UNCONFIRMED, old=old), number)
        if row is not None:
            self.settle(row)

    def settle(self, row: Delivery) -> None:
        by, at, networks = self.world.cast.tono, self.world.now, self.world.networks
        shown = networks.shown(row)
        with self.world.trying():
            if shown:
                acts.found(row, "https://contoh.test/1", by=by, at=at)
                return
            acts.absent(row, by=by, at=at)
            if networks.of(row):
                self.world.misled.add(row.pk)
                self.world.extra[row.post_id, row.account_id] += 1

    @having(State.HELD)
    @rule(number=which, old=rarely)
    def do_by_hand(self, number: int, old: bool) -> None:
        rows = [row for row in self.world.rows(State.HELD, old=old) if row.state == State.HELD]
        row = pick([row for row in rows if row.reason == Hold.BY_HAND], number)
        if row is not None and row.target is not None:
            with self.world.trying():
                acts.done_by_hand(row, by=self.world.cast.tono, at=self.world.now)
                text = row.revision.content["texts"].get(row.account.kind, "")
                self.world.networks.change(row, row.target.remote_id, text)

    @rule(reach=st.sampled_from(Reach), place=lanes)
    def stop(self, reach: Reach, place: int) -> None:
        with self.world.trying():
            by, at = self.world.cast.tono, self.world.now
            aimed_at = aim(reach, self.world.accounts[place])
            self.world.stops.append(stops.stop(reach, "Salah.", by=by, at=at, **aimed_at))

    @precondition(lambda day: bool(day.world.stops))
    @rule(number=which, choice=st.sampled_from(Choice), when=later)
    def lift(self, number: int, choice: Choice, when: timedelta) -> None:
        """And say what becomes of what has waited, as the page showed it just now."""
        standing = pick(self.world.stops, number)
        if standing is None:
            return
        by, at = self.world.cast.tono, self.world.now
        seen = resuming.survey(standing, Scope.of(by, at), at).seen
        first = self.world.wall(when) if choice is Choice.MOVE else None
        with self.world.trying():
            stops.lift(standing, Wish(choice, first, seen), by=by, at=at)
            self.world.stops.remove(standing)


def aim(reach: Reach, account: Account) -> dict[str, Any]:
    match reach:
        case Reach.OFFICE:
            return {"office": account.office}
        case Reach.CHANNEL:
            return {"kind": account.kind}
        case Reach.ACCOUNT:
            return {"account": account}
        case Reach.TOPIC:
            return {"topic": content()["topic"]}
        case Reach.ALL:
            return {}
