"""An access token, and when it ends. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

LONGEST = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Token:
    """``ends_at``: when the network takes it no more; None where it does not say.

    ``refresh``: what gets the next one, "" where there is nothing. ``renew_at``: when that is due
    even if nobody uses the token. ``lasts_until``: when a person has to sign in again.
    ``mark`` tells the tokens of one sign-in from those of another.
    """

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    ends_at: datetime | None = None
    renew_at: datetime | None = None
    lasts_until: datetime | None = None
    mark: str = field(default="", repr=False)

    def kept(self) -> dict[str, str]:
        """As words that a ``Keeper`` keeps."""
        moments = {
            name: moment.isoformat() if moment else ""
            for name in ("ends_at", "renew_at", "lasts_until")
            for moment in (getattr(self, name),)
        }
        return {"access": self.access, "refresh": self.refresh, "mark": self.mark} | moments

    @classmethod
    def read(cls, kept: Mapping[str, str], mark: str) -> Token | None:
        """What was kept, if it is of the sign-in with this mark."""
        if not kept.get("access") or kept.get("mark") != mark:
            return None
        words = {name: kept.get(name, "") for name in ("access", "refresh", "mark")}
        moments = {name: moment(kept, name) for name in ("ends_at", "renew_at", "lasts_until")}
        return cls(**words, **moments)  # type: ignore[arg-type]  # each name has its own type

    def ends_by(self, when: datetime) -> bool:
        """False where nobody has said when it ends: then the network will."""
        return self.ends_at is not None and self.ends_at <= when


def mark_of(access: str) -> str:
    """By the first token of a sign-in. Tells nothing about it."""
    return hashlib.sha256(access.encode()).hexdigest()[:32]


def moment(kept: Mapping[str, str], name: str) -> datetime | None:
    text = kept.get(name, "")
    return datetime.fromisoformat(text) if text else None


def after(now: datetime, seconds: Any) -> datetime | None:
    """``now`` and as many seconds as a network wrote; None where it wrote no sensible number."""
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdecimal():
        seconds = int(seconds[:12])
    if not isinstance(seconds, int) or isinstance(seconds, bool) or seconds <= 0:
        return None
    return now + min(timedelta(seconds=min(seconds, 10**10)), LONGEST)
