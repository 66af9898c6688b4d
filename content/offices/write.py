"""Carrying a table of offices out, in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content.models import Event, Office, Person, Role
from content.offices import plan, sheet
from content.offices.plan import Change, Known, Plan
from content.scope import Scope
from content.spreadsheets import Fault

BATCH = 500


class Faulty(Exception):
    """Nothing was written. Mend these places in the file, then import it again."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__("\n".join(map(str, self.faults)))


class Moved(Exception):
    """Offices changed since the plan was shown. Look at ``plan``, then confirm again."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__(_("Daftar kantor berubah sejak pratinjau. Periksa lagi, lalu setujui."))


def look(data: bytes, *, scope: Scope | None = None) -> Plan:
    """What importing this file would do. Raises ``spreadsheets.Unreadable`` or Faulty.

    ``scope`` is whose administrator rights count; None for whoever sits at the server.
    """
    rows, faults = sheet.read(data)
    made, more = plan.make(rows, _known()) if not faults else (Plan(), [])
    if scope is not None and not (faults or more):
        more = _out_of_reach(made, scope)
    if faults or more:
        raise Faulty([*faults, *more])
    return made


@transaction.atomic
def carry_out(
    data: bytes,
    *,
    by: Person | None,
    at: datetime,
    scope: Scope | None = None,
    expected: str = "",
) -> Plan:
    """Write the file's offices. ``expected`` is the digest of the plan a person has seen."""
    list(Office.objects.select_for_update(no_key=True).values_list("pk"))
    made = look(data, scope=scope)
    if expected and made.digest != expected:
        raise Moved(made)
    if not made.changes:
        return made
    _add(made)
    _change(made)
    _lay_paths(made)
    _note(made, by, at)
    return made


def _known() -> dict[str, Known]:
    offices = list(Office.objects.all())
    codes = {office.pk: office.code for office in offices}
    return {office.code: Known.of(office, codes) for office in offices}


def _out_of_reach(made: Plan, scope: Scope) -> list[Fault]:
    """An administrator of a region keeps that region's offices and puts none elsewhere."""
    paths = dict(Office.objects.values_list("code", "path"))
    reach = tuple(g.path for g in scope.grants if g.role is Role.ADMINISTRATOR)
    sentence = _("di luar wewenang Anda sebagai administrator")
    return [
        Fault(change.line, f"{change.code}: {sentence}")
        for change in made.changes
        for path in {paths.get(change.code, ""), made.paths[change.code]}
        if path and not path.startswith(reach)
    ]


def _add(made: Plan) -> None:
    """Parents before children: each level gives its keys to the next."""
    keys = dict(Office.objects.values_list("code", "pk"))
    levels: dict[int, list[Change]] = {}
    for change in made.added:
        levels.setdefault(made.paths[change.code].count("/"), []).append(change)
    for _depth, changes in sorted(levels.items()):
        new = [_new(change, made, keys) for change in changes]
        keys |= {office.code: office.pk for office in Office.objects.bulk_create(new, BATCH)}


def _new(change: Change, made: Plan, keys: dict[str, int]) -> Office:
    values: dict[str, Any] = {name: after for name, (_before, after) in change.fields.items()}
    parent = keys[change.parent] if change.parent else None
    return Office(code=change.code, path=made.paths[change.code], parent_id=parent, **values)


def _change(made: Plan) -> None:
    keys = dict(Office.objects.values_list("code", "pk"))
    for change in made.changed:
        values = {name: after for name, (_before, after) in change.fields.items()}
        if "parent" in values:
            values["parent"] = keys.get(values["parent"])
        Office.objects.filter(pk=keys[change.code]).update(**values)


def _lay_paths(made: Plan) -> None:
    """Whatever hangs below an office that moved moves along. A path ends in its own code, so no
    two can meet on the way."""
    moved = [
        office
        for office in Office.objects.only("code", "path")
        if office.path != made.paths[office.code]
    ]
    for office in moved:
        Office.objects.filter(pk=office.pk).update(path=made.paths[office.code])


def _note(made: Plan, by: Person | None, at: datetime) -> None:
    keys = dict(Office.objects.values_list("code", "pk"))
    summary = Event(
        kind="office.imported",
        by=by,
        at=at,
        data={"added": [c.code for c in made.added], "changed": [c.code for c in made.changed]},
    )
    each = [
        Event(
            kind="office.added" if change.is_new else "office.changed",
            office_id=keys[change.code],
            by=by,
            at=at,
            data={}
            if change.is_new
            else {"fields": {k: list(v) for k, v in change.fields.items()}},
        )
        for change in made.changes
    ]
    Event.objects.bulk_create([summary, *each], BATCH)
