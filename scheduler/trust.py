"""What an engine must be sure of before it sends: the time, and that its record is the newest.

Both engines use it the same way: made before the pump, which asks ``may_start`` in every turn and
tells ``saw`` its newest intent before the calls go out; ``begin`` before the pump starts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from scheduler import safe_mode, second_reading
from scheduler.anchor import Anchor, boot_id
from scheduler.doubt import Doubt
from scheduler.safe_mode import Word
from scheduler.second_reading import Source
from scheduler.timewatch import Read, Steady, TimeWatch, read_clocks
from scheduler.witness import Witness


class Trust:
    """``folder``: where this process keeps its data. ``state``: where this machine remembers how
    far it has seen a record go, outside of it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        state: Path | None = None,
        read: Read = read_clocks,
        sources: Callable[[], Sequence[Source]] = second_reading.sources,
    ) -> None:
        self._anchor = Anchor(folder, boot_id())
        self._sources = sources
        past = self._anchor.load(read().wall)
        self._unproven = past.unproven
        self._watch = TimeWatch(read, trusted=past.trusted, inherited=past.doubt)
        self._witness = Witness(folder, state)
        self._doubt: Doubt | None = None

    def begin(
        self,
        owner: str,
        anew: Callable[[], None],
        *,
        word: Word | None = None,
        joins: bool = False,
    ) -> None:
        """Before anything is claimed. ``owner``: of the pump; ``anew``: look again at all there is.

        ``word``: what a person says of the record. ``joins``: other workers of it are alive.
        """
        safe_mode.begin(self._witness, self._watch.read().wall, word=word, joins=joins)
        if self._unproven:
            second_reading.compare(self._watch, self._sources())
        self._doubt = Doubt(
            owner=owner,
            watch=self._watch,
            anchor=self._anchor,
            sources=self._sources,
            anew=anew,
        )
        self._doubt.start()

    def now(self) -> datetime:
        """The wall clock, as this engine reads it."""
        return self._watch.read().wall

    def went_back(self) -> None:
        """Told by the pump: an older copy stands in the record's place."""
        safe_mode.went_back(self._witness, self._watch.read().wall)

    def seen_until(self) -> int:
        """Asked by the pump after the database was away: the newest intent that this machine has
        seen, by any of its workers."""
        return self._witness.seen_until()

    def may_start(self, now: datetime) -> bool:
        """Asked by the pump in its turn; where it says no, only outcomes are written."""
        return self._watch.may_start(now)

    def saw(self, attempt: int) -> None:
        """Told by the pump after its commit, before the calls: the newest intent it wrote."""
        self._witness.saw(attempt)

    @property
    def is_alive(self) -> bool:
        """Whether somebody still looks after a clock that jumps."""
        return self._doubt is not None and self._doubt.is_alive

    @property
    def in_doubt(self) -> bool:
        """Whether nothing starts because of the clock, whoever has been told of it by now."""
        stands = self._doubt is not None and self._doubt.stands
        return stands or not isinstance(self._watch.verdict(), Steady)

    def end(self) -> None:
        if self._doubt is not None:
            self._doubt.stop()
        self._witness.close()
