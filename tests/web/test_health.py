"""What a supervisor is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from scheduler import engine
from scheduler.engine import Embedded
from scheduler.models import Worker
from tests.people import MORNING
from tests.web.test_worker import Idle

pytestmark = pytest.mark.django_db


def test_a_process_that_only_serves_pages_is_ready(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


def test_a_process_that_should_send_and_cannot_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_running", Embedded(1, timedelta(seconds=1)))  # never started
    assert client.get("/readyz").status_code == 503
    assert client.get("/livez").status_code == 200


def test_a_clock_in_doubt_is_said_but_the_pages_stay(client: Client) -> None:
    """On one of them a moderator says that it is right."""
    assert client.get("/readyz").json() == {"ready": True}
    Worker.objects.create(
        owner="me",
        host="meja",
        pid=1,
        lanes=1,
        started_at=MORNING,
        seen_at=MORNING,
        doubt_since=MORNING,
        doubt_seconds=7200,
    )
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "clock": "in doubt"}


def test_a_doubt_that_no_row_tells_of_is_said_all_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_running", Idle(is_ready=True, in_doubt=True))
    assert client.get("/readyz").json() == {"ready": True, "clock": "in doubt"}
