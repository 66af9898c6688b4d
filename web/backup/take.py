"""Taking a backup: the record first, then the pictures it names, and their manifest last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from content.models import Media
from scheduler import safe_mode
from web.backup import databases, manifest
from web.backup.manifest import Manifest, Stored
from web.config import WrongSetting
from web.release import VERSION

MEDIA = "media"


class WrongFolder(WrongSetting):
    """A backup goes into a new or an empty folder outside the data folder."""


@dataclass(frozen=True, slots=True)
class Taken:
    """``missing``: pictures that the record names and the disk does not have."""

    manifest: Manifest
    missing: tuple[str, ...]

    @property
    def bytes(self) -> int:
        return sum(file.size for file in self.manifest.files)


def take(folder: Path, data: Path, media: Path, now: datetime) -> Taken:
    """Raises WrongSetting, with a sentence. The desk may be running."""
    _refuse_used(folder, data)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = databases.dump(folder)
    # What the copy names was on disk before it was made: bytes never change and are never removed.
    files = [manifest.stored(folder, name), *_pictures(folder, media)]
    lives = safe_mode.standing().identities
    made = Manifest(
        format=manifest.FORMAT,
        gema=VERSION,
        taken_at=now,
        database=connection.vendor,
        record=list(lives)[-1] if lives else "",
        migrations=applied(),
        files=tuple(files),
    )
    manifest.write(folder, made)
    kept = {file.path for file in files}
    named = Media.objects.values_list("name", flat=True)
    return Taken(made, tuple(name for name in named if f"{MEDIA}/{name}" not in kept))


def applied() -> tuple[str, ...]:
    done = MigrationRecorder(connection).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in done))


def _pictures(folder: Path, media: Path) -> list[Stored]:
    found = []
    for path in sorted(media.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            name = f"{MEDIA}/{path.relative_to(media).as_posix()}"
            manifest.copy(path, folder / name)
            found.append(manifest.stored(folder, name))
    return found


def _refuse_used(folder: Path, data: Path) -> None:
    folder = folder.resolve()
    if folder.is_relative_to(data):
        raise WrongFolder(f"{folder}: lies in the data folder, and would be lost with it.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongFolder(f"{folder}: is not empty. Name a new folder for each backup.")
