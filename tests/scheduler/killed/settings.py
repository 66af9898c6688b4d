"""Settings of the processes that are killed here: SQLite in a folder of their own."""

from __future__ import annotations

import os

import msgspec

from web.settings import *  # noqa: F403
from web.settings import GEMA

GEMA = msgspec.structs.replace(
    GEMA,
    site=msgspec.structs.replace(GEMA.site, address=os.environ["GEMA_KILLED_PICTURES"]),
    engine=msgspec.structs.replace(GEMA.engine, lanes=8, safety_seconds=1),
    outbound=msgspec.structs.replace(
        GEMA.outbound,
        connect_seconds=2,
        read_seconds=20,
        bases={
            "https://crash.example": os.environ["GEMA_KILLED_NETWORK"],
            "https://graph.facebook.com": os.environ["GEMA_KILLED_META"],
        },
    ),
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
