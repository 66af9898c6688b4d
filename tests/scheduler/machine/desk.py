"""What the editorial side does: writing, deciding, opening again, taking back."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from composer import correcting
from content import people, workflow
from content.models import Post, Status
from content.workflow import Step
from scheduler import acts, approvers
from tests.people import content
from tests.scheduler.machine.kinds import KINDS
from tests.scheduler.machine.world import World, having, pick

MOST_POSTS = 4
which = st.integers(0, 11)
rarely = st.integers(0, 7).map(lambda number: number == 7)
grace = st.sampled_from((15, 15, 2, 240))


class Desk(RuleBasedStateMachine):
    """``old``: the person acts on what a page showed that was opened some time ago."""

    world: World

    @precondition(lambda day: len(day.world.record.posts) < MOST_POSTS)
    @rule(minutes=grace)
    def write_and_submit(self, minutes: int) -> None:
        self.submit(self.world.cast.draft(self.world.now), minutes)

    @having(Status.DRAFT)
    @rule(number=which, minutes=grace, old=rarely)
    def submit_again(self, number: int, minutes: int, old: bool) -> None:
        post = self.post(number, Status.DRAFT, old=old)
        if post is not None:
            with self.world.trying():
                self.submit(post, minutes)

    def submit(self, post: Post, minutes: int) -> Post:
        """New words each time, so that two revisions are never alike."""
        number = post.revisions.count() + 1
        words = f"Layanan dibuka. Kiriman {post.pk}, naskah {number}."
        correction = {"wrong": "lama", "right": "baru"} if post.published_at else None
        body = content(
            texts=dict.fromkeys(KINDS, words), correction=correction, grace_minutes=minutes
        )
        cast = self.world.cast
        return workflow.submit(post, body, by=cast.sari, at=self.world.now)

    @having(Status.SUBMITTED)
    @rule(number=which, by_rina=st.booleans(), old=rarely)
    def approve(self, number: int, by_rina: bool, old: bool) -> None:
        post = self.post(number, Status.SUBMITTED, old=old)
        if post is None or post.head is None:
            return
        by = self.world.rina if by_rina else self.world.cast.bayu
        with self.world.trying():
            workflow.take(Step.APPROVE, post, by=by, at=self.world.now, sha256=post.head.sha256)
            self.world.approved[post.pk] = post.head.sha256

    @having(Status.SUBMITTED)
    @rule(number=which, step=st.sampled_from((Step.RETURN, Step.REJECT)), old=rarely)
    def decide_against(self, number: int, step: Step, old: bool) -> None:
        post = self.post(number, Status.SUBMITTED, old=old)
        if post is not None and post.head is not None:
            with self.world.trying():
                sha256 = post.head.sha256
                by, at = self.world.cast.rina, self.world.now
                workflow.take(step, post, by=by, at=at, note="Perbaiki.", sha256=sha256)

    @having(Status.SUBMITTED)
    @rule(number=which, old=rarely)
    def recall(self, number: int, old: bool) -> None:
        post = self.post(number, Status.SUBMITTED, old=old)
        if post is not None:
            with self.world.trying():
                workflow.take(Step.RECALL, post, by=self.world.cast.sari, at=self.world.now)

    @having(Status.APPROVED, Status.SCHEDULED, Status.DISCARDED)
    @rule(number=which, old=rarely)
    def open_again(self, number: int, old: bool) -> None:
        """An approval is void from here on, and what was planned on it is held."""
        post = self.post(number, Status.APPROVED, Status.SCHEDULED, Status.DISCARDED, old=old)
        if post is not None:
            self.take_back(Step.REOPEN, post)

    @having(Status.PUBLISHED, Status.CORRECTED)
    @rule(number=which, old=rarely)
    def correct(self, number: int, old: bool) -> None:
        post = self.post(number, Status.PUBLISHED, Status.CORRECTED, old=old)
        if post is not None:
            self.take_back(Step.CORRECT, post)

    def take_back(self, step: Step, post: Post) -> None:
        with self.world.trying():
            correcting.take(step, post, by=self.world.cast.sari, at=self.world.now)
            self.world.approved.pop(post.pk, None)

    @having(Status.DRAFT)
    @rule(number=which)
    def abandon(self, number: int) -> None:
        post = self.post(number, Status.DRAFT)
        if post is None or post.live is None:
            return
        with self.world.trying():
            correcting.take(Step.ABANDON, post, by=self.world.cast.sari, at=self.world.now)
            self.world.approved[post.pk] = post.live.revision.sha256

    @having(Status.PUBLISHED, Status.CORRECTED)
    @rule(number=which, old=rarely)
    def withdraw(self, number: int, old: bool) -> None:
        post = self.post(number, Status.PUBLISHED, Status.CORRECTED, old=old)
        if post is not None:
            with self.world.trying():
                acts.withdraw(post, "Keliru.", by=self.world.cast.tono, at=self.world.now)
                self.world.approved.pop(post.pk, None)

    @having(Status.DRAFT)
    @rule(number=which)
    def discard(self, number: int) -> None:
        post = self.post(number, Status.DRAFT)
        if post is not None:
            with self.world.trying():
                correcting.take(Step.DISCARD, post, by=self.world.cast.sari, at=self.world.now)

    @precondition(lambda day: day.world.rina.is_active)
    @rule()
    def rina_leaves(self) -> None:
        """And her approvals with her, until she is back."""
        with self.world.trying():
            people.deactivate(self.world.rina, by=self.world.cast.ada, at=self.world.now)
            approvers.gone(self.world.rina, self.world.now)

    @precondition(lambda day: not day.world.rina.is_active)
    @rule()
    def rina_is_back(self) -> None:
        with self.world.trying():
            people.activate(self.world.rina, by=self.world.cast.ada, at=self.world.now)
            approvers.back(self.world.rina, self.world.now)

    def post(self, number: int, *wanted: Status, old: bool = False) -> Post | None:
        """One in such a state; any, if there is none: then it is to be refused."""
        posts = self.world.posts(old=old)
        return pick([post for post in posts if post.status in wanted] or posts, number)
