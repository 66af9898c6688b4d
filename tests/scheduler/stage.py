"""A stage to play deliveries on: the real tables and rules, a network that says what it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from channels.base import DeliveryError, Receipt
from channels.models import Account
from content.models import Post
from scheduler import delivery, plan, settle
from scheduler.delivery import Task
from scheduler.models import Delivery, Mode
from scheduler.settle import Result
from scheduler.when import Wall
from tests.people import MORNING, Network

Answer = Receipt | DeliveryError
Script = Callable[[Task], Answer]


@dataclass
class Stage:
    """``sent`` and ``looked``: the deliveries that were really called for, in order."""

    sent: list[int] = field(default_factory=list)
    looked: list[int] = field(default_factory=list)

    def turn(self, now: datetime, script: Script | None = None, free: int = 100) -> list[Task]:
        """One turn of the pump, its calls, and the turn that writes their outcomes."""
        with transaction.atomic():
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
