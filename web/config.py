"""settings.toml as typed, frozen values. A wrong setting stops the start and says which."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

LOOPBACK = ("127.0.0.1", "localhost")
ROOT = Path(__file__).resolve().parent.parent

Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
Positive = Annotated[int, msgspec.Meta(ge=1)]
Address = Annotated[str, msgspec.Meta(pattern=r"^https?://[^/\s]+$")]
HostPort = Annotated[str, msgspec.Meta(pattern=r"^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):[0-9]{1,5}$")]


Words = Annotated[str, msgspec.Meta(min_length=1)]
Mailbox = Annotated[str, msgspec.Meta(pattern=r"^[^@\s]+@[^@\s]+$")]


class WrongSetting(Exception):
    """A setting cannot be used. Nothing is started; the message names key and expectation."""


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all sections: unknown keys are mistakes."""


class Site(Section, frozen=True):
    name: Words
    address: Address
    hosts: tuple[str, ...]
    behind_proxy: bool

    @property
    def https(self) -> bool:
        return self.address.startswith("https://")


class Server(Section, frozen=True):
    host: str
    port: Port
    threads: Positive


class Database(Section, frozen=True):
    engine: Literal["sqlite", "postgresql"]
    host: str
    port: Port
    name: str
    user: str


class Desk(Section, frozen=True):
    zone: str
    grace_minutes: Positive
    demo: bool


class Media(Section, frozen=True):
    max_megabytes: Positive
    max_megapixels: Positive
    longest_side: Annotated[int, msgspec.Meta(ge=1080)]
    public_minutes: Positive


class Engine(Section, frozen=True):
    kind: Literal["embedded", "distributed"]
    lanes: Annotated[int, msgspec.Meta(ge=1, le=512)]
    safety_seconds: Positive
    drain_seconds: Positive
    time_sources: tuple[Address, ...] = ()


class Feeds(Section, frozen=True):
    poll_minutes: Positive
    max_megabytes: Positive


class Figures(Section, frozen=True):
    paid: bool = True


class Outbound(Section, frozen=True):
    allow_private: tuple[HostPort, ...]
    connect_seconds: Positive
    read_seconds: Positive
    bases: dict[Address, Address]


class Newsroom(Section, frozen=True):
    title: Words
    feed_items: Annotated[int, msgspec.Meta(ge=1, le=500)]


class Inbox(Section, frozen=True):
    """The mailbox that returned mail comes to, read by IMAP over TLS."""

    host: Words
    user: Words
    port: Port = 993
    folder: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._/ -]+$")] = "INBOX"


class Mail(Section, frozen=True):
    kind: Literal["folder", "smtp"]
    host: str
    port: Port
    user: str
    from_address: Mailbox
    security: Literal["starttls", "tls", "none"] = "starttls"
    bounces: Annotated[str, msgspec.Meta(pattern=r"^([^@+\s]+@[^@\s]+)?$")] = ""
    inbox: Inbox | None = None


class App(Section, frozen=True):
    """What this installation is to a network; its secret is among the secrets."""

    id: Words
    configuration: str = ""


class Apps(Section, frozen=True):
    """By the name that a network's sign-in has for its ``provider``."""

    x: App | None = None
    meta: App | None = None
    threads: App | None = None
    linkedin: App | None = None


class Config(Section, frozen=True):
    site: Site
    server: Server
    database: Database
    desk: Desk
    media: Media
    engine: Engine
    feeds: Feeds
    outbound: Outbound
    newsroom: Newsroom
    mail: Mail
    apps: Apps = Apps()
    figures: Figures = Figures()


def load(path: Path) -> Config:
    """Read and check one settings file. Raises WrongSetting."""
    try:
        raw = path.read_bytes()
    except OSError as e:
        raise WrongSetting(f"{path}: cannot be read ({e.strerror}).") from e
    try:
        config = msgspec.toml.decode(raw, type=Config)
    except msgspec.ValidationError as e:
        raise WrongSetting(f"{path.name}: {_plain(str(e))}") from e
    except msgspec.DecodeError as e:
        raise WrongSetting(f"{path.name}: not valid TOML: {e}") from e
    _check_zone(path, config.desk.zone)
    _check_engine(path, config)
    _check_mail(path, config.mail)
    for key, addresses in _addresses(config).items():
        _check_addresses(path, key, addresses)
    return config


