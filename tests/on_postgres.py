"""The record and the engine on a real PostgreSQL, started from a wheel.

    python -m tests.on_postgres [what pytest is to run]

What depends on the database (conditional updates, locks, constraints, triggers, generated columns,
raw statements) is tested on both; everything else needs only one.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.wheel import get_server

WHAT = ("tests/scheduler", "tests/content", "tests/newsroom/test_board.py", "tests/press")


@contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """A server in a folder of its own. Yields the environment that leads to it."""
    with tempfile.TemporaryDirectory(prefix="gema-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop")
        address = urlsplit(server.get_uri())
        host = parse_qs(address.query).get("host", [address.hostname or ""])[0]
        try:
            yield {
                "GEMA_TEST_POSTGRES_HOST": host,
                "GEMA_TEST_POSTGRES_USER": address.username or "postgres",
            }
        finally:
            server.cleanup()


def main() -> int:
    with postgres() as where:
        os.environ |= where
        return int(pytest.main(["-n", "2", "--dist", "loadscope", *(sys.argv[1:] or WHAT)]))


if __name__ == "__main__":
    sys.exit(main())
