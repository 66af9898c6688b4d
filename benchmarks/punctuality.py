"""How late are 1,000 deliveries that are due in the same second on 250 accounts?

The engine is the real one (pump, clock, SQLite on disk); only the network is a call that takes a
fixed time. The ideal is what that many lanes and threads need if nothing else took any time:
the thread pool works through the calls without a pause, and no account has two at once.

    python -m benchmarks.punctuality [--deliveries 1000] [--accounts 250] [--lanes 32]
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

_folder = tempfile.TemporaryDirectory(prefix="gema-bench-")
os.environ["GEMA_DATA"] = _folder.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from channels.base import Receipt  # noqa: E402
from content.models import Post  # noqa: E402
from scheduler.clock import Clock  # noqa: E402
from scheduler.delivery import Task  # noqa: E402
from scheduler.models import Delivery, State  # noqa: E402
from scheduler.pump import Pump  # noqa: E402
from scheduler.settle import Result  # noqa: E402
from tests import people  # noqa: E402


def now() -> datetime:
    return datetime.now(UTC)


def fill(deliveries: int, accounts: int, due: datetime) -> None:
    network = people.build()
    post = network.approved()
    Post.objects.filter(pk=post.pk).update(status="scheduled")
    assert post.head is not None
    lanes = [network.account(handle=f"lane{n}") for n in range(accounts)]
    Delivery.objects.bulk_create(
        Delivery(
            post=post,
            revision=post.head,
            account=lanes[n % accounts],
            again=n // accounts,
            due_at=due,
            run_at=due,
            deadline_at=due + timedelta(minutes=15),
            wall="2026-12-07T08:00",
            zone="Asia/Jakarta",
        )
        for n in range(deliveries)
    )


class Network:
    """A call takes ``seconds`` and always succeeds; it remembers when each one ended."""

    def __init__(self, seconds: float, expected: int) -> None:
        self.ended: list[datetime] = []
        self.done = threading.Event()
        self._seconds, self._expected, self._lock = seconds, expected, threading.Lock()

    def __call__(self, task: Task) -> Result:
        time.sleep(self._seconds)
        at = now()
        with self._lock:
            self.ended.append(at)
            if len(self.ended) >= self._expected:
                self.done.set()
        return Result(task, Receipt(str(task.delivery.pk)), at)


def ideal(deliveries: int, accounts: int, seconds: float, threads: int) -> list[float]:
    """When each call would end if only the calls took time: a pool of threads, one per account."""
    side_by_side = min(threads, accounts)
    return [seconds * (n // side_by_side + 1) for n in range(deliveries)]


def bare(deliveries: int, seconds: float, threads: int) -> list[float]:
    """The baseline measured in this run: the same calls through a bare pool, nothing written."""
    begin = time.monotonic()
    ends: list[float] = []
    lock = threading.Lock()

    def call(n: int) -> None:
        time.sleep(seconds)
        with lock:
            ends.append(time.monotonic() - begin)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(call, range(deliveries)))
    return sorted(ends)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * len(values)))]


def run(deliveries: int, accounts: int, call_ms: float, threads: int) -> None:
    seconds = call_ms / 1000
    call_command("flush", verbosity=0, interactive=False)
    due = now() + timedelta(seconds=3)
    with transaction.atomic():
        fill(deliveries, accounts, due)
    network = Network(seconds, deliveries)
    clock = Clock(lambda: pump.wake(), timedelta(seconds=20))
    pump = Pump(lanes=threads, now=now, perform=network, arm=clock.arm)
    clock.start()
    pump.start()
    wait = max(0.0, (due - now()).total_seconds())
    time.sleep(wait)
    before = resource.getrusage(resource.RUSAGE_SELF)
    network.done.wait(120)
    after = resource.getrusage(resource.RUSAGE_SELF)
    clock.stop()
    assert pump.stop(30), "the pump did not stop"
    sent = Delivery.objects.filter(state=State.SENT).count()
    assert sent == len(network.ended) == deliveries, (sent, len(network.ended))
    report(deliveries, accounts, seconds, threads, due, network, before, after)


def report(
    deliveries: int,
    accounts: int,
    seconds: float,
    threads: int,
    due: datetime,
    network: Network,
    before: resource.struct_rusage,
    after: resource.struct_rusage,
) -> None:
    late = [(end - due).total_seconds() for end in network.ended]
    best = ideal(deliveries, accounts, seconds, threads)
    pool = bare(deliveries, seconds, threads)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{deliveries} deliveries, {accounts} accounts, {threads} threads, {seconds:g} s a call")
    print(f"{'':16}{'p50':>9}{'p99':>9}{'last':>9}")
    for name, values in (("ideal", best), ("bare pool", pool), ("engine", late)):
        row = (percentile(values, 0.5), percentile(values, 0.99), max(values))
        print(f"{name:16}" + "".join(f"{value:8.3f}s" for value in row))
    print(f"p50 ratio to ideal  {percentile(late, 0.5) / percentile(best, 0.5):5.2f}")
    print(f"p99 ratio to ideal  {percentile(late, 0.99) / percentile(best, 0.99):5.2f}")
    print(f"p99 ratio to bare   {percentile(late, 0.99) / percentile(pool, 0.99):5.2f}")
    print(f"CPU {cpu:.2f} s\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--accounts", type=int, default=250)
    parser.add_argument("--call-ms", type=float, default=50)
    parser.add_argument("--lanes", type=int, nargs="*", default=[32, 128])
    given = parser.parse_args()
    call_command("migrate", verbosity=0)
    for threads in given.lanes:
        run(given.deliveries, given.accounts, given.call_ms, threads)


if __name__ == "__main__":
    main()
