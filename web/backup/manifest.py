"""What a backup consists of: every file with its hash. Written last, so that a half-made backup has
none."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import datetime
from pathlib import Path, PurePosixPath

import msgspec

from web.config import WrongSetting

FILE = "manifest.json"
FORMAT = 1
BLOCK = 1 << 20


class BadBackup(WrongSetting):
    """This folder cannot be restored as it is. Nothing was changed; take another backup."""


class Stored(msgspec.Struct, frozen=True):
    """One file of the backup; ``path`` below its folder, with forward slashes."""

    path: str
    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """``migrations``: ``app.name`` of each, so that an older Gema refuses what it cannot read."""

    format: int
    gema: str
    taken_at: datetime
    database: str
    record: str
    migrations: tuple[str, ...]
    files: tuple[Stored, ...]


def read(folder: Path) -> Manifest:
    """Raises BadBackup."""
    try:
        manifest = msgspec.json.decode((folder / FILE).read_bytes(), type=Manifest)
    except OSError as e:
        raise BadBackup(f"{folder}: no complete backup, {FILE} is not there.") from e
    except msgspec.DecodeError as e:
        raise BadBackup(f"{folder / FILE}: cannot be read ({e}).") from e
    if manifest.format != FORMAT:
        raise BadBackup(f"{folder}: made by another Gema ({manifest.gema}), whose form is unknown.")
    for file in manifest.files:
        _refuse_outside(file.path)
    return manifest


def write(folder: Path, manifest: Manifest) -> None:
    fresh = folder / f"{FILE}.new"
    with fresh.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(0o600)
    fresh.replace(folder / FILE)


def check(folder: Path, manifest: Manifest) -> None:
    """Every file is there, and is what it was. Raises BadBackup."""
    for file in manifest.files:
        path = folder / file.path
        if not path.is_file():
            raise BadBackup(f"{path}: missing from the backup.")
        if path.stat().st_size != file.size or sha256_of(path) != file.sha256:
            raise BadBackup(f"{path}: its content is not what was backed up.")


def stored(folder: Path, path: str) -> Stored:
    file = folder / path
    return Stored(path, sha256_of(file), file.stat().st_size)


def copy(source: Path, target: Path) -> None:
    """On disk when it returns; readable by the owner only."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with source.open("rb") as old, target.open("wb") as new:
        shutil.copyfileobj(old, new, BLOCK)
        new.flush()
        os.fsync(new.fileno())
    target.chmod(0o600)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_outside(path: str) -> None:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or not parts.parts:
        raise BadBackup(f"{path!r}: not a name of a file in a backup.")
