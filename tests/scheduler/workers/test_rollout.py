"""A worker goes on while the tables become those of the next release."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.people import Network
from tests.scheduler.workers.crew import Crew, all_sent, fill, now, wait_for
from tests.web.rollout import contracting
from web import upgrade

pytestmark = pytest.mark.postgres

NEXT = [
    migrations.AddField("delivery", "weight", models.IntegerField(db_default=7)),
    migrations.AddField("delivery", "colour", models.CharField(max_length=9, null=True)),
    migrations.AddField("attempt", "weight", models.IntegerField(db_default=7)),
    migrations.AddField("worker", "colour", models.CharField(max_length=9, null=True)),
    migrations.AddIndex("delivery", models.Index(fields=["weight"], name="delivery_weight")),
    migrations.CreateModel("Pebble", [("id", models.BigAutoField(primary_key=True))]),
]


class Migration(migrations.Migration):
    operations = NEXT


@pytest.fixture
def current() -> ProjectState:
    return MigrationLoader(connection).project_state()


def roll_out(state: ProjectState) -> None:
    def change() -> None:
        with connection.schema_editor() as editor:
            Migration("next", "scheduler").apply(state.clone(), editor)

    upgrade.patiently(change, lambda text: None)


def roll_back(state: ProjectState) -> None:
    def change() -> None:
        with connection.schema_editor() as editor:
            Migration("next", "scheduler").unapply(state.clone(), editor)

    upgrade.patiently(change, lambda text: None)


def test_deliveries_flow_while_the_tables_change(
    workers: Crew, offices: Network, current: ProjectState
) -> None:
    assert contracting(Migration) == []
    workers.seconds = 0.02
    workers.start(2)
    rows = fill(offices, 300, due=now(), accounts=30)
    wait_for(lambda: len(workers.posts()) > 30)
    roll_out(current)
    try:
        before = len(workers.posts())
        assert before < 300, "the tables changed too late to prove anything"
        wait_for(lambda: all_sent(rows))
        later = fill_more(offices)
        wait_for(lambda: all_sent(later))
    finally:
        workers.end()
        roll_back(current)
    assert len(workers.posts()) == 310
    assert "ERROR" not in workers.log
    assert "Traceback" not in workers.log


def fill_more(offices: Network) -> list[int]:
    """By the previous release: this process knows nothing of the new columns."""
    return fill(offices, 10, due=now() + timedelta(seconds=0.5), accounts=10)


def test_a_change_of_tables_gives_way_to_who_uses_them(
    offices: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade, "LOCK_TIMEOUT", "100ms")
    monkeypatch.setattr(upgrade, "GIVE_WAY_SECONDS", 0.01)
    other = connection.copy()
    told: list[str] = []
    tries: list[float] = []

    def tell(text: str) -> None:
        told.append(text)
        if len(told) == 2:
            other.rollback()

    def change() -> None:
        tries.append(time.monotonic())
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE scheduler_delivery IN ACCESS EXCLUSIVE MODE")

    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM scheduler_delivery")
    try:
        upgrade.patiently(change, tell)
    finally:
        other.close()
    assert (len(tries), len(told)) == (3, 2)


def test_another_fault_than_a_lock_is_not_tried_again(offices: Network) -> None:
    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM no_such_table_of_ours")

    with pytest.raises(ProgrammingError, match="no_such_table"):
        upgrade.patiently(change, lambda text: None)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
