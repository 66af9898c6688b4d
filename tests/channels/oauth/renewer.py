"""A process that speaks for one account of X: ``renewer.py <account> <seconds ahead> [dies]``.

It says ``ready``, waits for a line, asks X who it is, and says how that ended. With ``dies`` it is
killed in the moment in which it would write down what X has given it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import django
import msgspec
from django.conf import settings

STORING = 'UPDATE "channels_keptsession" SET "sealed"'


def main() -> int:
    settings.DATABASES["default"]["NAME"] = os.environ["GEMA_RACE_DATABASE"]
    django.setup()
    print("ready", flush=True)  # noqa: T201 (to whoever has started us)
    sys.stdin.readline()
    print(ask(int(sys.argv[1]), int(sys.argv[2]), dies="dies" in sys.argv), flush=True)  # noqa: T201
    return 0


def ask(account_id: int, ahead: int, *, dies: bool) -> str:
    from django.db import connection  # noqa: PLC0415 (only after setup)
    from django.utils import timezone  # noqa: PLC0415

    from channels import opening, vault  # noqa: PLC0415
    from channels.base import DeliveryError  # noqa: PLC0415
    from channels.models import Account  # noqa: PLC0415
    from channels.x.adapter import X  # noqa: PLC0415
    from web.config import App, Apps  # noqa: PLC0415

    stub = os.environ["GEMA_RACE_X"]
    outbound = msgspec.structs.replace(settings.GEMA.outbound, bases={"https://api.x.com": stub})
    apps = Apps(x=App("gema-app"))
    settings.GEMA = msgspec.structs.replace(settings.GEMA, outbound=outbound, apps=apps)
    account = Account.objects.get(pk=account_id)
    wire = replace(opening.wire(account), now=lambda: timezone.now() + timedelta(seconds=ahead))
    with connection.execute_wrapper(_trap if dies else _let):
        try:
            return X(vault.unseal(account, X.needs), wire).check().handle
        except DeliveryError as error:
            return f"{type(error).__name__} {error.reason}"


def _let(execute: Callable[..., Any], *how: Any) -> Any:
    return execute(*how)


def _trap(execute: Callable[..., Any], sql: str, *how: Any) -> Any:
    if sql.startswith(STORING):
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, *how)


if __name__ == "__main__":
    sys.exit(main())
