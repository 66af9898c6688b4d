"""What a network answered, and how long it asks us to wait. Pure: data in, data out."""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from channels.base import DeliveryError, NotSent, Reason, Refused, Unconfirmed
from channels.retry_after import LONGEST, retry_after

ADDRESS = re.compile(r"\bhttps?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer. ``headers`` do not mind upper and lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def json(self) -> dict[str, Any] | None:
        """The body as a JSON object; ``None`` when it is anything else."""
        try:
            body = json.loads(self.body)
        except ValueError:
            return None
        return body if isinstance(body, dict) else None

    def says(self, text: object) -> str:
        """A detail for an error: the status and what was said, fit for a log."""
        return f"HTTP {self.status} {clean(str(text), self.secrets)}".strip()


def at(value: object, *names: str) -> Any:
    """What these names lead to in a JSON value; ``None`` where the way breaks off."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def rows(value: object) -> list[dict[str, Any]]:
    """The objects in a JSON list; none where it is something else."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def plain(text: object) -> str:
    """A text as it is compared: how its letters are composed and spaced makes no difference."""
    return " ".join(unicodedata.normalize("NFC", str(text or "")).split())


def secrets_of(credentials: object) -> tuple[str, ...]:
    """The values that must not be seen, longest first."""
    if not dataclasses.is_dataclass(credentials):
        return ()
    fields = (f.name for f in dataclasses.fields(credentials) if f.metadata.get("secret"))
    return tuple(sorted((v for v in (getattr(credentials, n) for n in fields) if v), key=len))[::-1]


def clean(text: str, secrets: tuple[str, ...]) -> str:
    """``text`` without secrets and addresses, on one line, at most 200 characters."""
    for secret in secrets:
        text = text.replace(secret, "…")
    return " ".join(ADDRESS.sub("…", text).split())[:200]


def unclear(detail: str, *, repeatable: bool) -> DeliveryError:
    """The network answered, but not in a way that tells how it ended."""
    if repeatable:
        return NotSent(Reason.NETWORK_TROUBLE, detail)
    return Unconfirmed(Reason.UNREADABLE_ANSWER, detail)


@contextmanager
def looking() -> Iterator[None]:
    """While reading back: a failure means that we cannot tell, or that we are locked out.

    "Not sent" here would be about the reading, and would be taken for the post.
    """
    try:
        yield
    except (NotSent, Refused) as error:
        raise Unconfirmed(error.reason, error.detail) from error


def asked_wait(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The end of the wait that ``Retry-After`` asks for."""
    wish = retry_after(headers)
    return now + wish if wish else None


def at_second(value: str | None, now: datetime) -> datetime | None:
    """A moment in Unix seconds, as X writes its ``…-reset`` headers."""
    second = _whole(value or "")
    return None if second is None else _seconds_from(now, second - int(now.timestamp()))


def regained_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When Meta gives access back: ``estimated_time_to_regain_access``, in minutes.

    ``X-Business-Use-Case-Usage`` is ``{"<id>": [{"estimated_time_to_regain_access": 9, …}]}``.
    Graph API documentation, "Rate Limits", 2026-08.
    """
    try:
        usage = json.loads(headers.get("X-Business-Use-Case-Usage", ""))
    except ValueError:
        return None
    groups = usage.values() if isinstance(usage, dict) else ()
    waits = [row.get("estimated_time_to_regain_access") for group in groups for row in rows(group)]
    minutes = max((wait for wait in waits if isinstance(wait, int)), default=0)
    return _seconds_from(now, minutes * 60)


def within(when: datetime, now: datetime) -> datetime | None:
    """``when``, unless it has passed; never further off than ``LONGEST``."""
    return min(when, now + LONGEST) if when > now else None


def _whole(value: str) -> int | None:
    value = value.strip()[:20]  # int() refuses thousands of digits
    return int(value) if value.isdecimal() else None


def _seconds_from(now: datetime, seconds: int) -> datetime | None:
    return within(now + timedelta(seconds=min(seconds, 10**6)), now) if seconds > 0 else None
