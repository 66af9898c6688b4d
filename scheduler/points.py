"""Named moments on the way of a delivery. In service they do nothing.

The crash campaign hangs a hook here and ends or stops the process at each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

CLAIMED: Final = "claimed"  # intents written, not committed
TURNED: Final = "turned"  # outcomes and intents committed, no call handed out
HANDED_OVER: Final = "handed-over"  # calls are with the lanes
CALLING: Final = "calling"  # in a lane, before the adapter is called
CALLED: Final = "called"  # the adapter has answered, nobody knows yet
SETTLED: Final = "settled"  # outcomes written, not committed
TOOK_OVER: Final = "took-over"  # a dead process's claim taken over, not committed

ENGINE: Final = (CLAIMED, TURNED, HANDED_OVER, CALLING, CALLED, SETTLED, TOOK_OVER)

hook: Callable[[str], None] | None = None


def reached(point: str) -> None:
    if hook is not None:
        hook(point)
