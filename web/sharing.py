"""What every process of one Gema must have in common, checked before a worker sends anything.

A worker with secrets of its own could open no account and would tell everybody that they are
disconnected; one without the pictures would fail every post that has one.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import connection

from channels import registry, vault
from channels.models import Account
from content.models import Media
from web.config import WrongSetting
from web.secrets import FILE

ENOUGH = 5


class NotShared(WrongSetting):
    """This process has a data folder that is not the one of the others."""


def check() -> None:
    """Raises NotShared."""
    _check_keys()
    _check_pictures()


def database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [moment] = cursor.fetchone()
    return cast("datetime", moment)


def _check_keys() -> None:
    accounts = Account.objects.exclude(credentials=b"").order_by("-pk")[:ENOUGH]
    if accounts and not any(_opens(account) for account in accounts):
        raise NotShared(
            f"{settings.DATA / FILE}: opens none of the connected accounts. Bring the file of the"
            " other processes here, or set GEMA_VAULT_KEYS as there (docs/scaling.md)."
        )


def _opens(account: Account) -> bool:
    try:
        vault.unseal(account, registry.load(account.kind).needs)
    except vault.Locked:
        return False
    return True


def _check_pictures() -> None:
    names = Media.objects.order_by("-pk").values_list("name", flat=True)[:ENOUGH]
    folder = Path(settings.MEDIA_ROOT)
    if names and not any((folder / name).exists() for name in names):
        raise NotShared(
            f"{folder}: none of the newest pictures is here. All processes need the same folder"
            " (docs/scaling.md)."
        )
