"""What every test of an adapter needs: a wire, a notebook, a picture, a message."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from PIL import Image as Picture

from channels import registry
from channels.base import Channel, DeliveryError, Image, Outgoing, Trace, Verb
from channels.http import Wire
from tests.channels.places import FORMS, PLACES
from tests.stubs.running import Network

ORIGINS = {place.stub: list(place.origins) for place in PLACES.values()}
PATIENT = timedelta(seconds=20)
HURRIED = timedelta(seconds=0.8)


@dataclass
class Notebook:
    """A journal that forgets when the test ends."""

    noted: dict[str, Any] = field(default_factory=dict)

    def note(self, **facts: str | int | list[str]) -> None:
        self.noted |= facts


def now() -> datetime:
    return datetime.now(UTC)


def wire_to(
    *networks: tuple[str, str],
    timeout: timedelta = PATIENT,
    pause: Callable[[float], None] = lambda seconds: None,
) -> Wire:
    """A wire that leads to stubs: ``("x", "http://127.0.0.1:9001")``. Nothing waits."""
    bases = {origin: url for name, url in networks for origin in ORIGINS[name]}
    return Wire(now=now, timeout=timeout, bases=bases, pause=pause, account="7")


def wire_to_nowhere() -> Wire:
    """A wire to a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    return wire_to(*((name, url) for name in ORIGINS))


def credentials(kind: str, secret: str = "2001-token") -> Any:  # noqa: S107  no password
    """Credentials that are right in form, with one value in all secret fields."""
    needs, place = registry.load(kind).needs, PLACES.get(kind)
    secret = place.secret(secret) if place else secret
    form = place.form if place else FORMS.get(kind, {})
    asked = [one for one in dataclasses.fields(needs) if "label" in one.metadata]
    names = {one.name: one.metadata["secret"] for one in asked}
    return needs(**{name: secret if hidden else form[name] for name, hidden in names.items()})


def channel(kind: str, network: Network, stub: str, timeout: timedelta = PATIENT) -> Channel:
    given = token_only(kind)
    return registry.load(kind)(given, wire_to((stub, network.url), timeout=timeout))


def token_only(kind: str) -> Any:
    """The shortest credentials: one token, no app secret."""
    if kind == "x":
        return registry.load(kind).needs(user_token="2001-token")
    given = credentials(kind)
    return dataclasses.replace(given, app_secret="") if hasattr(given, "app_secret") else given


@cache
def jpeg(width: int = 1080, height: int = 1080, kind: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (width, height), "navy").save(file, kind)
    return file.getvalue()


def png() -> bytes:
    return jpeg(kind="PNG")


def photo(url: str = "", alt: str = "Antrean di loket", data: bytes | None = None) -> Image:
    data = jpeg() if data is None else data
    return Image(data, "image/jpeg", alt, 1080, 1080, hashlib.sha256(data).hexdigest(), url)


def message(text: str = "Layanan paspor buka pukul 08.00 WIB.", *images: Image) -> Outgoing:
    return Outgoing(key="kunci-1", text=text, images=images)


def trace(sent: Outgoing, sent_at: datetime, noted: Mapping[str, Any] | None = None) -> Trace:
    return Trace(sent.key, Verb.PUBLISH, sent_at, sent, None, noted or {})


def outcome(channel: Channel, sent: Outgoing, notebook: Notebook) -> DeliveryError | None:
    """How a publish ended: ``None`` when it went well."""
    try:
        channel.publish(sent, notebook)
    except DeliveryError as error:
        return error
    return None
