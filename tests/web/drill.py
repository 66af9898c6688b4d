"""A desk in a process of its own for the restore drill.

``manage.py shell`` would do; this is the same with less to quote. Called by ``test_restore_drill``.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import groupby
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from channels.models import Account  # noqa: E402
from content import drafts, workflow  # noqa: E402
from content.models import Person  # noqa: E402
from content.workflow import Step  # noqa: E402
from scheduler import engine, plan, safe_mode  # noqa: E402
from scheduler.models import WAITING, Delivery, Mode, SafeMode  # noqa: E402
from tests import people  # noqa: E402
from tests.scheduler.stage import x_credentials  # noqa: E402

PATIENCE = 60.0
GRACE = timedelta(hours=1)


def found(*names: str) -> None:
    """Offices and people, and an account on X for each of these posts."""
    call_command("migrate", verbosity=0)
    network = people.build()
    for name in names:
        network.account("x", handle=name, credentials=x_credentials())


def publish(seconds: str, grace: str, *names: str) -> None:
    """One approved post each, due in so many seconds on the account of its name."""
    now = timezone.now()
    sari, rina, tono = (Person.objects.get(name=name) for name in ("Sari", "Rina", "Tono"))
    for name in names:
        account = Account.objects.select_related("office").get(handle=name)
        draft = workflow.submit(
            drafts.create(account.office, "jam-layanan", by=sari, at=now),
            people.content(title=name, texts={"x": f"Kabar {name}."}),
            by=sari,
            at=now,
        )
        assert draft.head is not None
        post = workflow.take(Step.APPROVE, draft, by=rina, at=now, sha256=draft.head.sha256)
        due = now + timedelta(seconds=float(seconds))
        for row in plan.plan(post, [account], None, Mode.TOGETHER, by=tono, at=now):
            Delivery.objects.filter(pk=row.pk).update(
                due_at=due, run_at=due, deadline_at=due + timedelta(seconds=float(grace))
            )


def age(*names: str) -> None:
    """As if these had been due so long ago that their grace is over."""
    late = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(account__handle__in=names).update(deadline_at=late)


def run() -> None:
    """The engine of the settings, until nothing waits."""
    running = engine.run()
    give_up = time.monotonic() + PATIENCE
    while Delivery.objects.filter(WAITING).exists() and time.monotonic() < give_up:
        time.sleep(0.05)
    safe_mode.end_if_over(timezone.now())
    assert running.stop(10)


def tell() -> dict[str, Any]:
    mode = safe_mode.current()
    modes = SafeMode.objects.order_by("pk").values_list("why", "recorded_until")
    return {
        "states": dict(Delivery.objects.values_list("account__handle", "state")),
        "attempts": dict(Delivery.objects.values_list("account__handle", "attempts")),
        "safe_mode": mode.why if mode else "",
        "safe_modes": [[why, until and until.timestamp()] for why, until in modes],
    }


STEPS: dict[str, Callable[..., Any]] = {
    step.__name__: step for step in (found, publish, age, run, tell)
}

THEN = "then"


def play(words: list[str]) -> Any:
    """One step after the other in this process; what the last one told."""
    told = None
    for then, group in groupby(words, THEN.__eq__):
        if not then:
            name, *rest = group
            told = STEPS[name](*rest)
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(play(sys.argv[1:])))
