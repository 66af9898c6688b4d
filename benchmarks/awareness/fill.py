"""A year of posts of 150 offices, as the desk and the reading of figures would have left them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import connection, transaction

from channels.models import Account
from content import freeze
from content.models import Office, OfficeKind, Person, Post, Revision, Status
from scheduler.models import Delivery, Measured, State
from tests import people

OFFICES = 150
KINDS = ("x", "facebook", "instagram", "mastodon")
TOPICS = ("layanan", "acara", "siaran-pers", "kinerja")
TEMPLATES = ("jam-layanan", "acara", "siaran-pers", "ikm")
DAYS = 365
AT_ONCE = 2000
EVERY_ECHO = 10  # one post in so many is the centre's repost of the one before it


@transaction.atomic
def fill(deliveries: int, now: datetime) -> people.Network:
    house, chance = people.build(), Random(7)
    offices = _offices(house)
    accounts = _accounts(offices, now)
    posts = _posts(offices, house, -(-deliveries // len(KINDS)), now)
    revisions = _revisions(posts, house.sari, now)
    sent = list(islice(_deliveries(posts, revisions, accounts, now), deliveries))
    made = Delivery.objects.bulk_create(sent, batch_size=AT_ONCE)
    Measured.objects.bulk_create((_measured(one, chance) for one in made), batch_size=AT_ONCE)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return house


def _offices(house: people.Network) -> list[Office]:
    return Office.objects.bulk_create(
        Office(
            code=f"K{n:03}",
            name=f"Kantor Contoh {n}",
            short_name=f"Kantor {n}",
            kind=OfficeKind.OFFICE,
            parent=house.kalbar,
            path=f"{house.kalbar.path}K{n:03}/",
            zone=("Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")[n % 3],
        )
        for n in range(OFFICES)
    )


def _accounts(offices: list[Office], now: datetime) -> dict[tuple[int, str], Account]:
    made = Account.objects.bulk_create(
        Account(office=office, kind=kind, handle=f"{kind}{office.pk}", connected_at=now)
        for office in offices
        for kind in KINDS
    )
    return {(one.office_id, one.kind): one for one in made}


def _posts(offices: list[Office], house: people.Network, count: int, now: datetime) -> list[Post]:
    def post(n: int) -> Post:
        return Post(
            office=offices[n % OFFICES],
            author=house.sari,
            template_key=TEMPLATES[n % 4],
            title=f"Layanan paspor buka sampai sore ({n})",
            topic=TOPICS[n % 4],
            status=Status.PUBLISHED,
            created_at=now,
            changed_at=now,
            published_at=now,
        )

    made = Post.objects.bulk_create(map(post, range(count)), batch_size=AT_ONCE)
    echoes = [post for n, post in enumerate(made) if n % EVERY_ECHO == EVERY_ECHO - 1]
    for echo in echoes:
        echo.repost_of_id = echo.pk - 1
    Post.objects.bulk_update(echoes, ["repost_of"], batch_size=500)
    return made


def _revisions(posts: list[Post], by: Person, now: datetime) -> list[Revision]:
    body = freeze.canonical(people.content())
    return Revision.objects.bulk_create(
        (
            Revision(
                post=post, number=1, body=body, sha256=freeze.digest(body), made_by=by, made_at=now
            )
            for post in posts
        ),
        batch_size=AT_ONCE,
    )


def _deliveries(
    posts: list[Post],
    revisions: list[Revision],
    accounts: dict[tuple[int, str], Account],
    now: datetime,
) -> list[Delivery]:
    step = timedelta(days=DAYS) / len(posts)
    return [
        Delivery(
            post=post,
            revision=revision,
            account=accounts[post.office_id, kind],
            state=State.SENT,
            due_at=now - step * n,
            deadline_at=now - step * n,
            finished_at=now - step * n,
        )
        for n, (post, revision) in enumerate(zip(posts, revisions, strict=True))
        for kind in KINDS
    ]


def _measured(sent: Delivery, chance: Random) -> Measured:
    kind, post = sent.account.kind, sent.post
    seen = None if kind == "mastodon" else int(chance.lognormvariate(6, 1.5))
    return Measured(
        delivery=sent,
        post=post,
        origin_id=post.repost_of_id,
        account=sent.account,
        office_id=sent.account.office_id,
        kind=kind,
        verb=sent.verb,
        topic=post.topic,
        template=post.template_key,
        sent_at=sent.due_at,
        measured_at=sent.due_at,
        views=seen,
        reach=None if kind == "x" or seen is None else seen * 3 // 4,
        likes=(seen or 40) // 20,
        replies=(seen or 40) // 90,
        reposts=(seen or 40) // 70,
    )
