"""Restoring: everything is checked before anything is written, and the desk starts in safe mode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from channels import vault
from scheduler import safe_mode
from scheduler.models import Delivery, Why, Worker
from scheduler.witness import Witness
from web.backup import databases, manifest
from web.backup.databases import NotEmpty
from web.backup.manifest import BadBackup, Manifest
from web.backup.take import MEDIA
from web.release import VERSION

# What may lie in a data folder before there is anything in it.
HARMLESS = {"secrets.json", "static", "engine.lock", "witness", "clock.json"}


@dataclass(frozen=True, slots=True)
class Restored:
    """``looked_for``: deliveries that are looked for before they are sent. ``locked``: accounts
    that the secrets here do not open."""

    manifest: Manifest
    looked_for: int
    locked: int


def put_back(
    folder: Path, data: Path, media: Path, now: datetime, state: Path | None = None
) -> Restored:
    """``state``: where this machine remembers records. Raises WrongSetting, with a sentence; then
    nothing was changed.
    """
    told = manifest.read(folder)
    _refuse_foreign(told)
    _refuse_used(data)
    databases.refuse_unless_empty()
    manifest.check(folder, told)
    for file in told.files:
        if file.path.startswith(f"{MEDIA}/"):
            manifest.copy(folder / file.path, media / file.path.removeprefix(f"{MEDIA}/"))
    databases.load(folder / databases.COPIES[told.database])
    call_command("migrate", verbosity=0, interactive=False)
    restored = _in_safe_mode(told, now)
    safe_mode.speak_for(Witness(data, state))
    return restored


@transaction.atomic
def _in_safe_mode(told: Manifest, now: datetime) -> Restored:
    safe_mode.enter(Why.RESTORED, now, recorded_until=told.taken_at)
    Worker.objects.all().delete()
    # Who was signed in then may have signed out, or been shut out, since.
    Session.objects.all().delete()
    return Restored(told, Delivery.objects.filter(look_first=True).count(), vault.count_locked())


def _refuse_foreign(told: Manifest) -> None:
    if told.database != connection.vendor:
        raise BadBackup(
            f"The backup is of {told.database}, settings.toml names {connection.vendor}."
            " Restore into the same kind of database."
        )
    unknown = set(told.migrations) - _known()
    if unknown:
        raise BadBackup(
            f"The backup was made by Gema {told.gema}, which is newer than this one ({VERSION})."
        )


def _known() -> set[str]:
    """Squashed or not: every migration this Gema has on disk."""
    loader = MigrationLoader(None)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def _refuse_used(data: Path) -> None:
    there = sorted(path.name for path in data.iterdir() if path.name not in HARMLESS)
    if there:
        raise NotEmpty(f"{data}: is not empty ({', '.join(there[:3])}). Name another: GEMA_DATA=…")
