"""The rule of a roll-out: while it lasts, the previous release works over the newer tables.

So a migration may only add what the previous release need not know. Taking away comes a release
later, and says so: the migration names in ``contracts`` why nobody misses it any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models.fields import NOT_PROVIDED

MARK = "contracts"
TAKES_AWAY: tuple[type[Operation], ...] = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
    migrations.AddConstraint,
    migrations.AlterUniqueTogether,
    migrations.RunSQL,
)


def contracting(migration: type[migrations.Migration]) -> list[str]:
    """What in this migration the previous release could stumble over; nothing if it is marked."""
    if getattr(migration, MARK, ""):
        return []
    made = {op.name_lower for op in _all(migration) if isinstance(op, migrations.CreateModel)}
    return [
        f"{type(op).__name__} {op.describe()}"
        for op in _all(migration)
        if _model_of(op) not in made and _takes_away(op)
    ]


def _all(migration: type[migrations.Migration]) -> Iterator[Operation]:
    for op in migration.operations:
        if isinstance(op, migrations.SeparateDatabaseAndState):
            yield from op.database_operations
        else:
            yield op


def _model_of(op: Operation) -> str:
    """A table that the same migration makes is unknown to the previous release."""
    return str(getattr(op, "model_name_lower", ""))


def _takes_away(op: Operation) -> bool:
    if isinstance(op, migrations.AddField):
        return not _may_be_left_out(op.field)
    if isinstance(op, migrations.AlterField):
        return not op.field.null and op.field.db_default is NOT_PROVIDED
    return isinstance(op, TAKES_AWAY)


def _may_be_left_out(field: models.Field[object, object]) -> bool:
    """Whether the previous release can insert a row without knowing this column."""
    generated = isinstance(field, models.GeneratedField)
    elsewhere = isinstance(field, models.ManyToManyField)
    return field.null or generated or elsewhere or field.db_default is not NOT_PROVIDED
