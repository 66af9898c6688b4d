"""One stretch of an issue: reader after reader until nothing is due, or it is time to stop.

Whatever stops it, the ledger says where to go on, and nothing is begun twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from channels.base import DeliveryError, NotSent, Reason, Refused
from channels.press import meaning
from channels.press.ledger import End, Envelope, Laid, Ledger, Tally
from channels.press.meaning import Fate, Phase, Reply
from channels.press.smtp import Line, NotBegun, SaidNo

A_BATCH = 50
# So often in a row, then the list rests: what the server says is not about the readers.
MOST_PUT_OFF = 5
MOST_LOST = 2
MOST_REFUSED = 10
A_DAY = timedelta(days=1)


@dataclass(slots=True)
class Luck:
    """What has happened in a row. Any copy that was taken ends it."""

    put_off: int = 0
    lost: int = 0
    refused: int = 0
    said: str = ""

    def after(self, fate: Fate, said: str) -> None:
        if fate.end is End.SENT:
            self.put_off = self.lost = self.refused = 0
            return
        self.put_off = self.put_off + 1 if fate.again else 0
        self.lost = self.lost + 1 if fate.anew else 0
        if fate.end is End.REFUSED:
            self.refused += 1
            self.said = said

    def rest(self, now: datetime) -> NotSent | None:
        """The word with which this stretch ends, if it has to."""
        if self.lost >= MOST_LOST:
            return NotSent(Reason.UNREACHABLE, "the mail server breaks off again and again")
        if self.put_off >= MOST_PUT_OFF:
            again = now + meaning.BREATHER
            return NotSent(Reason.RATE_LIMITED, "the mail server puts us off", again_at=again)
        return None


class Copies(Protocol):
    """The part of a ledger that a round needs."""

    def next(self, issue: int, now: datetime, most: int) -> Sequence[Envelope]: ...

    def begin(self, copy: int) -> bool: ...

    def tell(
        self,
        copy: int,
        end: End,
        said: str,
        now: datetime,
        *,
        again: bool = False,
        gone: bool = False,
    ) -> None: ...

    def tally(self, issue: int, now: datetime) -> Tally: ...


@dataclass(frozen=True, slots=True)
class Round:
    """``compose``: the bytes for one reader. ``may_go_on``: asked before each."""

    ledger: Copies
    issue: int
    line: Line
    compose: Callable[[Envelope], bytes]
    may_go_on: Callable[[], bool]
    now: Callable[[], datetime]

    def run(self) -> str:
        """Until nothing is due any more; what the server last said when it refused a reader.

        Raises what keeps it from going on.
        """
        luck = Luck()
        try:
            for envelope in self._due():
                luck.after(*self._one(envelope))
                if luck.refused >= MOST_REFUSED and not self._tally().out:
                    break  # nobody gets it: see verdict()
                if (rest := luck.rest(self.now())) is not None:
                    raise rest
        finally:
            self.line.close()
        return luck.said

    def _tally(self) -> Tally:
        return self.ledger.tally(self.issue, self.now())

    def _due(self) -> Iterator[Envelope]:
        while batch := self.ledger.next(self.issue, self.now(), A_BATCH):
            for envelope in batch:
                if not self.may_go_on():
                    raise NotSent(
                        Reason.GOING_ON, "the time of one call is over", again_at=self.now()
                    )
                yield envelope

    def _one(self, envelope: Envelope) -> tuple[Fate, str]:
        ledger = self.ledger
        try:
            data = self.compose(envelope)
            self.line.send(
                envelope.return_path, envelope.email, data, lambda: ledger.begin(envelope.copy)
            )
        except NotBegun:
            return meaning.NOT_WANTED, ""  # somebody else has it, or its reader has left
        except SaidNo as no:
            return self._said_no(envelope, no.reply), no.reply.said
        ledger.tell(envelope.copy, End.SENT, "", self.now())
        return meaning.TAKEN, ""

    def _said_no(self, envelope: Envelope, reply: Reply) -> Fate:
        if reply.phase not in (Phase.RECIPIENT, Phase.CONTENT, Phase.DOT):
            self.line.hang_up()
            raise meaning.about_us(reply)
        fate = meaning.fate(reply)
        self.ledger.tell(
            envelope.copy, fate.end, reply.said, self.now(), again=fate.again, gone=fate.gone
        )
        if fate.anew:
            self.line.hang_up()
        elif reply.phase is not Phase.DOT:
            self._reset()
        return fate

    def _reset(self) -> None:
        try:
            self.line.reset()
        except SaidNo:
            self.line.hang_up()


def verdict(ledger: Ledger, issue: int, said: str, now: datetime) -> DeliveryError | None:
    """What a stretch that came to its end leads to; None: the delivery is through.

    Every reader has been tried once. Those who were put off are tried on in the background, but
    only once somebody has got it: else the engine keeps the whole delivery, as for any network.
    """
    tally = ledger.tally(issue, now)
    if tally.out:
        return None
    if tally.due and not tally.ready:
        return NotSent(Reason.RATE_LIMITED, "every reader was put off", again_at=tally.soonest)
    if not tally.refused:
        return Refused(Reason.NOBODY_THERE, "all have left the list")
    ledger.undo(issue)
    return Refused(Reason.REFUSED, f"every reader was refused: {said}")


def in_part(error: NotSent, ledger: Ledger, laid: Laid, now: datetime) -> NotSent:
    """The same word, saying that some have it already: the others follow, whatever the grace."""
    some = now - laid.begun_at < A_DAY and bool(ledger.tally(laid.issue, now).out)
    return NotSent(error.reason, error.detail, again_at=error.again_at, part=some)
