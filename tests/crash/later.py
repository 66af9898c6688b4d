"""What the people of the campaign do with posts that are out: correct, take back, repost them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from django.db import transaction
from django.utils import timezone

from channels.models import Account
from composer import correcting
from content import drafts, workflow
from content.models import Post, Status
from content.workflow import Step
from scheduler import acts, plan
from scheduler.copies import UNSETTLED
from scheduler.models import Delivery, Mode
from tests.crash.channel import KINDS
from tests.people import Network, content

GRACE = timedelta(hours=3)
AHEAD = 1.5  # seconds until the last account of a wave is due
RECENT = 6

Work = Callable[[datetime], None]


class Later:
    def __init__(self, people: Network, accounts: Sequence[Account], dice: Random) -> None:
        self._people = people
        self._accounts = accounts
        self._dice = dice
        new, correct, repost = None, self._correct, self._repost
        turns = (new, new, correct, new, repost, correct, new, self._withdraw)
        self._turns: Iterator[Work | None] = cycle(turns)

    def choose(self) -> Work | None:
        """What comes next; None: something new is to be written."""
        return next(self._turns)

    @transaction.atomic
    def _correct(self, at: datetime) -> None:
        """Also while it is still on its way to some: those are told the new words at once."""
        post = self._one_that_is_out(echo=False)
        if post is None:
            return
        moved = correcting.take(Step.CORRECT, post, by=self._people.sari, at=at)
        words = f"{post.title} Ralat {moved.revisions.count()}."
        wrong = {"wrong": "lama", "right": "baru"}
        body = content(title=post.title, texts=texts(words), correction=wrong)
        self._approve_and_plan(workflow.submit(moved, body, by=self._people.sari, at=at), at)

    @transaction.atomic
    def _withdraw(self, at: datetime) -> None:
        post = self._one_that_is_out(echo=self._dice.random() < 0.5)
        if post is not None:
            spread(acts.withdraw(post, "Keliru.", by=self._people.tono, at=at), self._dice)

    @transaction.atomic
    def _repost(self, at: datetime) -> None:
        """Once each, so that whoever looks can tell which repost he sees."""
        origin = self._one_that_is_out(echo=False, again=False)
        if origin is None:
            return
        sari, office = self._people.sari, self._people.pontianak
        post = drafts.create(office, "gema", by=sari, at=at, repost_of=origin)
        native = [adapter.kind for adapter in KINDS.values()]
        body = content(title=f"Gema: {origin.title}", texts={}, native=native)
        self._approve_and_plan(workflow.submit(post, body, by=sari, at=at), at)

    def _approve_and_plan(self, post: Post, at: datetime) -> None:
        assert post.head is not None
        sha256 = post.head.sha256
        post = workflow.take(Step.APPROVE, post, by=self._people.rina, at=at, sha256=sha256)
        unsettled = Delivery.objects.filter(post=post, state__in=UNSETTLED)
        wait = set(unsettled.values_list("account", flat=True))
        ready = [account for account in self._accounts if account.pk not in wait]
        by = self._people.tono
        spread(plan.plan(post, ready, None, Mode.TOGETHER, by=by, at=at), self._dice)

    def _one_that_is_out(self, *, echo: bool, again: bool = True) -> Post | None:
        out = Post.objects.filter(status__in=(Status.PUBLISHED, Status.CORRECTED))
        out = out.filter(repost_of__isnull=not echo)
        if not again:
            out = out.exclude(
                pk__in=Post.objects.filter(repost_of__isnull=False).values("repost_of")
            )
        recent = list(out.order_by("-pk")[:RECENT])
        return self._dice.choice(recent) if recent else None


def texts(words: str) -> dict[str, str]:
    return {adapter.kind: words for adapter in KINDS.values()}


def spread(planned: Iterable[Delivery], dice: Random) -> None:
    """Each is due at a moment of its own, counted from when all of it was planned."""
    now = timezone.now()
    for delivery in planned:
        if delivery.run_at is None:
            continue
        due = now + timedelta(seconds=dice.uniform(0, AHEAD))
        Delivery.objects.filter(pk=delivery.pk).update(
            due_at=due, run_at=due, deadline_at=due + GRACE
        )
