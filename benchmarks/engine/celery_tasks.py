"""The task that Celery's worker runs; only imported where Celery is."""

from __future__ import annotations

import os
import time
from importlib import import_module
from typing import Any

from benchmarks.engine.celery_eta import ENDED, SOCKET

_path = os.environ.get(SOCKET, "")
app: Any = import_module("celery").Celery("bench", broker=f"redis+socket://{_path}")
app.conf.task_ignore_result = True
_store: Any = import_module("redis").Redis(unix_socket_path=_path)


@app.task  # type: ignore[untyped-decorator]
def send(number: int, seconds: float) -> None:
    time.sleep(seconds)
    _store.rpush(ENDED, f"{number} {time.time()}")
