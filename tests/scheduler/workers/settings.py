"""What worker processes of the tests run with: as installed, but posting on a slate."""

from __future__ import annotations

from web.settings import *  # noqa: F403
from web.settings import GEMA_BOARDS

GEMA_BOARDS = GEMA_BOARDS | {"practice": "tests.scheduler.workers.slate.Slate"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
