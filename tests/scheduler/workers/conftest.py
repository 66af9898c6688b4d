from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests import people
from tests.scheduler.workers.crew import Crew, crew


@pytest.fixture(autouse=True)
def _on_postgres(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("workers need PostgreSQL: make test-postgres")


@pytest.fixture
def workers(tmp_path: Path, _on_postgres: None) -> Iterator[Crew]:
    with crew(tmp_path) as hired:
        yield hired


@pytest.fixture
def offices(_on_postgres: None) -> people.Network:
    return people.build()
