"""A Bluesky PDS with two accounts, and what its own databases say that it has taken."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from channels.bluesky.login import Credentials
from tests.real import node
from tests.real.door import Door, door
from tests.real.running import first_line, started

NAME = "pds.test"


@dataclass(frozen=True, slots=True)
class Account:
    did: str
    handle: str
    main_password: str
    app_password: str
    access: str

    def login(self, door: Door, password: str = "") -> Credentials:
        return Credentials(self.handle, password or self.app_password, pds=door.url)


@dataclass(frozen=True, slots=True)
class Pds:
    folder: Path
    url: str
    door: Door

    def open_account(self, handle: str) -> Account:
        main = secrets.token_hex(12)
        made = self.ask(
            "com.atproto.server.createAccount",
            {"handle": handle, "email": f"{handle}@contoh.test", "password": main},
        )
        did, access = made["did"], made["accessJwt"]
        given = self.ask("com.atproto.server.createAppPassword", {"name": "Gema"}, access)
        return Account(did, handle, main, given["password"], access)

    def ask(self, name: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
        """One call, past the line and past our adapter."""
        head = {"Authorization": f"Bearer {token}"} if token else {}
        said = requests.post(f"{self.url}/xrpc/{name}", json=body, headers=head, timeout=30)
        assert said.ok, said.text
        return said.json() if said.content else {}

    def record(self, uri: str) -> dict[str, Any]:
        """A record as anybody reads it."""
        repo, collection, rkey = uri.removeprefix("at://").split("/")
        query = {"repo": repo, "collection": collection, "rkey": rkey}
        address = f"{self.url}/xrpc/com.atproto.repo.getRecord"
        value: dict[str, Any] = requests.get(address, params=query, timeout=30).json()["value"]
        return value

    def commits(self, account: Account) -> int:
        """How often the account's repository has changed: each change is sequenced once."""
        counted = self._rows(
            self.folder / "sequencer.sqlite",
            "SELECT count(*) FROM repo_seq WHERE did = ? AND eventType = 'append'",
            account.did,
        )
        return int(counted[0][0])

    def records(self, account: Account, collection: str = "app.bsky.feed.post") -> list[str]:
        """The addresses of all records of a kind."""
        rows = self._rows(
            self._store(account), "SELECT uri FROM record WHERE collection = ?", collection
        )
        return [row[0] for row in rows]

    def pictures(self, account: Account, uri: str) -> list[tuple[str, int]]:
        """Kind and size of the pictures that belong to a record, as they lie in the store."""
        query = (
            "SELECT mimeType, size FROM blob JOIN record_blob ON blobCid = cid"
            " WHERE recordUri = ? AND tempKey IS NULL"
        )
        return [(row[0], row[1]) for row in self._rows(self._store(account), query, uri)]

    def _store(self, account: Account) -> Path:
        shelf = hashlib.sha256(account.did.encode()).hexdigest()[:2]
        return self.folder / "actors" / shelf / account.did / "store.sqlite"

    def _rows(self, file: Path, query: str, *given: str) -> list[Any]:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            return database.execute(query, given).fetchall()


@contextmanager
def pds(folder: Path) -> Iterator[Pds]:
    """A PDS that knows nobody yet, with the limits it has in service."""
    blobs, log = folder / "blobs", folder / "pds.log"
    folder.mkdir(mode=0o700)
    blobs.mkdir()
    env = {
        "PDS_HOSTNAME": NAME,
        "PDS_PORT": "0",
        "PDS_DATA_DIRECTORY": str(folder),
        "PDS_BLOBSTORE_DISK_LOCATION": str(blobs),
        "PDS_JWT_SECRET": secrets.token_hex(16),
        "PDS_ADMIN_PASSWORD": secrets.token_hex(16),
        "PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX": secrets.token_hex(32),
        "PDS_SERVICE_HANDLE_DOMAINS": ".test",
        "PDS_INVITE_REQUIRED": "false",
        "PDS_RATE_LIMITS_ENABLED": "true",
        "LOG_ENABLED": "false",
    }
    command = (node.NODE, node.fetch_pds() / "pds.mjs")
    with started(command, log, env, stdout=subprocess.PIPE) as process:
        port = json.loads(first_line(process.stdout, log))["pds"]
        with door(NAME, port, folder) as front:
            yield Pds(folder, f"http://127.0.0.1:{port}", front)
