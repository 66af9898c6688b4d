"""How long a claim takes to find what is due among more and more that is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from typing import Any
from unittest.mock import patch

import psycopg
from django.db import connection, transaction

from benchmarks.engine import fill, network
from benchmarks.engine.fill import GRACE, TIDY
from benchmarks.engine.spec import Finding, Found
from scheduler import delivery
from scheduler.models import Delivery

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]
WARM = 20

# Deliveries that were sent long ago, as many as asked for: of other posts than what is due, but on
# the same accounts.
PAST = """
INSERT INTO scheduler_delivery ({columns})
WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %s)
SELECT {values} FROM n JOIN scheduler_delivery d ON d.id = {first} + n.i %% {many}
"""
OVER = {
    "again": "1 + n.i / {many}",
    "state": "'sent'",
    "run_at": "NULL",
    "attempts": "1",
    "due_at": "{past}",
}


class Watch:
    """Seconds spent in statements that read, while it is on. PostgreSQL is watched where the engine
    asks it, beneath Django's cursors; there all rows have come when the statement returns."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def on(self) -> Iterator[None]:
        if connection.vendor == "sqlite":
            with connection.execute_wrapper(self._through_django):
                yield
            return
        ask = psycopg.Cursor.execute

        def timed(cursor: Any, text: Any, *given: Any, **how: Any) -> Any:
            with self._counted(str(text)):
                return ask(cursor, text, *given, **how)

        with patch.object(psycopg.Cursor, "execute", timed):
            yield

    def _through_django(
        self, execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        with self._counted(sql):
            return execute(sql, params, many, context)

    @contextmanager
    def _counted(self, text: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        if text.lstrip().upper().startswith("SELECT"):
            self.seconds += time.perf_counter() - begin


def run(spec: Finding) -> list[Found]:
    plan(spec)
    there = 0
    found = []
    for past in spec.past:
        add_past(there, past)
        there = past
        found.append(measure(past, spec))
    return found


def plan(spec: Finding) -> None:
    """A few are due now; the others lie in the future."""
    due = network.now() - timedelta(seconds=1)
    first = fill.planned().order_by("pk").values_list("pk", flat=True)[: spec.due]
    Delivery.objects.filter(pk__in=list(first)).update(
        due_at=due, run_at=due, deadline_at=due + GRACE + timedelta(days=1)
    )


def add_past(there: int, wanted: int) -> None:
    later = fill.planned().filter(due_at__gt=network.now()).order_by("pk")
    ids = later.values_list("pk", flat=True)
    first, many = ids[0], len(ids)
    skipped = {"id", "lane", "busy", "wake_at"}
    columns = [str(f.column) for f in Delivery._meta.concrete_fields if f.column not in skipped]
    known = {"many": many, "past": "'2020-01-01 00:00:00+00'"}
    if connection.vendor == "sqlite":
        known["past"] = "'2020-01-01 00:00:00'"
    values = [OVER.get(column, f"d.{column}").format(**known) for column in columns]
    text = PAST.format(columns=", ".join(columns), values=", ".join(values), first=first, many=many)
    with connection.cursor() as cursor:
        cursor.execute(text, [there, wanted])
        for order in TIDY[connection.vendor]:
            cursor.execute(order)


def measure(past: int, spec: Finding) -> Found:
    claims = [claim(spec.lanes) for _ in range(WARM + spec.times)][WARM:]
    nexts = [time_of_next() for _ in range(WARM + spec.times)][WARM:]
    return Found(
        past=past,
        read=median(read for read, _ in claims),
        claim=median(whole for _, whole in claims),
        next_time=median(nexts),
    )


def claim(lanes: int) -> tuple[float, float]:
    """Seconds in reading statements, and of the whole claim; everything is undone."""
    watch = Watch()
    with transaction.atomic(), watch.on():
        begin = time.perf_counter()
        tasks = delivery.claim("bench", network.now(), lanes)
        whole = time.perf_counter() - begin
        assert len(tasks) == lanes, f"{len(tasks)} claimed"
        transaction.set_rollback(True)
    return watch.seconds, whole


def time_of_next() -> float:
    with transaction.atomic():
        begin = time.perf_counter()
        delivery.next_time(network.now())
        return time.perf_counter() - begin
