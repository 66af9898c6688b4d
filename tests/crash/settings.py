"""Gema's settings for the campaign. ``__main__`` names folder, database and network."""

from __future__ import annotations

import os

import msgspec

from web.settings import *  # noqa: F403
from web.settings import GEMA

_NETWORK = os.environ["GEMA_CRASH_NETWORK"]

GEMA = msgspec.structs.replace(
    GEMA,
    engine=msgspec.structs.replace(GEMA.engine, lanes=32, safety_seconds=1),
    outbound=msgspec.structs.replace(
        GEMA.outbound, connect_seconds=2, read_seconds=2, bases={"https://crash.example": _NETWORK}
    ),
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
