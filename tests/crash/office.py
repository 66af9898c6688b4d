"""The people of the campaign: they plan posts, and connect accounts that have lost their login."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from channels.models import Account, AccountState
from scheduler import acts, plan
from scheduler.models import WAITING, Delivery, Hold, Mode, State
from tests import people
from tests.crash.channel import KINDS, Token
from tests.crash.judge import Row
from tests.stubs.running import Network

GRACE = timedelta(hours=3)
AHEAD = 1.5  # seconds until the last account of a wave is due


class Office:
    def __init__(self, networks: Sequence[str], accounts: int, dice: Random) -> None:
        self._people = people.build()
        self._dice = dice
        self._posts = 0
        self._accounts = [
            self._people.account(
                KINDS[network].kind, handle=f"{network}{n}", credentials=Token(f"token-{n}")
            )
            for network in networks
            for n in range(accounts)
        ]

    @transaction.atomic
    def plan_wave(self, now: datetime) -> None:
        """One post on every account, each at a moment of its own."""
        self._posts += 1
        words = f"Kabar nomor {self._posts}."
        texts = {adapter.kind: words for adapter in KINDS.values()}
        post = self._people.approved(at=now, title=words, texts=texts)
        planned = plan.plan(post, self._accounts, None, Mode.TOGETHER, by=self._people.tono, at=now)
        for delivery in planned:
            due = now + timedelta(seconds=self._dice.uniform(0, AHEAD))
            Delivery.objects.filter(pk=delivery.pk).update(
                due_at=due, run_at=due, deadline_at=due + GRACE
            )

    def reconnect(self, network: Network, now: datetime) -> int:
        """Whoever is told that a login has ended enters it again."""
        lost = Account.objects.filter(state=AccountState.DISCONNECTED)
        for account in lost:
            network.set(reconnect=place(account))
            acts.reconnected(account, now)
        return len(lost)

    def send_again(self, now: datetime) -> None:
        """What was set aside because its process kept dying is surely not out."""
        aside = Delivery.objects.needing_a_person().filter(state=State.HELD, reason=Hold.CRASHED)
        for delivery in aside.select_related("account__office", "post"):
            acts.send_now(delivery, by=self._people.tono, at=now)


def place(account: Account) -> str:
    return f"{account.kind.removeprefix('crash-')}/{account.pk}"


def waiting() -> int:
    return Delivery.objects.filter(WAITING).count()


def rows() -> list[Row]:
    """The record as it stands, in the order of each lane."""
    listed = set(Delivery.objects.needing_a_person().values_list("pk", flat=True))
    deliveries = Delivery.objects.select_related("account").order_by("due_at", "pk")
    dedupes = KINDS["dedupe"].kind
    return [
        Row(
            account=place(d.account),
            key=d.key,
            state=d.state,
            reason=d.reason,
            place=number,
            listed=d.pk in listed,
            repeatable=d.account.kind == dedupes,
        )
        for number, d in enumerate(deliveries)
    ]
