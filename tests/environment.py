"""Loaded before Django's settings: tests keep their data in a folder of their own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

folder = tempfile.mkdtemp(prefix="gema-tests-")
os.environ["GEMA_DATA"] = folder
os.environ.pop("GEMA_SETTINGS", None)
atexit.register(shutil.rmtree, folder, ignore_errors=True)
