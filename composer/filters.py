"""What a person wants to see in the list of posts. Pure, apart from building the query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from content.models import Post, Status


@dataclass(frozen=True, slots=True)
class PostFilter:
    """``status`` is one of ``Status`` or empty; ``office`` a code; ``text`` part of the title."""

    status: str = ""
    office: str = ""
    text: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> PostFilter:
        status = sent.get("status", "")
        return cls(
            status if status in Status.values else "",
            sent.get("kantor", "")[:24],
            sent.get("cari", "").strip()[:100],
        )

    def apply(self, rows: QuerySet[Post]) -> QuerySet[Post]:
        wanted = Q(status=self.status) if self.status else ~Q(status=Status.DISCARDED)
        if self.office:
            wanted &= Q(office__code=self.office)
        if self.text:
            wanted &= Q(title__icontains=self.text)
        return rows.filter(wanted)

    @property
    def active(self) -> bool:
        return bool(self.status or self.office or self.text)

    @property
    def statuses(self) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Status.choices]
