"""Signing in, rarely: a session is kept for all processes and refreshed before it ends.

``createSession`` is limited to 30 in five minutes and 300 a day for an account, so it is the last
resort. An access token lives about two hours, a refresh token three months.
https://docs.bsky.app/docs/advanced-guides/rate-limits, https://atproto.com/specs/xrpc, 2026-08.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from channels.answer import Answer, unclear
from channels.base import asked
from channels.bluesky.meaning import is_stale, meaning
from channels.keeping import Keeper, Kept

HOME = "https://bsky.social"
MARGIN = timedelta(minutes=5)  # longer than any of our calls takes
HANDLE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
SERVER = re.compile(r"https://[a-z0-9.-]+(?::[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Credentials:
    handle: str = asked(
        "Nama akun",
        help="Tertulis di bawah nama profil, misalnya contoh.bsky.social. Tanda @ tidak perlu.",
    )
    app_password: str = asked(
        "Kata sandi aplikasi",
        help=(
            "Di aplikasi Bluesky buka Pengaturan (Settings), Privasi dan keamanan, lalu Kata sandi"
            " aplikasi (App passwords), dan ketuk Tambah. Beri nama Gema, lalu salin yang muncul,"
            " seperti abcd-efgh-ijkl-mnop. Jangan mengisi kata sandi utama akun."
        ),
        secret=True,
    )
    pds: str = asked(
        "Alamat server (PDS)",
        help="Kosongkan bila Anda mendaftar di bsky.social, seperti hampir semua orang.",
        optional=True,
    )

    def __post_init__(self) -> None:
        if not HANDLE.fullmatch(self.identifier):
            raise ValueError("Nama akun Bluesky berbentuk seperti contoh.bsky.social.")
        if not SERVER.fullmatch(self.server):
            raise ValueError(
                "Alamat server berbentuk seperti https://bsky.social, tanpa yang lain."
            )

    @property
    def identifier(self) -> str:
        return self.handle.strip().lstrip("@").lower()

    @property
    def server(self) -> str:
        typed = self.pds.strip().rstrip("/").lower() or HOME
        return typed if "://" in typed else f"https://{typed}"

    @property
    def mark(self) -> str:
        """Tells sessions of these credentials from those of others, and nothing else."""
        words = "\0".join((self.server, self.identifier, self.app_password))
        return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Session:
    """``mark``: of the credentials it was made with; others have another session."""

    did: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    mark: str = field(repr=False)

    @classmethod
    def read(cls, kept: Kept, mark: str) -> Session | None:
        if kept.get("mark") != mark:
            return None
        return cls(**{one.name: str(kept.get(one.name, "")) for one in fields(cls)})

    @property
    def is_all_powerful(self) -> bool:
        """Whether it was made with the main password and not with one for apps."""
        return _claims(self.access).get("scope") == "com.atproto.access"

    def ends_by(self, moment: datetime) -> bool:
        """False where the token does not say: then the PDS will."""
        second = _claims(self.access).get("exp")
        return isinstance(second, int) and second <= moment.timestamp()


Send = Callable[..., Answer]


class Login:
    """``send(name, token=…, json=…)`` asks the PDS; what it answers is read here."""

    def __init__(
        self, credentials: Credentials, keeper: Keeper, send: Send, now: Callable[[], datetime]
    ) -> None:
        self._credentials = credentials
        self._keeper = keeper
        self._send = send
        self._now = now
        self._kept: Kept = {}
        self._session: Session | None = None

    def session(self) -> Session:
        """One that should hold for a while. Raises a ``DeliveryError``."""
        if self._session is None:
            self._kept = self._keeper.kept()
            found = Session.read(self._kept, self._credentials.mark)
            if found is None or found.ends_by(self._now() + MARGIN):
                return self.renewed()
            self._session = found
        return self._session

    def renewed(self) -> Session:
        """Another one than the one that was given last."""
        stale = self._kept
        self._kept = self._keeper.renew(stale, lambda: asdict(self._made(stale)))
        found = Session.read(self._kept, self._credentials.mark)
        # Somebody connected the account anew this very moment: theirs is not for our password.
        self._session = found or self._created()
        return self._session

    def _made(self, stale: Kept) -> Session:
        old = Session.read(stale, self._credentials.mark)
        return (self._refreshed(old) if old else None) or self._created()

    def _refreshed(self, old: Session) -> Session | None:
        """None where the refresh token is no good any more; the password may still be."""
        answer = self._send("com.atproto.server.refreshSession", token=old.refresh)
        return None if is_stale(answer) else self._read(answer)

    def _created(self) -> Session:
        words = {
            "identifier": self._credentials.identifier,
            "password": self._credentials.app_password,
        }
        return self._read(self._send("com.atproto.server.createSession", json=words))

    def _read(self, answer: Answer) -> Session:
        if not answer.ok:
            raise meaning(answer, self._now(), repeatable=True)
        said = answer.json or {}
        did, access, refresh = (said.get(name) for name in ("did", "accessJwt", "refreshJwt"))
        if not (_is_word(did) and _is_word(access) and _is_word(refresh)):
            raise unclear("success without a session", repeatable=True)
        return Session(str(did), str(access), str(refresh), self._credentials.mark)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and bool(value)


def _claims(token: str) -> dict[str, Any]:
    """What a JWT says of itself; the PDS alone can check it."""
    middle = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        said = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
