"""A consistent copy of the record while it is in use, and back into an empty database."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from web.backup.manifest import BadBackup, copy
from web.config import WrongSetting

COPIES = {"sqlite": "record.sqlite3", "postgresql": "record.pgdump"}


class NoTool(WrongSetting):
    """A program of PostgreSQL is not installed, or does not fit its server."""


class NotEmpty(WrongSetting):
    """There is a record already. Restore into an empty data folder or database only."""


def dump(folder: Path) -> str:
    """Copy the record into ``folder``; the name of the file. Raises NoTool."""
    connection = connections[DEFAULT_DB_ALIAS]
    name = COPIES[connection.vendor]
    if connection.vendor == "sqlite":
        _dump_sqlite(connection, folder / name)
    else:
        _run(connection, "pg_dump", "--format=custom", "--no-owner", f"--file={folder / name}")
    (folder / name).chmod(0o600)
    return name


def load(file: Path) -> None:
    """Put a copy in place. Raises NoTool or BadBackup."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        connection.close()
        _load_sqlite(file, Path(connection.settings_dict["NAME"]))
    else:
        _run(
            connection,
            "pg_restore",
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            str(file),
        )


def refuse_unless_empty() -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        if path.exists():
            raise NotEmpty(f"{path}: there is a record already. Restore into an empty data folder.")
    elif connection.introspection.table_names():
        name = connection.settings_dict["NAME"]
        raise NotEmpty(f"The database {name} is not empty. Restore into an empty one.")


def _dump_sqlite(connection: BaseDatabaseWrapper, file: Path) -> None:
    """One reading transaction: whoever writes goes on meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    with file.open("rb+") as made:
        os.fsync(made.fileno())


def _load_sqlite(file: Path, path: Path) -> None:
    fresh = path.with_name(f"{path.name}.restored")
    copy(file, fresh)
    with closing(sqlite3.connect(fresh)) as database:
        told = database.execute("PRAGMA quick_check").fetchone()[0]
    if told != "ok":
        fresh.unlink()
        raise BadBackup(f"{file}: SQLite says: {told}")
    fresh.replace(path)


def _run(connection: BaseDatabaseWrapper, program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise NoTool(f"{program} is not installed here: it comes with PostgreSQL's client.")
    place = connection.settings_dict
    where = {
        "PGHOST": place["HOST"],
        "PGPORT": place["PORT"],
        "PGUSER": place["USER"],
        "PGPASSWORD": place["PASSWORD"],
    }
    given = {name: str(value) for name, value in where.items() if value}
    ended = subprocess.run(  # noqa: S603  our own arguments, no shell
        [found, f"--dbname={place['NAME']}", *arguments],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise NoTool(f"{program}: {' '.join(ended.stderr.split())[:400]}")
