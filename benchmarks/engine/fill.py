"""Rows as the desk would have made them: approved revisions, planned on accounts of 150 offices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from benchmarks.engine import network
from benchmarks.engine.spec import Fill
from channels.models import Account
from channels.vault import seal
from content import freeze
from content.models import (
    Decision,
    Draft,
    Office,
    OfficeKind,
    Person,
    Post,
    Revision,
    Status,
    Verdict,
)
from scheduler.models import Attempt, Delivery, State
from tests import people

OFFICES = 150
DRAFTS = 50  # which somebody is writing while the burst runs
MADE = datetime(2026, 12, 7, 3, 0, tzinfo=UTC)
LATER = datetime(2096, 12, 7, 3, 0, tzinfo=UTC)  # until a measurement says when
GRACE = timedelta(minutes=30)
# A desk is never as empty as on its first day: PostgreSQL plans by what its tables hold.
LONG_AGO = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
OVER = 10_000
EARLIER = 30_000  # ``again`` of what is over
AT_ONCE = 2000  # rows of one INSERT
# What was written long ago lies in its place, and not in a log that one huge INSERT has left.
TIDY = {
    "postgresql": ("VACUUM ANALYZE", "CHECKPOINT"),
    "sqlite": ("PRAGMA wal_checkpoint(TRUNCATE)",),
}


@transaction.atomic
def run(spec: Fill) -> None:
    house = people.build()
    offices = _offices(house.kalbar)
    accounts = _accounts(offices, spec.accounts)
    posts = _posts(offices, -(-spec.deliveries // spec.copies), house)
    _approve(posts, house)
    _plan(spec, accounts)
    _add_what_is_over()
    _drafts(offices[0], house.sari)


def _offices(above: Office) -> list[Office]:
    return Office.objects.bulk_create(
        Office(
            code=f"K{n:03}",
            name=f"Kantor Contoh {n}",
            short_name=f"Kantor {n}",
            kind=OfficeKind.OFFICE,
            parent=above,
            path=f"{above.path}K{n:03}/",
        )
        for n in range(OFFICES)
    )


def _accounts(offices: list[Office], count: int) -> list[Account]:
    sealed = seal(network.Sleeping.needs())
    return Account.objects.bulk_create(
        (
            Account(
                office=offices[n % OFFICES],
                kind=network.KIND,
                handle=f"akun{n}",
                credentials=sealed,
                connected_at=MADE,
            )
            for n in range(count)
        ),
        batch_size=AT_ONCE,
    )


def _posts(offices: list[Office], count: int, house: people.Network) -> list[Post]:
    return Post.objects.bulk_create(
        (_post(offices[n % OFFICES], house.sari, n, Status.SCHEDULED) for n in range(count)),
        batch_size=AT_ONCE,
    )


def _post(office: Office, author: Person, number: int, status: Status) -> Post:
    return Post(
        office=office,
        author=author,
        template_key="jam-layanan",
        title=f"Layanan paspor buka sampai sore ({number})",
        topic="layanan",
        status=status,
        created_at=MADE,
        changed_at=MADE,
    )


def _approve(posts: list[Post], house: people.Network) -> None:
    revisions = Revision.objects.bulk_create(
        (_revision(post, house.sari) for post in posts), batch_size=AT_ONCE
    )
    Decision.objects.bulk_create(
        (
            Decision(
                revision=revision,
                sha256=revision.sha256,
                verdict=Verdict.APPROVE,
                by=house.rina,
                at=MADE,
            )
            for revision in revisions
        ),
        batch_size=AT_ONCE,
    )
    mine = Revision.objects.filter(post=OuterRef("pk"))
    Post.objects.filter(status=Status.SCHEDULED).update(
        head=Subquery(mine.values("pk")[:1]),
        approval=Subquery(Decision.objects.filter(revision__post=OuterRef("pk")).values("pk")[:1]),
    )


def _revision(post: Post, by: Person) -> Revision:
    body = freeze.canonical(people.content(title=post.title, texts={network.KIND: _text(post)}))
    return Revision(
        post=post, number=1, body=body, sha256=freeze.digest(body), made_by=by, made_at=MADE
    )


def _text(post: Post) -> str:
    return f"{post.title}. Bawa KTP-el dan kartu keluarga asli, datang sesuai jadwal. " * 3


def _plan(spec: Fill, accounts: list[Account]) -> None:
    """Each post on the next ``copies`` accounts, so that every account has its share."""
    revisions = Revision.objects.order_by("pk").values_list("pk", "post_id")
    rows = (
        _delivery(post, revision, accounts[(n * spec.copies + copy) % len(accounts)])
        for n, (revision, post) in enumerate(revisions)
        for copy in range(spec.copies)
    )
    Delivery.objects.bulk_create(islice(rows, spec.deliveries), batch_size=AT_ONCE)


def _delivery(post: int, revision: int, account: Account) -> Delivery:
    return Delivery(
        post_id=post,
        revision_id=revision,
        account=account,
        due_at=LATER,
        run_at=LATER,
        deadline_at=LATER + GRACE,
        wall="2096-12-07T10:00",
        zone="Asia/Jakarta",
    )


def _add_what_is_over() -> None:
    """Copies of what is planned, tried and cancelled long ago."""
    rows = list(planned().order_by("pk")[:OVER])
    copies = ((n // len(rows), rows[n % len(rows)]) for n in range(OVER))
    over = Delivery.objects.bulk_create(
        (_cancelled(row, EARLIER + times) for times, row in copies), batch_size=AT_ONCE
    )
    Attempt.objects.bulk_create(
        (
            Attempt(delivery=row, number=1, started_at=LONG_AGO, ended_at=LONG_AGO, outcome="due")
            for row in over
        ),
        batch_size=AT_ONCE,
    )


def _cancelled(row: Delivery, again: int) -> Delivery:
    return Delivery(
        post_id=row.post_id,
        revision_id=row.revision_id,
        account_id=row.account_id,
        again=again,
        state=State.CANCELLED,
        attempts=1,
        started_at=LONG_AGO,
        finished_at=LONG_AGO,
        due_at=LONG_AGO,
        deadline_at=LONG_AGO + GRACE,
        wall="2026-01-05T10:00",
        zone="Asia/Jakarta",
    )


def _drafts(office: Office, author: Person) -> None:
    posts = Post.objects.bulk_create(_post(office, author, n, Status.DRAFT) for n in range(DRAFTS))
    Draft.objects.bulk_create(
        Draft(post=post, edited_by=author, edited_at=MADE, content=_typed(0)) for post in posts
    )


def _typed(number: int) -> dict[str, Any]:
    return {"slots": {"tanggal": "2026-12-08", "catatan": f"perubahan {number}"}, "overrides": {}}


def planned() -> QuerySet[Delivery]:
    """Without what is over."""
    return Delivery.objects.filter(again=0)


def due(at: datetime) -> None:
    """Everything planned is due at this moment, and the database knows its tables."""
    planned().update(due_at=at, run_at=at, deadline_at=at + GRACE, version=F("version") + 1)
    with connection.cursor() as cursor:
        for order in TIDY[connection.vendor]:
            cursor.execute(order)
