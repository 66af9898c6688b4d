"""Gema's settings for the tests: their own data folder in each process, and quick passwords."""

from __future__ import annotations

import atexit
import os
import tempfile
from pathlib import Path

from tests import distributed

_folder = tempfile.TemporaryDirectory(prefix="gema-tests-")
atexit.register(_folder.cleanup)

# web.settings reads these while it is imported; a developer's own desk stays untouched.
os.environ["GEMA_DATA"] = _folder.name
os.environ["GEMA_STATE"] = str(Path(_folder.name) / "state")
os.environ.pop("GEMA_SETTINGS", None)

# ``python -m tests.on_postgres`` says where the server is that it has started. There the engine is
# the distributed one, so that whatever makes work due also tells the workers.
if "GEMA_TEST_POSTGRES_HOST" in os.environ:
    os.environ["GEMA_SETTINGS"] = str(distributed.settings_file(Path(_folder.name)))

from web.settings import *  # noqa: E402, F403

# Argon2 is slow on purpose; what the tests protect with it is nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# WhiteNoise warns of a folder that is not there; what tests ask for comes from the finders.
STATIC_ROOT = Path(_folder.name) / "static"
STATIC_ROOT.mkdir()

# How full this machine is has nothing to do with what is tested.
DISK_FILLS = (1.1, 1.1)

# Plain names: the tests need no collected files.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
