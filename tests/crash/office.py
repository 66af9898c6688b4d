"""The people of the campaign: they plan posts, and reconnect accounts that lost their login."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from random import Random

from django.db import transaction

from channels.models import Account, AccountState
from content.models import Event, Status
from content.refusals import Refusal
from scheduler import acts, plan
from scheduler.models import WAITING, Delivery, Hold, Mode, State
from tests import people
from tests.crash.channel import KINDS, Token
from tests.crash.later import Later, spread, texts
from tests.crash.told import Row
from tests.stubs.running import Network


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
        self._later = Later(self._people, self._accounts, dice)

    def work(self, now: datetime) -> None:
        """Mostly new posts; and something is done to those that are out already."""
        later = self._later.choose()
        with suppress(Refusal):
            if later is None:
                self._publish(now)
            else:
                later(now)

    @transaction.atomic
    def _publish(self, now: datetime) -> None:
        self._posts += 1
        words = f"Kabar nomor {self._posts}."
        post = self._people.approved(at=now, title=words, texts=texts(words))
        planned = plan.plan(post, self._accounts, None, Mode.TOGETHER, by=self._people.tono, at=now)
        spread(planned, self._dice)

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


def told_of_waiting() -> list[str]:
    """All that the record says of what is still waiting, for whoever has to find out why."""
    facts = ("key", "verb", "state", "reason", "run_at", "deadline_at", "lease_until", "owner")
    return [
        "\n".join(
            [
                ", ".join(f"{fact} {getattr(row, fact)}" for fact in facts),
                f"  account {row.account.state} rests until {row.account.rest_until}",
                *(
                    f"  attempt {t.number} {t.started_at:%T.%f} {t.ended_at} {t.outcome} {t.detail}"
                    for t in row.tries.all()
                ),
                *(
                    f"  {event.at:%T.%f} {event.kind} {event.data.get('reason', '')}"
                    for event in Event.objects.filter(data__delivery=row.pk).order_by("pk")
                ),
            ]
        )
        for row in Delivery.objects.filter(WAITING).select_related("account")
    ]


def rows() -> list[Row]:
    """The record as it stands, in the order of each lane."""
    listed = set(Delivery.objects.needing_a_person().values_list("pk", flat=True))
    deliveries = Delivery.objects.select_related("account", "post", "revision", "target").order_by(
        "due_at", "pk"
    )
    return [_row(d, number, d.pk in listed) for number, d in enumerate(deliveries)]


def _row(delivery: Delivery, place_in_lane: int, listed: bool) -> Row:
    target, kind = delivery.target, delivery.account.kind
    return Row(
        account=place(delivery.account),
        key=delivery.key,
        state=delivery.state,
        reason=delivery.reason,
        place=place_in_lane,
        listed=listed,
        verb=delivery.verb,
        aim=target.remote_id if target is not None else "",
        chain=f"{delivery.post_id} {delivery.account_id} {delivery.again}",
        text=delivery.revision.content["texts"].get(kind, ""),
        withdrawn=delivery.post.status == Status.WITHDRAWN,
    )
