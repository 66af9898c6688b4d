"""The embedded engine alone, as a process: what a second installation by mistake would run."""

from __future__ import annotations

import time

import django

django.setup()

from scheduler import engine  # noqa: E402

if __name__ == "__main__":
    running = engine.run()
    while running.is_alive:
        time.sleep(0.1)
