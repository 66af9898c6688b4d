"""The ways in which a line is cut in the middle of a call, and what must be true afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from channels.base import DeliveryError, NotFound, NotSent, Receipt, Unconfirmed
from tests.real.line import Where


@dataclass(frozen=True, slots=True)
class Way:
    where: Where
    after: int = 0
    reset: bool = False


WAYS = {
    "in the head of the request": Way(Where.ASKING, 40),
    "at the last byte of the request": Way(Where.ASKING, -1),
    "at the last byte of the request, reset": Way(Where.ASKING, -1, reset=True),
    "while the server is at work": Way(Where.ASKED),
    "while the server is at work, reset": Way(Where.ASKED, reset=True),
    "before the answer": Way(Where.ANSWERING),
    "before the answer, reset": Way(Where.ANSWERING, reset=True),
    "in the head of the answer": Way(Where.ANSWERING, 30),
}

End = Receipt | DeliveryError


def end_of(call: Callable[[], Receipt]) -> End:
    try:
        return call()
    except DeliveryError as error:
        return error


def assert_honest(end: End, looked: End, there: Sequence[object]) -> None:
    """What was said of a cut call, and what a look says, against the server's own record."""
    assert isinstance(end, NotSent | Unconfirmed), repr(end)
    if isinstance(end, NotSent):
        assert not there, "said not to be sent, and it is there"
    assert isinstance(looked, Receipt if there else NotFound), (repr(looked), there)
