"""Two who meet in the same record: one has begun and not committed when the other comes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, connections, transaction

from content.refusals import Refusal
from scheduler import delivery, gate
from scheduler.delivery import Task
from tests.people import MORNING

DUE = MORNING + timedelta(hours=1)
Work = Callable[[], object]


def claim(now: datetime = DUE, free: int = 10) -> list[Task]:
    with gate.turn():
        return delivery.claim(f"worker-{threading.get_ident()}", now, free)


def while_open(first: Work, second: Work, *, wait: float = 0.15) -> tuple[object, object]:
    """``second`` begins when ``first`` has done its work and has not committed yet.

    It gets a moment to be through before that, or to be made to wait. Answers or refusals of both.
    """
    answers: dict[str, object] = {}
    worked, over = threading.Event(), threading.Event()

    def hold() -> object:
        with transaction.atomic():
            answer = first()
            worked.set()
            over.wait(wait)
        return answer

    def follow() -> object:
        worked.wait(10)
        answer = second()
        over.set()
        return answer

    threads = [
        threading.Thread(target=_run, args=(answers, name, work))
        for name, work in (("first", hold), ("second", follow))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers["first"], answers["second"]


def _run(answers: dict[str, object], name: str, work: Work) -> None:
    try:
        answers[name] = work()
    except (Refusal, IntegrityError) as e:
        answers[name] = e
    finally:
        connections.close_all()
