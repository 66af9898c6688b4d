"""What a process that may be killed does: found a desk, plan a post, run the real engine."""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time as time_of_day
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from channels import registry
from channels.instagram.adapter import Instagram
from channels.models import Account
from content import drafts
from content.intake.develop import Developed
from content.intake.store import keep
from content.models import Office, Person, Post
from content.workflow import Step, submit, take
from scheduler import engine, measuring, notices, plan, points
from scheduler.models import WAITING, Delivery, Ending, Mode, Notice, Policy, Series, State
from scheduler.recurring import carry_out, steer
from scheduler.recurring.shape import Every, Shape
from scheduler.recurring.steer import Wish
from tests import people
from tests.channels.sending import jpeg, token_only
from tests.crash import channel, pace
from web import chores, single

PATIENCE = 25.0
POISON = "crash-poison"
OUTCOME = "outcome"  # not a point of the code: the first turn whose commit holds an outcome
WORDS = "Layanan paspor buka pukul 08.00 WIB."


class Poison(channel.Crossroads):
    """A bug that takes the whole process along."""

    kind = POISON

    def publish(self, message: Any, journal: Any) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)


def found() -> None:
    """Offices, people, and an account ``<kind>`` on each network."""
    call_command("migrate", verbosity=0)
    network = people.build()
    _know_the_networks()
    for kind in (*(adapter.kind for adapter in channel.KINDS.values()), POISON):
        network.account(kind, handle=kind, credentials=channel.Token("token"))
    network.account("instagram", handle="instagram", credentials=token_only("instagram"))


def plan_post(accounts: Sequence[str]) -> dict[str, int]:
    """One approved post, due at once. The deliveries by account."""
    _know_the_networks()
    now = timezone.now()
    sari, rina, tono = (Person.objects.get(name=name) for name in ("Sari", "Rina", "Tono"))
    rows = list(Account.objects.select_related("office").filter(handle__in=accounts))
    office = rows[0].office
    texts = dict.fromkeys(
        (account.kind for account in rows), f"{WORDS} Kiriman {Post.objects.count()}."
    )
    pictured = _picture(office) if "instagram" in accounts else {}
    content = people.content(texts=texts, **pictured)
    draft = submit(drafts.create(office, "jam-layanan", by=sari, at=now), content, by=sari, at=now)
    assert draft.head is not None
    post = take(Step.APPROVE, draft, by=rina, at=now, sha256=draft.head.sha256)
    made = plan.plan(post, rows, None, Mode.TOGETHER, by=tono, at=now)
    return {row.account.handle: row.pk for row in made}


def plan_series(account: str) -> list[int]:
    """An approved post that goes out every day from tomorrow: its first two times."""
    _know_the_networks()
    now = timezone.now()
    row = Account.objects.select_related("office").get(handle=account)
    sari, rina, tono = (Person.objects.get(name=name) for name in ("Sari", "Rina", "Tono"))
    content = people.content(texts={row.kind: WORDS}, grace_minutes=24 * 60)
    post = drafts.create(row.office, "jam-layanan", by=sari, at=now)
    post = submit(post, content, by=sari, at=now)
    assert post.head is not None
    post = take(Step.APPROVE, post, by=rina, at=now, sha256=post.head.sha256)
    day = now.astimezone(row.office.zoneinfo).date()
    shape = Shape(Every.WEEK, weekdays=tuple(range(7)))
    wish = Wish(shape, day + timedelta(days=1), time_of_day(9), Mode.TOGETHER, Policy.AS_USUAL)
    series = steer.start(post, [row], wish, by=tono, at=now)
    made = Delivery.objects.filter(part__occurrence__series=series).order_by("due_at")[:2]
    return [delivery.pk for delivery in made]


def end_series() -> None:
    """All there are, so that nothing of them waits any more."""
    _know_the_networks()
    now = timezone.now()
    for series in Series.objects.going():
        carry_out.end(series, Ending.PERSON, by=None, at=now)


def run(
    die_at: str = "",
    full_at: str = "",
    full_seconds: float = 0,
    lives: bool = False,
    with_chores: bool = False,
) -> None:
    """The engine until nothing waits. It dies at a point, or its disk fills up there.

    ``lives``: until it is killed from outside. ``with_chores``: with all that it does besides.
    """
    _know_the_networks()
    pace.quicken()
    Instagram.capabilities = replace(Instagram.capabilities, settling=timedelta(seconds=1))
    single.lock(settings.DATA)
    points.hook = _Trap(die_at, full_at, full_seconds)
    running = engine.run(chores.give_to if with_chores else lambda engine: None)
    until = time.monotonic() + PATIENCE
    while (lives or Delivery.objects.filter(WAITING).exists()) and time.monotonic() < until:
        time.sleep(0.02)
    assert engine.is_alive()
    assert running.stop(10)


def _know_the_networks() -> None:
    channel.register()
    registry.CHANNELS[POISON] = f"{__name__}.{Poison.__name__}"


def _picture(office: Office) -> dict[str, Any]:
    """What a revision says of its one picture."""
    data = jpeg()
    kept = keep(Developed(data, "image/jpeg", 1080, 1080), office, at=timezone.now(), alt="Loket")
    said = {"sha256": kept.sha256, "mime": kept.mime, "width": 1080, "height": 1080}
    words = {"alt": "Loket", "caption": "", "credit": "", "role": "photo", "format": ""}
    return {"media": [said | words], "images": {"instagram": [kept.sha256]}}


def measure(hours: float) -> None:
    """What the clock will ring for then."""
    _know_the_networks()
    at = timezone.now() + timedelta(hours=hours)
    measuring.beat(lambda: at)


def tell() -> list[int]:
    """What people are told by the process that comes next: the number of lines in each notice."""
    _know_the_networks()
    now = timezone.now()
    notices.tell(now)
    return list(Notice.objects.order_by("pk").values_list("count", flat=True))


class _Trap:
    def __init__(self, die_at: str, full_at: str, full_seconds: float) -> None:
        self._die_at, self._full_at, self._full_seconds = die_at, full_at, full_seconds
        self._once = threading.Lock()

    def __call__(self, point: str) -> None:
        if point == self._die_at or (self._die_at == OUTCOME and _has_outcome(point)):
            os.kill(os.getpid(), signal.SIGKILL)
        if point == self._full_at and self._once.acquire(blocking=False):
            _fill_the_disk(self._full_seconds)


def _has_outcome(point: str) -> bool:
    if point != points.TURNED:
        return False
    newest = Delivery.objects.latest("pk")
    return newest.attempts > 0 and newest.state != State.SENDING


def _fill_the_disk(seconds: float) -> None:
    """No file of this process can grow or be written any more, until there is room again."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    room = threading.Timer(seconds, resource.setrlimit, (resource.RLIMIT_FSIZE, (soft, hard)))
    room.daemon = True
    room.start()


HANDS: dict[str, Callable[..., Any]] = {
    "found": found,
    "plan": plan_post,
    "plan_series": plan_series,
    "end_series": end_series,
    "run": run,
    "tell": tell,
    "measure": measure,
}
