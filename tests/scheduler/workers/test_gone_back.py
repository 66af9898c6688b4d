"""A replica that lagged is promoted under running workers."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection

from scheduler.models import SafeMode
from tests.people import Network
from tests.scheduler.test_gone_back import put_back
from tests.scheduler.workers.crew import Crew, all_sent, fill, now, wait_for

pytestmark = pytest.mark.postgres


def test_what_the_replica_has_forgotten_is_looked_for_and_not_sent_again(
    workers: Crew, offices: Network
) -> None:
    workers.start(2)
    rows = fill(offices, 4, due=now())
    wait_for(lambda: all_sent(rows))
    put_back()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    wait_for(SafeMode.objects.exists)
    wait_for(lambda: all_sent(rows))
    assert set(Counter(post.key for post in workers.posts()).values()) == {1}
