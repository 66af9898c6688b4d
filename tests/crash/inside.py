"""The campaigns of one database, in the environment that ``__main__`` has made."""

from __future__ import annotations

import os
import sys
from subprocess import Popen
from typing import Any, cast

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.crash import options, report  # noqa: E402
from tests.crash.campaign import Campaign  # noqa: E402
from tests.crash.options import Protection  # noqa: E402
from tests.stubs.running import Network  # noqa: E402


def main() -> int:
    database = os.environ["GEMA_CRASH_DATABASE"]
    wanted = options.read(sys.argv[1:], database)
    call_command("migrate", verbosity=0, interactive=False)
    network = Network(os.environ["GEMA_CRASH_NETWORK"], cast("Popen[Any]", None))
    wrong: list[str] = []
    for protection in Protection if wanted.control else (Protection.FULL,):
        outcome = Campaign(wanted, protection, network).run()
        sys.stdout.write(f"{database}, {protection}\n{report.told(outcome, wanted.networks)}\n\n")
        wrong += report.failings(outcome)
    for one in wrong:
        sys.stdout.write(f"{database}: {one}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
