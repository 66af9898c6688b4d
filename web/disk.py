"""How full the disk is that holds the record and the pictures."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings


def filled() -> float:
    """The share that is in use, 0 to 1; 0 where nobody can tell."""
    try:
        disk = shutil.disk_usage(Path(settings.DATA))
    except OSError:
        return 0.0
    # What only the system's administrator may still use counts as taken.
    return 1 - disk.free / (disk.used + disk.free) if disk.total else 0.0
