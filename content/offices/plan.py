"""What a table would change: compared with the offices there are, checked as a whole. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from content.models.office import Office, OfficeKind
from content.offices.columns import FIELDS, default_of
from content.offices.sheet import Row
from content.spreadsheets import Fault

LONGEST_PATH = 200


@dataclass(frozen=True, slots=True)
class Known:
    """An office as it is now."""

    code: str
    parent: str
    path: str
    active: bool
    values: Mapping[str, Any]

    @classmethod
    def of(cls, office: Office, codes: Mapping[int, str]) -> Known:
        values = {name: getattr(office, name) for name in FIELDS}
        parent = codes[office.parent_id] if office.parent_id else ""
        return cls(office.code, parent, office.path, office.active, values)


@dataclass(frozen=True, slots=True)
class Change:
    """One office to add, or to change in these fields: name → (before, after)."""

    line: int
    code: str
    name: str
    parent: str
    fields: Mapping[str, tuple[Any, Any]]
    is_new: bool

    @property
    def moves(self) -> bool:
        return not self.is_new and "parent" in self.fields


@dataclass(frozen=True, slots=True)
class Plan:
    """``absent``: offices that the table does not name. They are left as they are."""

    changes: tuple[Change, ...] = ()
    same: int = 0
    absent: tuple[str, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def added(self) -> list[Change]:
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if not change.is_new]

    @property
    def digest(self) -> str:
        """Equal for equal plans: what a person confirmed is what is carried out."""
        parts = [(c.code, c.parent, c.is_new, dict(c.fields)) for c in self.changes]
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def make(rows: Sequence[Row], known: Mapping[str, Known]) -> tuple[Plan, list[Fault]]:
    """The plan, and everything that is wrong with the table as a whole."""
    faults = [*_twice(rows), *_without_parent(rows, known)]
    parents = {code: office.parent for code, office in known.items()}
    parents |= {row.code: row.parent for row in rows}
    if not faults:
        faults = [*_circles(rows, parents)]
    if faults:
        return Plan(), faults
    paths = _paths(parents)
    changes = tuple(change for row in rows if (change := _compare(row, known.get(row.code))))
    absent = tuple(sorted(set(known) - {row.code for row in rows}))
    return Plan(changes, len(rows) - len(changes), absent, paths), [*_too_deep(rows, paths)]


def _compare(row: Row, before: Known | None) -> Change | None:
    name = str(row.values["name"])
    if before is None:
        after = {field: row.values.get(field, _start(field, name)) for field in FIELDS}
        start = {field: (None, value) for field, value in after.items()}
        return Change(row.line, row.code, name, row.parent, start, is_new=True)
    fields: dict[str, tuple[Any, Any]] = {
        field: (before.values[field], value)
        for field, value in row.values.items()
        if before.values[field] != value
    }
    if before.parent != row.parent:
        fields["parent"] = (before.parent, row.parent)
    return Change(row.line, row.code, name, row.parent, fields, is_new=False) if fields else None


def _start(field: str, name: str) -> Any:
    """A new office's value for a column that the file does not have."""
    if field == "handles":
        return {}
    return name[:60] if field == "short_name" else default_of(field)


def _twice(rows: Iterable[Row]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row in rows:
        if row.code in first:
            yield Fault(
                row.line,
                _("kode %(code)s sudah dipakai di baris %(line)d")
                % {"code": row.code, "line": first[row.code]},
            )
        first.setdefault(row.code, row.line)


def _without_parent(rows: Sequence[Row], known: Mapping[str, Known]) -> Iterator[Fault]:
    codes = {row.code for row in rows} | set(known)
    for row in rows:
        if not row.parent and row.values["kind"] != OfficeKind.CENTRE:
            yield Fault(row.line, _("induk: hanya kantor pusat yang boleh tanpa induk"))
        elif row.parent and row.parent not in codes:
            yield Fault(row.line, _("induk: kantor %(code)s tidak ada") % {"code": row.parent})


def _circles(rows: Sequence[Row], parents: Mapping[str, str]) -> Iterator[Fault]:
    fine = {""}
    for row in rows:
        seen: list[str] = []
        code = row.code
        while code not in fine:
            if code in seen:
                circle = " → ".join([*seen[seen.index(code) :], code])
                yield Fault(row.line, _("induk berputar: %(circle)s") % {"circle": circle})
                break
            seen.append(code)
            code = parents[code]
        # Named once is enough, for all that hang on the same circle.
        fine.update(seen)


def _paths(parents: Mapping[str, str]) -> dict[str, str]:
    paths: dict[str, str] = {"": ""}
    for start in parents:
        waiting = []
        code = start
        while code not in paths:
            waiting.append(code)
            code = parents[code]
        for code in reversed(waiting):
            paths[code] = f"{paths[parents[code]]}{code}/"
    del paths[""]
    return paths


def _too_deep(rows: Iterable[Row], paths: Mapping[str, str]) -> Iterator[Fault]:
    for row in rows:
        if len(paths[row.code]) > LONGEST_PATH:
            yield Fault(row.line, _("susunan induknya terlalu dalam"))