def from_environment() -> Config:
    """The settings file GEMA_SETTINGS names, or the one at the top of the project; with PORT."""
    config = load(Path(os.environ.get("GEMA_SETTINGS") or ROOT / "settings.toml"))
    given = os.environ.get("PORT", "")
    if not given:
        return config
    if not given.isdecimal() or not given.isascii() or int(given[:6]) > 65535:
        raise WrongSetting(f"PORT: expected a number from 0 to 65535, got {given[:20]!r}")
    return _on_port(config, int(given))


def _on_port(config: Config, port: int) -> Config:
    """Another port; on one's own machine the addresses we give out follow it."""
    parts = urlsplit(config.site.address)
    site = config.site
    if parts.hostname in LOOPBACK and parts.port == config.server.port:
        address = f"{parts.scheme}://{parts.hostname}:{port}"
        site = msgspec.structs.replace(site, address=address)
    server = msgspec.structs.replace(config.server, port=port)
    return msgspec.structs.replace(config, site=site, server=server)


def state_folder() -> Path | None:
    """Where this machine remembers records, whatever becomes of their folders: GEMA_STATE, or where
    the system keeps the state of programs. None: this user has no such place.
    """
    named = os.environ.get("GEMA_STATE")
    if named:
        return Path(named).resolve()
    base = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return Path(base) / "gema" if Path(base).is_absolute() else None


def data_folder() -> Path:
    """Where database, media and secrets live: GEMA_DATA, or data/ in the project."""
    return Path(os.environ.get("GEMA_DATA") or ROOT / "data").resolve()


def _plain(message: str) -> str:
    """``Expected `int` … - at `$.server.port` `` → ``server.port: expected `int` …``."""
    fault, _, place = message.partition(" - at `$.")
    if not place:
        return fault
    key = place.rstrip("`")
    choices = _choices(key)
    if choices:
        fault = f"expected {choices}, got {fault.rpartition(' ')[2]}"
    return f"{key}: {fault[0].lower()}{fault[1:]}"


def _choices(key: str) -> str:
    """``"sqlite" or "postgresql"`` for a key that takes one of a few words, else empty."""
    found: Any = Config
    for part in key.split("."):
        found = get_type_hints(found).get(part) if isinstance(found, type) else None
    words = get_args(found) if get_origin(found) is Literal else ()
    return " or ".join(f'"{word}"' for word in words)


def _check_engine(path: Path, config: Config) -> None:
    if config.engine.kind == "distributed" and config.database.engine != "postgresql":
        raise WrongSetting(
            f'{path.name}: engine.kind: "distributed" needs database.engine = "postgresql", got'
            f' "{config.database.engine}"'
        )


def _check_mail(path: Path, mail: Mail) -> None:
    if mail.kind == "smtp" and mail.security == "none" and mail.host not in LOOPBACK:
        raise WrongSetting(
            f'{path.name}: mail.security: "none" is for a mail server on this machine (127.0.0.1);'
            f' for {mail.host} expected "starttls" or "tls"'
        )
    if mail.inbox and not mail.bounces:
        raise WrongSetting(
            f"{path.name}: mail.inbox: expected mail.bounces, too: without it nobody can tell whose"
            " mail came back"
        )


def _addresses(config: Config) -> dict[str, Sequence[str]]:
    bases = config.outbound.bases
    return {
        "site.address": [config.site.address],
        "engine.time_sources": config.engine.time_sources,
        "outbound.bases": [*bases, *bases.values()],
    }


def _check_addresses(path: Path, key: str, addresses: Sequence[str]) -> None:
    """What looks like an address may still name no host, or a port that is none."""
    for address in addresses:
        if not _names_a_host(address):
            raise WrongSetting(
                f"{path.name}: {key}: expected addresses such as https://example.org:8443, got"
                f" {address!r}"
            )


def _names_a_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _port = parts.port  # raises where it is none
    except ValueError:
        return False
    return bool(parts.hostname)


def _check_zone(path: Path, name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as e:
        raise WrongSetting(
            f"{path.name}: desk.zone: expected an IANA time zone such as Asia/Jakarta, got {name!r}"
            ". If that is right, this machine has no time zone data: install the tzdata package."
        ) from e
