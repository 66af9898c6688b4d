"""Loading the demo network into an empty database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from channels import registry, sessions
from channels.models import Account
from channels.vault import seal
from content.models import Membership, Office, Person
from content.offices import write
from web.demo import heard
from web.demo.people import EVERYBODY, GUIDES, PASSWORD
from web.demo.posts import load_posts
from web.demo.stories import BY_HAND, BY_HAND_AT

TABLE = settings.ROOT / "content" / "demo" / "offices.csv"
INSIDE = ("newsroom", "practice")
# One office has a login that ends soon. Nothing is planned on it, so nobody is called.
ENDING, ENDING_AT = "linkedin", "RUDENIM-KBR"


@transaction.atomic
def load(at: datetime, *, offices: int = 0, posts: bool = True, past: bool = False) -> bool:
    """Fill an empty database; any other is left alone and answered with False.

    ``offices``: how many offices there are to be at least, for trying out a large network.
    ``posts``: with posts in every state, of which some have been published. ``past``: and with
    twelve weeks behind them, for the page of figures.
    """
    if Office.objects.exists() or Person.objects.exists():
        return False
    write.carry_out(TABLE.read_bytes(), by=None, at=at)
    missing = offices - Office.objects.count()
    if missing > 0:
        write.carry_out(_invented(missing), by=None, at=at)
    _people()
    _accounts(at)
    if posts:
        load_posts(at)
    if past:
        heard.load(at)
    return True


def signins() -> Iterator[str]:
    """What the start prints, while the demo people are there."""
    if not Person.objects.filter(email=GUIDES[0].email).exists():
        return
    yield f"\nAkun contoh (kata sandi semuanya: {PASSWORD})"
    for person in GUIDES:
        yield f"  {person.role.label:<14} {person.email}"


def _people() -> None:
    shared = make_password(PASSWORD)
    offices = {office.code: office for office in Office.objects.all()}
    people = [Person(email=one.email, name=one.name, password=shared) for one in EVERYBODY]
    made = Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(person=person, office=offices[one.office], role=role)
        for one, person in zip(EVERYBODY, made, strict=True)
        for role in one.roles
    )


def _accounts(at: datetime) -> None:
    """Each office in the two networks inside the house, which ask for no credentials, and one where
    a person posts."""
    sealed = {kind: seal(registry.load(kind).needs()) for kind in INSIDE}
    Account.objects.bulk_create(
        Account(
            office=office,
            kind=kind,
            handle=office.handle("x") or office.code.lower(),
            name=office.short_name,
            credentials=sealed[kind],
            connected_at=at,
        )
        for office in Office.objects.all()
        for kind in INSIDE
    )
    _account_by_hand(Office.objects.get(code=BY_HAND_AT), at)
    _account_that_ends(Office.objects.get(code=ENDING_AT), at)


def _account_by_hand(office: Office, at: datetime) -> None:
    """There is no such channel, and nothing is ever sent to it."""
    presence = registry.load(BY_HAND).needs(
        title=office.short_name, invite=f"https://whatsapp.com/channel/0029VaContoh{office.code}"
    )
    found = presence.profile()
    Account.objects.create(
        office=office,
        kind=BY_HAND,
        handle=found.handle,
        name=found.name,
        url=found.url,
        remote_id=found.remote_id,
        credentials=seal(presence),
        connected_at=at,
    )


def _account_that_ends(office: Office, at: datetime) -> None:
    """A page there is not, with a token that opens nothing: what is said of its last day."""
    account = Account.objects.create(
        office=office,
        kind=ENDING,
        handle=office.code.lower(),
        name=f"{office.short_name} (contoh)",
        credentials=seal(registry.load(ENDING).needs("5005", "contoh-yang-tidak-membuka-apa-apa")),
        connected_at=at - timedelta(days=51),
        last_success_at=at - timedelta(days=3),
    )
    sessions.expect_end(account, at + timedelta(days=9))


def _invented(count: int) -> bytes:
    regions = list(Office.objects.filter(kind="kanwil").values_list("code", "zone"))
    lines = ["kode,nama,nama pendek,jenis,induk,zona,kota"]
    for number in range(1, count + 1):
        parent, zone = regions[number % len(regions)]
        name = f"Contoh {number:03}"
        lines.append(
            f"C{number:03},Kantor Imigrasi {name},Kanim {name},kanim,{parent},{zone},Kota {name}"
        )
    return "\n".join(lines).encode()
