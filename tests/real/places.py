"""Where the parts of the real servers are kept, and how to say that one cannot be had."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "real"


class Missing(Exception):
    """Something cannot be had on this machine. The message says what to do about it."""


def stamped(stamp: Path, words: str) -> bool:
    """Whether a step was finished with exactly these words."""
    return stamp.is_file() and stamp.read_text() == words


def run(
    command: Sequence[str | Path],
    otherwise: str,
    *,
    within: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> str:
    """What a command printed; ``Missing``, with the end of what it said, where it failed."""
    try:
        done = subprocess.run(command, cwd=within, env=env, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise Missing(otherwise) from error
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip())[-1500:]
        raise Missing(f"{otherwise}\n{said}")
    return done.stdout
