"""Telling the story: each thing that must be true is looked at, said, and counted."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field


class Untrue(Exception):
    """Something the story says did not hold. The story ends here."""


@dataclass
class Teller:
    """Prints steps and what was verified by reading back."""

    began: float = field(default_factory=time.monotonic)
    verified: int = 0

    def step(self, words: str) -> None:
        sys.stdout.write(f"\n[{time.monotonic() - self.began:5.1f} s] {words}\n")
        sys.stdout.flush()

    def true(self, truth: object, words: str) -> None:
        """``truth`` was read back from the outside. Raises Untrue."""
        sys.stdout.write(f"          {'✓' if truth else '✗ NOT TRUE:'} {words}\n")
        sys.stdout.flush()
        if not truth:
            raise Untrue(words)
        self.verified += 1


def wait_until(truth: Callable[[], object], seconds: float, words: str) -> None:
    """Ask again and again until it is so. Raises Untrue when the time is up."""
    give_up = time.monotonic() + seconds
    while not truth():
        if time.monotonic() > give_up:
            raise Untrue(f"{words} (waited {seconds:g} s)")
        time.sleep(0.05)
