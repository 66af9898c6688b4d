"""The networks beyond our walls. They keep what they accept, whatever becomes of the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from channels import registry
from channels.base import DeliveryError, NotFound, Reason, Receipt, Verb
from scheduler.models import Delivery


@dataclass
class Copy:
    """One post as the public finds it. ``seen_from``: networks may show what they took late."""

    post: int
    account: int
    remote_id: str
    revision: int
    text: str
    seen_from: datetime
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """One request that a network acted upon."""

    delivery: int
    key: str
    verb: Verb
    post: int
    account: int
    revision: int
    remote_id: str
    seen_from: datetime


@dataclass
class Networks:
    """``time`` is theirs: it never goes back."""

    time: datetime
    copies: list[Copy] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)
    logged_out: set[int] = field(default_factory=set)

    def accept(self, row: Delivery, text: str, hidden: timedelta) -> Receipt:
        """Act upon a request. A network that knows a repeat answers with what is there already."""
        can = registry.load(row.account.kind).capabilities
        before = self.of(row)
        if before and can.deduplicates:
            return _receipt(before[0].remote_id)
        seen_from = self.time + min(hidden, can.settling)
        remote_id = self._do(row, text, seen_from)
        self.accepted.append(
            Accepted(
                delivery=row.pk,
                key=row.key,
                verb=Verb(row.verb),
                post=row.post_id,
                account=row.account_id,
                revision=row.revision_id,
                remote_id=remote_id,
                seen_from=seen_from,
            )
        )
        return _receipt(remote_id)

    def _do(self, row: Delivery, text: str, seen_from: datetime) -> str:
        if row.verb == Verb.PUBLISH:
            remote_id = f"n{len(self.accepted) + 1}"
            self.copies.append(
                Copy(row.post_id, row.account_id, remote_id, row.revision_id, text, seen_from)
            )
            return remote_id
        assert row.target is not None
        return self.change(row, row.target.remote_id, text)

    def change(self, row: Delivery, remote_id: str, text: str) -> str:
        """An edit or a removal, by us or by a person, who needs no id to know what is meant."""
        here = [copy for copy in self.live() if copy.account == row.account_id]
        meant = [copy for copy in here if copy.remote_id == remote_id] or [
            copy for copy in here if copy.post == row.post_id and not remote_id
        ]
        for copy in meant[:1]:
            if row.verb == Verb.DELETE:
                copy.gone = True
            else:
                copy.text, copy.revision = text, row.revision_id
        return remote_id

    def of(self, row: Delivery) -> list[Accepted]:
        return [one for one in self.accepted if one.key == row.key]

    def shown(self, row: Delivery) -> list[Accepted]:
        """What whoever looks finds of a delivery at this moment."""
        return [one for one in self.of(row) if one.seen_from <= self.time]

    def look(self, row: Delivery) -> Receipt | DeliveryError:
        found = self.shown(row)
        return _receipt(found[0].remote_id) if found else NotFound(Reason.LOST_ANSWER)

    def live(self) -> list[Copy]:
        return [copy for copy in self.copies if not copy.gone]


def _receipt(remote_id: str) -> Receipt:
    return Receipt(remote_id, f"https://contoh.test/{remote_id}")
