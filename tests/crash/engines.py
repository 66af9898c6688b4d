"""The engines of a campaign: started, killed, stopped and resumed. No database here."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from tests.crash.engine_process import WORKS, Life, live
from tests.crash.fate import RESUMED, Fate
from tests.crash.options import Protection

RANDOM = "at random"
STRUCK = 15.0  # seconds after a blow to the database in which an engine may end by itself
IDLE = 3.0  # seconds without a call after which an engine counts as working all the same


def server() -> ForkServerContext:
    """Forks engines from a process without threads and connections."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.engine_process"])
    return context


@dataclass(slots=True)
class Toll:
    """What has happened so far, by the point at which it happened."""

    kills: Counter[str] = field(default_factory=Counter)
    stops: Counter[str] = field(default_factory=Counter)
    unexpected: list[int] = field(default_factory=list)  # exit codes
    blows: int = 0  # to the database
    # Engines that ended by themselves right after one, by exit code.
    felled: Counter[int] = field(default_factory=Counter)
    _struck: float = float("-inf")

    def strike(self) -> None:
        self.blows += 1
        self._struck = time.monotonic()

    def end_by_itself(self, code: int) -> None:
        """As its supervisor would, the campaign starts another one. But it needs a reason."""
        if time.monotonic() - self._struck < STRUCK:
            self.felled[code] += 1
        else:
            self.unexpected.append(code)


@dataclass(slots=True)
class Engine:
    """One slot: whatever engine runs in it now, and what is to become of that."""

    context: ForkServerContext
    toll: Toll
    log: Path
    protection: Protection
    process: ForkServerProcess | None = None
    _fate: Fate = field(default_factory=Fate)
    _ear: Connection | None = None
    _at: str = RANDOM
    _begun: float = 0.0
    _works_since: float = 0.0
    _stopped: float = 0.0

    def begin(self, fate: Fate) -> None:
        ear, mouth = self.context.Pipe(duplex=False)
        life = Life(self.protection, self.log, fate.trap)
        self.process = self.context.Process(target=live, args=(life, mouth), daemon=True)
        self.process.start()
        mouth.close()
        self._fate, self._ear, self._at = fate, ear, RANDOM
        self._begun, self._works_since, self._stopped = time.monotonic(), 0.0, 0.0

    def step(self) -> bool:
        """Do to it what its fate says, if the time has come. False: it is dead."""
        process = self.process
        if process is None:
            return False
        self._listen()
        if not process.is_alive():
            return self._end()
        now = time.monotonic()
        if not self._stopped:
            self._befall(now)
        elif now - self._stopped > self._fate.asleep:
            self._send(signal.SIGCONT)
            self._begun, self._stopped, self._at = now, 0.0, RANDOM
            self._fate = RESUMED
        return True

    @property
    def sleeps(self) -> bool:
        """It is to be stopped, is, or was a moment ago: what it does then is still to be seen."""
        return self.process is not None and (self._fate.may_stop or self._fate == RESUMED)

    def kill(self) -> None:
        """The end of the campaign: not counted."""
        if self.process is not None:
            self._send(signal.SIGKILL)
            self.process.join()
            self.process = None

    def _befall(self, now: float) -> None:
        trap = self._fate.trap
        due = now > self._counted_from() + self._fate.seconds
        if trap is not None and self._at == trap.point and trap.signal == signal.SIGSTOP:
            self._stop(now)  # it has stopped itself
        elif due and self._fate.stops:
            self._send(signal.SIGSTOP)
            self._stop(now)
        elif due:
            self._send(signal.SIGKILL)

    def _counted_from(self) -> float:
        if self._fate.early:
            return self._begun
        return self._works_since or self._begun + IDLE

    def _stop(self, now: float) -> None:
        self.toll.stops[self._at] += 1
        self._stopped = now

    def _send(self, number: int) -> None:
        if self.process is not None and self.process.pid is not None:
            with suppress(ProcessLookupError):  # a trap was quicker
                os.kill(self.process.pid, number)

    def _listen(self) -> None:
        """That it works now, or at which point a trap has shut."""
        with suppress(EOFError):
            while self._ear is not None and self._ear.poll():
                said = self._ear.recv_bytes()
                if said == WORKS:
                    self._works_since = time.monotonic()
                else:
                    self._at = said.decode()

    def _end(self) -> bool:
        assert self.process is not None
        self._listen()
        code = self.process.exitcode or 0
        if code == -signal.SIGKILL:
            self.toll.kills[self._at] += 1
        else:
            self.toll.end_by_itself(code)
        self.process.close()
        self.process = None
        if self._ear is not None:
            self._ear.close()
            self._ear = None
        return False
