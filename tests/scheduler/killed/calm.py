"""The crash campaign's network on a quiet day: it fails only when a test asks it to."""

from __future__ import annotations

from tests.crash.network import Crossroads
from tests.stubs.server import Stub, run
from tests.stubs.wire import Fault, Request


class Calm(Crossroads):
    def fault_for(self, request: Request) -> Fault | None:
        return Stub.fault_for(self, request)


if __name__ == "__main__":
    run(Calm)
