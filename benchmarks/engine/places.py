"""Where the measured processes keep their data: SQLite files and a PostgreSQL of our own.

A place is filled once for each size and copied for each measurement.
"""

from __future__ import annotations

import os
import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from benchmarks.engine.children import ask, manage
from benchmarks.engine.measure import SERVER
from benchmarks.engine.spec import Fill
from tests.wheel import get_server
from web.config import ROOT
from web.secrets import new_vault_key

Env = Mapping[str, str]


class Place(ABC):
    """One kind of database. An ``Env`` is the environment of a process that works on one of it."""

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

    @contextmanager
    def fresh(self, what: Fill, **engine: object) -> Iterator[Env]:
        """A database with these rows for one measurement. ``engine``: settings that differ."""
        if "empty" not in self._filled:
            manage(self._env(self._make("empty"), {}), "migrate", "--verbosity", "0")
            self._filled.add("empty")
        source = f"fill_{what.deliveries}_{what.accounts}_{what.copies}"
        if source not in self._filled:
            ask(self._env(self._copy("empty", source), {}), "fill", what, type(None))
            self._filled.add(source)
        self._serial += 1
        name = f"run{self._serial}"
        env = self._env(self._copy(source, name), engine)
        if engine.get("kind") == "distributed":  # it has tables more
            manage(env, "migrate", "--verbosity", "0")
        yield env
        self._drop(name)

    @property
    def bare(self) -> Env:
        """For a process that needs no database."""
        return self._env(self._folder, {})

    def _env(self, folder: Path, engine: Mapping[str, object]) -> dict[str, str]:
        text = (ROOT / "settings.toml").read_text()
        for key, value in engine.items():
            shown = f'"{value}"' if isinstance(value, str) else value
            text = re.sub(rf"(?ms)^(\[engine\]\n.*?^{key} = )[^\n]*", rf"\g<1>{shown}", text)
        (folder / "settings.toml").write_text(self._database(text, folder.name))
        mine = {
            "GEMA_DATA": str(folder),
            "GEMA_STATE": str(folder / "state"),
            "GEMA_SETTINGS": str(folder / "settings.toml"),
        }
        return os.environ | self._common | mine

    @abstractmethod
    def _database(self, settings: str, name: str) -> str: ...

    @abstractmethod
    def _make(self, name: str) -> Path: ...

    @abstractmethod
    def _copy(self, source: str, name: str) -> Path: ...

    @abstractmethod
    def _drop(self, name: str) -> None: ...


class Sqlite(Place):
    name = "SQLite"

    def _database(self, settings: str, name: str) -> str:
        return settings

    def _make(self, name: str) -> Path:
        folder = self._folder / name
        folder.mkdir()
        return folder

    def _copy(self, source: str, name: str) -> Path:
        return shutil.copytree(self._folder / source, self._folder / name)

    def _drop(self, name: str) -> None:
        shutil.rmtree(self._folder / name)


class Postgres(Place):
    name = "PostgreSQL"

    def __init__(self, folder: Path, uri: str, server: int | None) -> None:
        super().__init__(folder)
        address = urlsplit(uri)
        self._host = parse_qs(address.query).get("host", [address.hostname or ""])[0]
        self._user = address.username or "postgres"
        self._common[SERVER] = str(server or "")

    def _database(self, settings: str, name: str) -> str:
        section = (
            f'[database]\nengine = "postgresql"\nhost = "{self._host}"\nport = 5432\n'
            f'name = "{name}"\nuser = "{self._user}"\n\n'
        )
        return re.sub(r"(?ms)^\[database\]\n.*?(?=^\[)", section, settings, count=1)

    def _make(self, name: str) -> Path:
        return self._created(name, "template0")

    def _copy(self, source: str, name: str) -> Path:
        return self._created(name, source)

    def _created(self, name: str, template: str) -> Path:
        self._order(f"CREATE DATABASE {name} TEMPLATE {template}")
        folder = self._folder / name
        folder.mkdir()
        return folder

    def _drop(self, name: str) -> None:
        self._order(f"DROP DATABASE {name} WITH (FORCE)")

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
        yield Postgres(folder, server.get_uri(), server.get_pid())
    finally:
        server.cleanup()
