"""Procrastinate's worker in a thread: fetches wake-ups, and comes back when the database does."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import DjangoApp, connector_params
from procrastinate.exceptions import ConnectorException

from scheduler.distributed import wakeups

log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0
POLL_SECONDS = 10.0  # a wake-up is heard of; asking for one is the safety net
BEAT_SECONDS = 10.0
# Procrastinate takes a worker for dead after this; what it had fetched is left behind.
STALLED_SECONDS = 30.0
ENDING_SECONDS = 2.0


class Carrier:
    """``receive`` is awaited for each wake-up; the next is fetched when it returns."""

    def __init__(self, name: str, receive: Callable[[], Awaitable[None]]) -> None:
        self._name = name
        self._app = DjangoApp(connector=_connector())
        self._app.task(name=wakeups.TASK, queue=wakeups.QUEUE)(_as_task(receive))
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="carrier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def call(self, work: Callable[[], object]) -> None:
        """Let the carrier's own thread do it soon."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(work)

    def stop(self, within: float) -> None:
        self._stopping.set()
        self.call(self._stop.set)
        self._thread.join(within)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._carry())

    async def _carry(self) -> None:
        while not self._stop.is_set():
            try:
                await self._fetch_until_stopped()
            except (ConnectorException, psycopg.Error) as error:
                log.warning("wake-ups are not fetched: %s", type(error).__name__)
            await self._pause()

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), RETRY_SECONDS)

    async def _fetch_until_stopped(self) -> None:
        """Returns when Procrastinate's worker gives up, too: it does when it cannot listen."""
        async with self._app.open_async():
            fetching = asyncio.ensure_future(
                self._app.run_worker_async(
                    queues=[wakeups.QUEUE],
                    name=self._name,
                    delete_jobs="always",
                    fetch_job_polling_interval=POLL_SECONDS,
                    update_heartbeat_interval=BEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                    shutdown_graceful_timeout=ENDING_SECONDS,
                    install_signal_handlers=False,
                )
            )
            stopped = asyncio.ensure_future(self._stop.wait())
            await asyncio.wait({fetching, stopped}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            fetching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await fetching


def _as_task(receive: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def wake() -> None:
        await receive()

    return wake


def _connector() -> PsycopgConnector:
    """Two connections at most, and a third that listens: the rows need none of them."""
    return PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=2)
