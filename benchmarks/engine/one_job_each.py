"""What others do: one APScheduler job for each delivery.

``recorded``: the job marks its row before and after the call through the ORM, in two commits of
its own thread. Without it nothing is written, and after a crash nobody would know what was sent.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from django.db import transaction

from benchmarks.engine import fill, network
from benchmarks.engine.measure import Cpu, counted, peak_memory, timing
from benchmarks.engine.spec import BurstDone, Jobs
from scheduler.models import Attempt, Delivery, State


def run(spec: Jobs) -> BurstDone:
    calls = network.expect(spec.deliveries, spec.adapter_ms / 1000)
    ended = threading.Semaphore(0)
    due = network.now() + timedelta(seconds=2 + spec.deliveries / 1000)
    rows = list(fill.planned().order_by("pk").values_list("pk", flat=True))
    fill.due(due)
    jobs = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(spec.lanes)},
        job_defaults={"misfire_grace_time": None},
    )
    # A job whose database was too busy for it is over as well: that post is lost.
    jobs.add_listener(lambda event: ended.release(), EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    work = recorded if spec.recorded else alone
    for pk in rows:
        jobs.add_job(work, "date", run_date=due, args=[pk])
    jobs.start()
    before = Cpu.now()
    for _ in rows:
        ended.acquire()
    used = Cpu.now().since(before)
    jobs.shutdown()
    return BurstDone(
        timing=timing(calls.late(due)),
        tally=counted((key for key, _ in calls.ended), sent(spec), spec.deliveries),
        used=used,
        memory=peak_memory(),
        due=due.timestamp(),
        settled=time.time(),
    )


def sent(spec: Jobs) -> int:
    """How many the record calls sent, if there is one."""
    return Delivery.objects.filter(state=State.SENT).count() if spec.recorded else spec.deliveries


def alone(pk: int) -> None:
    network.calls.make(str(pk))


def recorded(pk: int) -> None:
    begin(pk, network.now())
    alone(pk)
    end(pk, network.now())


@transaction.atomic
def begin(pk: int, at: datetime) -> None:
    Delivery.objects.filter(pk=pk).update(state=State.SENDING, started_at=at)
    Attempt.objects.create(delivery_id=pk, number=1, started_at=at)


@transaction.atomic
def end(pk: int, at: datetime) -> None:
    Delivery.objects.filter(pk=pk).update(state=State.SENT, run_at=None, finished_at=at)
    Attempt.objects.filter(delivery=pk, number=1).update(ended_at=at, outcome=State.SENT)
