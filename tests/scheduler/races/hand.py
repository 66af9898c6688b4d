"""A process that claims over and over, until its input closes: ``hand.py <now> <owner>``.

It speaks to no network and leaves what it has begun as it is, so that others can count.
"""

from __future__ import annotations

import os
import select
import sys
from datetime import datetime

import django
from django.conf import settings


def main() -> int:
    settings.DATABASES["default"]["NAME"] = os.environ["GEMA_RACE_DATABASE"]
    django.setup()
    work(datetime.fromisoformat(sys.argv[1]), sys.argv[2])
    return 0


def work(now: datetime, owner: str) -> None:
    from django.db import IntegrityError  # noqa: PLC0415 (only after setup)

    from scheduler import delivery, gate  # noqa: PLC0415

    print("ready", flush=True)  # noqa: T201 (to whoever has started us)
    while not select.select([sys.stdin], [], [], 0)[0]:
        try:
            with gate.turn():
                delivery.claim(owner, now, 1)
        except IntegrityError:
            continue  # another was quicker on this lane, as the pump knows it


if __name__ == "__main__":
    sys.exit(main())
