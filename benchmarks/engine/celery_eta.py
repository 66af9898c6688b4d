"""One Celery task with an ETA for each delivery, on a Redis server of our own.

Neither is a dependency of Gema. Where one is missing, the report says so.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.engine.measure import counted, peak_memory, timing
from benchmarks.engine.spec import BurstDone, Jobs, Used

SOCKET = "GEMA_BENCH_REDIS"
ENDED = "ended"
PATIENCE = 300.0


def missing() -> str:
    """What is not on this machine, or ""."""
    wanted = [name for name in ("celery", "redis") if find_spec(name) is None]
    if shutil.which("redis-server") is None:
        wanted.append("redis-server")
    return " and ".join(wanted)


def run(spec: Jobs) -> BurstDone:
    with tempfile.TemporaryDirectory(prefix="gema-redis-") as folder, redis(Path(folder)) as store:
        app = import_module("benchmarks.engine.celery_tasks")
        with worker(spec.lanes):
            due = datetime.now(UTC) + timedelta(seconds=5 + spec.deliveries / 500)
            for number in range(spec.deliveries):
                app.send.apply_async(args=[number, spec.adapter_ms / 1000], eta=due)
            until = time.monotonic() + PATIENCE
            while store.llen(ENDED) < spec.deliveries and time.monotonic() < until:
                time.sleep(0.2)
        told = [line.decode().split() for line in store.lrange(ENDED, 0, -1)]
    late = [float(at) - due.timestamp() for _, at in told]
    return BurstDone(
        timing=timing(late),
        tally=counted((number for number, _ in told), len(told), spec.deliveries),
        used=Used(own=children_cpu(), server=0.0, others=0.0),
        memory=peak_memory(),
        due=due.timestamp(),
        settled=time.time(),
    )


def children_cpu() -> float:
    """Of the worker and the Redis server, which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def redis(folder: Path) -> Iterator[Any]:
    path = folder / "redis.sock"
    os.environ[SOCKET] = str(path)
    # What would be comparable with a record that survives a power cut.
    durable = ["--appendonly", "yes", "--appendfsync", "always"]
    place = ["--port", "0", "--unixsocket", str(path), "--dir", str(folder)]
    server = subprocess.Popen(["redis-server", *place, *durable], stdout=subprocess.DEVNULL)
    try:
        while not path.exists():
            assert server.poll() is None, "redis-server does not start"
            time.sleep(0.05)
        yield import_module("redis").Redis(unix_socket_path=str(path))
    finally:
        server.terminate()
        server.wait()


@contextmanager
def worker(lanes: int) -> Iterator[None]:
    command = ["-m", "celery", "-A", "benchmarks.engine.celery_tasks", "worker"]
    options = ["--pool", "threads", "--concurrency", str(lanes), "--loglevel", "ERROR"]
    process = subprocess.Popen([sys.executable, *command, *options], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()
