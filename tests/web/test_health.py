"""What a supervisor is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from scheduler import engine
from scheduler.engine import Embedded

pytestmark = pytest.mark.django_db


def test_a_process_that_only_serves_pages_is_ready(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


def test_a_process_that_should_send_and_cannot_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_running", Embedded(1, timedelta(seconds=1)))  # never started
    assert client.get("/readyz").status_code == 503
    assert client.get("/livez").status_code == 200
