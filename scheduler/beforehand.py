"""What is done once before a pump takes its first turn, so that it finds things as they should be.

Such as the calendar after days off: with the newest of a series planned, and the older ones closed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

# No longer than this is a start kept waiting.
WITHIN_SECONDS = 20


def do(works: Iterable[Callable[[], None]]) -> None:
    """One after the other, each in a thread of its own: one that fails or hangs keeps nothing from
    being sent, and the clock rings for it again."""
    for work in works:
        thread = threading.Thread(target=work, name="beforehand", daemon=True)
        thread.start()
        thread.join(WITHIN_SECONDS)
