"""Twelve weeks that lie behind the demo network, so that the page of figures has something to show.

Nobody has seen these posts, and nothing was sent: they stand on accounts that are no longer used,
so that nobody ever calls those networks. The figures are made up, and the same at every loading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from channels.models import Account, AccountState
from composer.library import REPOST, library
from composer.working import Credit, Working
from content.models import Office, Person, Post
from scheduler.models import Delivery, Measured, State, Untold
from web.demo.past import Past, publish
from web.demo.people import CENTRE, OFFICES, DemoPerson

WEEKS = 12
EVERY_ECHO = 5  # the centre reposts one in so many
READ = timedelta(days=2)
TEMPLATES = ("jam-layanan", "paspor", "acara", "siaran-pers", "ikm")
# Hours at which offices post, and how much better these are than others.
CLOCKS = {8: 1.0, 10: 1.1, 12: 1.45, 16: 0.75, 19: 1.6}
CENTRE_LOUD = 4.0


@dataclass(frozen=True, slots=True)
class Voice:
    """``every``: days from one post to the next. ``silent``: days since the last one. ``loud``: in
    times of the others."""

    office: str
    every: float
    loud: float
    silent: int = 1


VOICES = (
    Voice("DENPASAR", 2.2, 1.7),
    Voice("PTK", 2.5, 1.2),
    Voice("JAKUT", 3, 1.4, 2),
    Voice("JAP", 4, 0.7, 2),
    Voice("ENTIKONG", 4, 0.6, 3),
    Voice("SINGARAJA", 6, 0.5, 5),
    Voice("SAMBAS", 7, 0.4, 9),
    Voice("KETAPANG", 8, 0.35, 16),
    Voice("PUTUSSIBAU", 9, 0.3, 38),
)


@dataclass(frozen=True, slots=True)
class Tells:
    """What a network tells: how often a usual post is seen there, and the rest as shares of that;
    None where it tells nothing. ``hidden``: how often it was seen is not told either."""

    seen: int
    reach: float | None
    likes: float
    replies: float
    reposts: float
    clicks: float | None = None
    hidden: bool = False


NETWORKS = {
    "x": Tells(700, None, 0.022, 0.003, 0.006),
    "facebook": Tells(1100, 0.72, 0.035, 0.006, 0.008, 0.02),
    "instagram": Tells(1600, 0.64, 0.055, 0.004, 0.003),
    "mastodon": Tells(160, None, 0.06, 0.008, 0.03, hidden=True),
}


def load(at: datetime) -> None:
    chance = Random("gaung")  # noqa: S311 - figures, not secrets
    offices = {office.code: office for office in Office.objects.all()}
    loud = {voice.office: voice.loud for voice in VOICES} | {"PUSAT": CENTRE_LOUD}
    moderator = _person(CENTRE[0])
    pasts = [past for one in VOICES for past in _spoken(one, offices[one.office], at, chance)]
    posts = publish(pasts, moderator)
    pasts += (echoes := list(_echoes(posts[::EVERY_ECHO], offices["PUSAT"], at)))
    posts += publish(echoes, _person(CENTRE[1]))
    accounts = _accounts((offices[code] for code in loud), at)
    sent = Delivery.objects.bulk_create(
        delivery for post, past in zip(posts, pasts, strict=True)
        for delivery in _deliveries(post, past, accounts)
    )  # fmt: skip
    Measured.objects.bulk_create(
        _measured(one, loud[one.account.office.code], at, chance) for one in sent
    )


def _spoken(voice: Voice, office: Office, at: datetime, chance: Random) -> Iterator[Past]:
    """The newest first. Always at one of the hours at which offices post, and never on a Sunday."""
    writer = _person(next(one for one in OFFICES if one.office == voice.office))
    ago = float(voice.silent)
    while ago < 7 * WEEKS:
        day = (at - timedelta(days=ago)).astimezone(office.zoneinfo).date()
        day -= timedelta(days=day.weekday() == 6)
        hour = chance.choice(tuple(CLOCKS))
        out = datetime.combine(day, time(hour, chance.randint(0, 20)), tzinfo=office.zoneinfo)
        template = library()[chance.choice(TEMPLATES)]
        working = Working(
            slots={**template.examples, "tanggal": day.isoformat()},
            channels=tuple(NETWORKS),
            card=False,
        )
        yield Past(office, writer, template.key, working, out)
        ago += voice.every * chance.uniform(0.7, 1.3)


def _echoes(origins: Iterable[Post], centre: Office, at: datetime) -> Iterator[Past]:
    """The centre picks it up the next day, where that is over."""
    writer = _person(CENTRE[3])
    for origin in origins:
        out = (origin.published_at or at) + timedelta(days=1, minutes=25)
        if out >= at:
            continue
        slots = {
            **library()[REPOST].examples,
            "judul": origin.title,
            "pengantar": f"Kabar baik dari {origin.office.short_name}",
        }
        working = Working(
            slots=slots,
            channels=tuple(NETWORKS),
            card=False,
            credit=Credit(origin.office.name, origin.office.handle("x")),
        )
        yield Past(centre, writer, REPOST, working, out, origin)


def _accounts(offices: Iterable[Office], at: datetime) -> dict[tuple[int, str], Account]:
    made = Account.objects.bulk_create(
        Account(
            office=office,
            kind=kind,
            handle=office.handle(kind) or f"contoh_{office.code.lower()}",
            name=office.short_name,
            state=AccountState.RETIRED,
            connected_at=at - timedelta(weeks=WEEKS + 1),
        )
        for office in offices
        for kind in NETWORKS
    )
    return {(account.office_id, account.kind): account for account in made}


def _deliveries(
    post: Post, past: Past, accounts: dict[tuple[int, str], Account]
) -> Iterator[Delivery]:
    if post.head is None:
        raise ValueError("only what has a revision goes out")
    local = past.at.astimezone(past.office.zoneinfo)
    for kind in NETWORKS:
        account = accounts[past.office.pk, kind]
        account.office = past.office
        yield Delivery(
            post=post,
            revision=post.head,
            account=account,
            state=State.SENT,
            due_at=past.at,
            deadline_at=past.at + timedelta(minutes=15),
            started_at=past.at,
            finished_at=past.at,
            attempts=1,
            wall=f"{local:%Y-%m-%dT%H:%M}",
            zone=past.office.zone,
        )


def _measured(sent: Delivery, loud: float, at: datetime, chance: Random) -> Measured:
    tells = NETWORKS[sent.account.kind]
    hour = sent.due_at.astimezone(sent.account.office.zoneinfo).hour
    grown = min(1.0, (at - sent.due_at) / READ)  # a young post is still being found
    seen = int(tells.seen * loud * CLOCKS.get(hour, 1.0) * chance.lognormvariate(0, 0.45) * grown)
    return Measured(
        delivery=sent,
        post=sent.post,
        origin_id=sent.post.repost_of_id,
        account=sent.account,
        office_id=sent.account.office_id,
        kind=sent.account.kind,
        verb=sent.verb,
        topic=sent.post.topic,
        template=sent.post.template_key,
        sent_at=sent.due_at,
        measured_at=at,
        ended=Untold.RETIRED,
        views=None if tells.hidden else seen,
        reach=None if tells.reach is None else int(seen * tells.reach),
        likes=int(seen * tells.likes),
        replies=int(seen * tells.replies),
        reposts=int(seen * tells.reposts),
        clicks=None if tells.clicks is None else int(seen * tells.clicks),
    )


def _person(one: DemoPerson) -> Person:
    return Person.objects.get(email=one.email)
