"""python -m tests.crash: makes a folder, a database and a network, and lets the campaigns run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.crash.options import DATABASES, parser
from tests.distributed import settings_file
from tests.on_postgres import postgres
from tests.stubs.running import running


def main() -> int:
    wanted = parser().parse_args().database
    ends = [_campaigns(one) for one in (DATABASES if wanted == "both" else (wanted,))]
    return max(ends)


def _campaigns(database: str) -> int:
    with ExitStack() as around:
        folder = Path(around.enter_context(tempfile.TemporaryDirectory(prefix="gema-crash-")))
        network = around.enter_context(running("tests.crash.network", folder / "network"))
        own = {
            "DJANGO_SETTINGS_MODULE": "tests.crash.settings",
            "GEMA_DATA": str(folder),
            "GEMA_STATE": str(folder / "state"),
            "GEMA_CRASH_DATABASE": database,
            "GEMA_CRASH_NETWORK": network.url,
        }
        os.environ.pop("GEMA_SETTINGS", None)  # a developer's own desk stays untouched
        if database == "postgresql":
            os.environ |= around.enter_context(postgres())
            own["GEMA_SETTINGS"] = str(settings_file(folder))
        command = [sys.executable, "-m", "tests.crash.inside", *sys.argv[1:]]
        return subprocess.run(command, env=os.environ | own, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
