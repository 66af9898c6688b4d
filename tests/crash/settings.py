"""Gema's settings for the campaign. ``__main__`` names folder, database and network."""

from __future__ import annotations

import os

import msgspec

from web.settings import *  # noqa: F403
from web.settings import DATABASES, GEMA

_NETWORK = os.environ["GEMA_CRASH_NETWORK"]

GEMA = msgspec.structs.replace(
    GEMA,
    engine=msgspec.structs.replace(GEMA.engine, lanes=32, safety_seconds=1),
    outbound=msgspec.structs.replace(
        GEMA.outbound, connect_seconds=2, read_seconds=2, bases={"https://crash.example": _NETWORK}
    ),
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if "GEMA_TEST_POSTGRES_HOST" in os.environ:
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ["GEMA_TEST_POSTGRES_HOST"],
        "USER": os.environ["GEMA_TEST_POSTGRES_USER"],
        "NAME": "postgres",
        "CONN_MAX_AGE": 600,
    }
