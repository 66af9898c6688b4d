"""Workers of the previous release go on while the tables become those of the next."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from tests.web.rollout import contracting

# The last migration of each app that the first release has. Nobody runs it yet: until then a newer
# one may simply be named here.
FIRST_RELEASE = {
    "channels": "0004_network",
    "content": "0005_carried_picture",
    "scheduler": "0008_distributed",
}


def later(app: str) -> list[str]:
    package = import_module(f"{app}.migrations")
    names = [module.name for module in iter_modules(package.__path__)]
    return [f"{app}.migrations.{name}" for name in names if name > FIRST_RELEASE[app]]


@pytest.mark.parametrize("app", FIRST_RELEASE)
def test_a_migration_after_the_first_release_takes_nothing_away_without_saying_so(app: str) -> None:
    found = {name: contracting(import_module(name).Migration) for name in later(app)}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("app", FIRST_RELEASE)
def test_the_first_release_is_named_as_it_is(app: str) -> None:
    import_module(f"{app}.migrations.{FIRST_RELEASE[app]}")


def migration(*operations: Operation, mark: str = "") -> type[migrations.Migration]:
    return type("Migration", (migrations.Migration,), {"operations": operations, "contracts": mark})


@pytest.mark.parametrize(
    "op",
    [
        migrations.RemoveField("delivery", "note"),
        migrations.RenameField("delivery", "note", "remark"),
        migrations.DeleteModel("Attempt"),
        migrations.RenameModel("Attempt", "Try"),
        migrations.AddField("delivery", "weight", models.IntegerField(default=0)),
        migrations.AlterField("delivery", "started_at", models.DateTimeField()),
        migrations.AddConstraint(
            "delivery", models.CheckConstraint(condition=models.Q(pk__gt=0), name="positive")
        ),
        migrations.RunSQL("DROP TABLE scheduler_attempt"),
    ],
    ids=lambda op: type(op).__name__,
)
def test_what_the_previous_release_would_stumble_over_is_found(op: Operation) -> None:
    assert len(contracting(migration(op))) == 1
    assert contracting(migration(op, mark="0.2 has read nothing of it")) == []


@pytest.mark.parametrize(
    "op",
    [
        migrations.AddField("delivery", "weight", models.IntegerField(db_default=0)),
        migrations.AddField("delivery", "weight", models.IntegerField(null=True)),
        migrations.AddIndex("delivery", models.Index(fields=["due_at"], name="another")),
        migrations.RemoveIndex("delivery", "another"),
        migrations.CreateModel("Weight", [("id", models.BigAutoField(primary_key=True))]),
        migrations.RunPython(migrations.RunPython.noop),
    ],
    ids=lambda op: type(op).__name__,
)
def test_what_the_previous_release_need_not_know_is_allowed(op: Operation) -> None:
    assert contracting(migration(op)) == []


def test_a_table_that_the_same_migration_makes_may_be_changed_as_it_likes() -> None:
    made = migrations.CreateModel("Weight", [("id", models.BigAutoField(primary_key=True))])
    field = migrations.AddField("weight", "grams", models.IntegerField())
    assert contracting(migration(made, field)) == []
