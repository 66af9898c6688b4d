"""The record as it stands after a step, and what a step has written into it.

It is read some hundred thousand times, so in few and plain statements: rows are taken as they are,
and what is never changed again is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from django.db import connection
from django.db.models import Model

from channels.models import Account
from content.models import Decision, Event, Office, Person, Post, Revision
from scheduler.models import Attempt, Delivery, Stop

Kept = TypeVar("Kept", bound=Model)


@dataclass(frozen=True, slots=True)
class Record:
    """``asking``: the deliveries in the list of what needs a person."""

    posts: dict[int, Post] = field(default_factory=dict)
    deliveries: dict[int, Delivery] = field(default_factory=dict)
    stops: Sequence[Stop] = ()
    asking: frozenset[int] = frozenset()
    last_event: int = 0

    def events_since(self, before: Record) -> list[Event]:
        if self.last_event == before.last_event:
            return []
        return list(Event.objects.filter(pk__gt=before.last_event).order_by("pk"))


class Reader:
    """``kept``: revisions and decisions, which are written once."""

    def __init__(self) -> None:
        self._offices = Office.objects.in_bulk()
        self._revisions: dict[int, Revision] = {}
        self._decisions: dict[int, Decision] = {}
        self._written: int | None = None

    def may_have_changed(self) -> bool:
        """SQLite counts the rows that were written; elsewhere it is read every time."""
        before, self._written = self._written, getattr(connection.connection, "total_changes", None)
        return self._written is None or self._written != before

    def read(self) -> Record:
        posts = {post.pk: post for post in all_of(Post)}
        rows = {row.pk: row for row in all_of(Delivery)}
        self._complete_posts(posts.values())
        self._complete_rows(rows, posts)
        stops = [stop for stop in all_of(Stop) if stop.lifted_at is None]
        for stop in stops:
            stop.office = self._offices[stop.office_id] if stop.office_id else None
        asking = Delivery.objects.needing_a_person().order_by().values_list("pk", flat=True)
        last = Event.objects.raw("SELECT MAX(id) AS id FROM content_event")[0].pk
        return Record(posts, rows, stops, frozenset(asking), last or 0)

    def _complete_posts(self, posts: Iterable[Post]) -> None:
        self._keep(Decision, self._decisions)
        self._keep(Revision, self._revisions)
        people = {person.pk: person for person in all_of(Person)}
        for post in posts:
            post.office = self._offices[post.office_id]
            post.head = self._revisions[post.head_id] if post.head_id else None
            post.live = self._decision(post.live_id)
            post.approval = self._decision(post.approval_id)
            if post.approval is not None:
                post.approval.by = people[post.approval.by_id]

    def _complete_rows(self, rows: dict[int, Delivery], posts: dict[int, Post]) -> None:
        accounts = {account.pk: account for account in all_of(Account)}
        for account in accounts.values():
            account.office = self._offices[account.office_id]
        for row in rows.values():
            row.post, row.account = posts[row.post_id], accounts[row.account_id]
            row.revision = self._revisions[row.revision_id]
            row.target = rows[row.target_id] if row.target_id else None

    def _decision(self, pk: int | None) -> Decision | None:
        if pk is None:
            return None
        decision = self._decisions[pk]
        decision.revision = self._revisions[decision.revision_id]
        return decision

    def _keep(self, model: type[Kept], kept: dict[int, Kept]) -> None:
        newest = max(kept, default=0)
        for one in all_of(model, f"WHERE id > {newest}"):
            kept[one.pk] = one


def all_of(model: type[Kept], where: str = "") -> list[Kept]:
    """In the order in which they were made."""
    return list(model._default_manager.raw(f"{_select(model)} {where} ORDER BY id"))


@cache
def _select(model: type[Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    return f'SELECT {columns} FROM "{model._meta.db_table}"'  # noqa: S608 (our own names)


def was_noted_as_begun(row: Delivery) -> bool:
    """A start is written down as an attempt: the intent that stands before the call."""
    return Attempt.objects.filter(delivery=row, number=row.attempts).exists()
