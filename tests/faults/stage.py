"""One channel and its stub, in as many worlds as are wanted at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from channels import registry
from channels.base import Channel
from tests.channels.places import PLACES, Answer, Place
from tests.channels.sending import PATIENT, token_only, wire_to
from tests.faults.roads import Roads, nowhere
from tests.stubs.pictures import Pictures, pictures
from tests.stubs.running import Network, running
from tests.stubs.server import Event

# Long enough for an honest answer on a busy machine, short enough to wait for in vain.
HURRIED = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Stage:
    """``nowhere``: addresses that do not lead to the network, by how they do not."""

    kind: str
    network: Network
    gallery: Pictures
    nowhere: Mapping[str, str]
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def adapter(self) -> type[Channel]:
        return registry.load(self.kind)

    @property
    def place(self) -> Place:
        return PLACES[self.kind]

    def world(
        self, before: Sequence[Event], fault: Answer | None = None
    ) -> AbstractContextManager[Network]:
        """A network that nobody else uses, on which this has happened before."""
        return self.network.world(f"{self.kind}-{next(self.numbers)}", list(before), fault)

    def channel(
        self, world: Network, turn: int = -1, leads: str = "", timeout: timedelta = PATIENT
    ) -> Channel:
        """An adapter as a process has it that has just started; one request ``leads`` elsewhere."""
        wire = wire_to((self.place.stub, world.url), timeout=timeout)
        if leads:
            wire = replace(wire, bases=Roads(wire.bases, turn, self.nowhere[leads]))
        return self.adapter(token_only(self.kind), wire)


@contextmanager
def stages(folder: Path, kinds: Sequence[str]) -> Iterator[dict[str, Stage]]:
    """A stage for each of these channels."""
    with ExitStack() as open_:
        gallery, roads = open_.enter_context(pictures()), open_.enter_context(nowhere(folder))
        stubs = {
            name: open_.enter_context(running(name, folder / name))
            for name in sorted({PLACES[kind].stub for kind in kinds})
        }
        yield {kind: Stage(kind, stubs[PLACES[kind].stub], gallery, roads) for kind in kinds}
