"""What an adapter may say of a struck request, and what must be true in the end. Pure.

The contract is ``channels/base.py``; the promise behind it: **nothing is published twice**, and
nobody is told what is not so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from channels.base import (
    DeliveryError,
    Disconnected,
    NotFound,
    NotSent,
    Profile,
    Reason,
    Receipt,
    Refused,
    Unconfirmed,
    Verb,
)
from tests.channels.places import Place
from tests.faults.blows import Family
from tests.faults.going_on import End
from tests.faults.scenes import Told
from tests.faults.strikes import Cell

# An unknown end that may simply be made again: twice changes nothing more.
HARMLESS_TWICE = {Verb.EDIT, Verb.DELETE}
UNKNOWN = {Reason.LOST_ANSWER, Reason.UNREADABLE_ANSWER}
NEAR = timedelta(seconds=15)


def complaints(cells: Iterable[Cell], place: Place) -> list[str]:
    """Every broken promise, with where and how."""
    return [
        f"{cell.scene.name}, request {cell.request.turn + 1} ({cell.request.line}),"
        f" {cell.blow.name}: {fault} (said {cell.answer!r}; done {cell.done}, end {cell.end})"
        for cell in cells
        for fault in wrong_with(cell, place)
    ]


def wrong_with(cell: Cell, place: Place) -> list[str]:
    if cell.left_out:
        return []
    if not isinstance(cell.answer, Receipt | Profile | Told | DeliveryError):
        return [f"{cell.answer!r} came out, which is no DeliveryError"]
    if place.only_status and cell.blow.is_success and cell.request.shows:
        return list(_of_the_contract(cell))
    found = [*_of_the_contract(cell), *_of_the_truth(cell), *_of_a_wait(cell)]
    found += _of_the_reason(cell)
    found += _of_the_figures(cell)
    if not isinstance(cell.answer, tuple(_may_be_said(cell, place))):
        found.append(f"{type(cell.answer).__name__} is not what this means")
    return found


def _of_the_contract(cell: Cell) -> Iterator[str]:
    scene, answer = cell.scene, cell.answer
    if scene.looks and isinstance(answer, NotSent | Refused):
        yield "a look speaks of the reading as if it were the post"
    if scene.looks and not scene.absent and isinstance(answer, NotFound):
        yield "a look does not find what is there"
    if scene.absent and isinstance(answer, Receipt):
        yield "a look finds what is not there"
    if not scene.looks and isinstance(answer, NotFound):
        yield "only a look may say that nothing is there"


def _of_the_reason(cell: Cell) -> Iterator[str]:
    """A person reads it while Gema looks."""
    is_lost = cell.blow.family is Family.LOST and cell.request.shows and not cell.scene.again
    if is_lost and isinstance(cell.answer, Unconfirmed) and cell.answer.reason not in UNKNOWN:
        yield f"{cell.answer.reason} is no reason to look"


def _of_the_figures(cell: Cell) -> Iterator[str]:
    """What is told is true; what is not known is missing, and never a number, nor gone."""
    if not isinstance(cell.answer, Told) or cell.scene.told is None:
        return
    for post, figures in cell.answer.figures.items():
        true = cell.scene.told.figures.get(post)
        if figures is None or true is None:
            yield "a post that is there counts as gone"
        elif not figures.told().items() <= true.told().items():
            yield f"it tells {figures}, which is not so"


def _of_the_truth(cell: Cell) -> Iterator[str]:
    if not cell.scene.kept:
        return
    once = cell.scene.verb not in HARMLESS_TWICE
    if once and cell.done > 1:
        yield f"it was done {cell.done} times"
    if cell.end is End.SENT and not cell.done:
        yield "it counts as sent and was never done"
    if once and cell.end in (End.FAILED, End.HELD, End.MISSED) and cell.done:
        yield f"it was done and counts as {cell.end}"
    if cell.end is End.ENDLESS:
        yield "the engine never comes to an end"


def _of_a_wait(cell: Cell) -> Iterator[str]:
    if cell.blow.family is not Family.BUSY or not isinstance(cell.answer, NotSent):
        return
    if cell.answer.again_at is None or cell.answer.again_at <= cell.at:
        yield "it is busy, and nobody waits"
    elif not cell.answer.whole_account:
        yield "it is busy, and other deliveries of the account go on"
    elif cell.until and abs(cell.answer.again_at - cell.until) > NEAR:
        yield f"it asks to wait until {cell.until:%H:%M:%S}, not {cell.answer.again_at:%H:%M:%S}"


def _may_be_said(cell: Cell, place: Place) -> set[type]:
    """Beside what was done after all, which is always a good answer where it is true."""
    fine: set[type] = {Receipt, Profile, Told}
    if cell.scene.looks:
        return fine | {Unconfirmed, NotFound} | ({Disconnected} if _is_login(cell) else set())
    if cell.scene.told is not None:
        return fine | _BEFORE[cell.blow.family]
    if cell.scene.verb is None:
        # An address that a person types may lead to no such network; a ping may be lost.
        return fine | (_OF_A_CHECK.get(cell.blow.family) or {NotSent, Refused, Unconfirmed})
    wanted = _SHOWING if cell.request.shows else _BEFORE
    also: set[type] = {Unconfirmed} if cell.scene.again else set()
    if cell.request.shows and (cell.scene.verb in HARMLESS_TWICE or cell.blow.name == place.later):
        also = {NotSent}
    return fine | wanted[cell.blow.family] | also


def _is_login(cell: Cell) -> bool:
    return cell.blow.family is Family.LOGIN


_OF_A_CHECK: dict[Family, set[type]] = {
    Family.NEVER_LEFT: {NotSent},
    Family.BUSY: {NotSent},
    Family.LOGIN: {Disconnected},
}
# A request that shows the world something.
_SHOWING: dict[Family, set[type]] = {
    Family.NEVER_LEFT: {NotSent},
    Family.LOST: {Unconfirmed},
    Family.SPOILT: {Unconfirmed},
    Family.BUSY: {NotSent},
    Family.LOGIN: {Disconnected},
    Family.REFUSED: {Refused},
    Family.DUPLICATE: {Refused, NotSent, Unconfirmed},
    Family.INSIDE: {Refused, Unconfirmed},
}
# One that nobody sees: a reading, an upload, a container.
_BEFORE: dict[Family, set[type]] = {
    Family.NEVER_LEFT: {NotSent},
    Family.LOST: {NotSent},
    Family.SPOILT: {NotSent},
    Family.BUSY: {NotSent},
    Family.LOGIN: {Disconnected},
    Family.REFUSED: {Refused, NotSent},
    Family.DUPLICATE: {Refused, NotSent},
    Family.INSIDE: {Refused, NotSent},
}
