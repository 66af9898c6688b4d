"""A stage to play deliveries on: the real tables and rules, a network that says what it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from channels import registry
from channels.base import DeliveryError, Reason, Receipt, Unconfirmed
from channels.models import Account
from content import drafts, workflow
from content.models import Post
from content.workflow import Step
from scheduler import delivery, gate, plan, settle
from scheduler.delivery import Task
from scheduler.models import Delivery, Mode
from scheduler.settle import Result
from scheduler.when import Wall
from tests.people import MORNING, Network, content

DUE = MORNING + timedelta(hours=1)

Answer = Receipt | DeliveryError
Script = Callable[[Task], Answer]


@dataclass
class Stage:
    """``sent`` and ``looked``: the deliveries that were really called for, in order."""

    sent: list[int] = field(default_factory=list)
    looked: list[int] = field(default_factory=list)

    def turn(self, now: datetime, script: Script | None = None, free: int = 100) -> list[Task]:
        """One turn of the pump, its calls, and the turn that writes their outcomes."""
        with gate.turn():
            tasks = delivery.claim("me", now, free)
        for task in tasks:
            self.play(task, now, script)
        return tasks

    def play(self, task: Task, now: datetime, script: Script | None = None) -> None:
        (self.looked if task.look else self.sent).append(task.delivery.pk)
        answer = (
            script(task) if script else Receipt(f"r{task.delivery.pk}", "https://contoh.test/1")
        )
        with transaction.atomic():
            settle.settle([Result(task, answer, now)], now)


def always(answer: Answer) -> Script:
    return lambda task: answer


def planned(
    network: Network,
    *accounts: Account,
    at: datetime = MORNING,
    due: datetime | None = None,
    post: Post | None = None,
) -> list[Delivery]:
    """An approved post of Pontianak, planned by Tono."""
    post = post or network.approved(at)
    local = (due or at + timedelta(hours=1)).astimezone(network.pontianak.zoneinfo)
    wall = Wall(local.date(), local.time(), network.pontianak.zone)
    targets = accounts or (network.account(),)
    return plan.plan(post, targets, wall, Mode.TOGETHER, by=network.tono, at=at)


def again(row: Delivery) -> Delivery:
    return Delivery.objects.select_related(
        "post__office", "account__office", "revision", "target"
    ).get(pk=row.pk)


def corrected(network: Network, post: Post, texts: dict[str, str] | None = None) -> Post:
    """The same post with a RALAT, approved by another pair of eyes."""
    post = Post.objects.select_related("office", "head").get(pk=post.pk)
    post = workflow.take(Step.CORRECT, post, by=network.sari, at=DUE)
    words = content(
        texts=texts or {"practice": "Layanan buka sampai pukul 15.00 WIB."},
        correction={"wrong": "16.00", "right": "15.00"},
    )
    post = workflow.submit(post, words, by=network.sari, at=DUE)
    assert post.head is not None
    return workflow.take(Step.APPROVE, post, by=network.rina, at=DUE, sha256=post.head.sha256)


def echoed(network: Network, origin: Post) -> Post:
    draft = drafts.create(network.centre, "gema", by=network.citra, at=DUE, repost_of=origin)
    words = content(texts={}, native=["practice"])
    echo = workflow.submit(draft, words, by=network.citra, at=DUE)
    assert echo.head is not None
    return workflow.take(Step.APPROVE, echo, by=network.rina, at=DUE, sha256=echo.head.sha256)


def x_credentials() -> object:
    return registry.load("x").needs(user_token="token-of-nobody")


def lost_if(lost: bool) -> Receipt | DeliveryError:
    return Unconfirmed(Reason.LOST_ANSWER) if lost else Receipt("1")
