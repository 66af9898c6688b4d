"""Every page that a person can come to, in a record with an account of a network that this release
does not know: its adapter was removed, and what was sent to it and planned for it is still there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from channels.models import Account
from content import drafts
from content.models import Event, Person
from scheduler import notices, stops
from scheduler.models import Attempt, Delivery, Reach, State
from tests.people import Network
from tests.scheduler.office_day import now
from tests.scheduler.recurring.weekly import weekly
from tests.scheduler.stage import planned
from tests.web.signed_in import browser

pytestmark = pytest.mark.django_db
GONE = "kabarlama"
TEXTS = dict.fromkeys(("practice", GONE), "Layanan paspor buka sampai pukul 16.00 WIB.")
STATES: dict[State, dict[str, Any]] = {
    State.PLANNED: {},
    State.DUE: {"attempts": 1},
    State.SENT: {"remote_id": "7", "url": "https://contoh.test/7", "run_at": None},
    State.FAILED: {"reason": "too-long", "run_at": None},
    State.UNCONFIRMED: {"reason": "no-adapter", "run_at": None, "attempts": 1},
    State.MISSED: {"reason": "overdue", "run_at": None},
    State.HELD: {"reason": "no-adapter", "run_at": None},
    State.CANCELLED: {"run_at": None},
}
# What leads out of the pages, or away from them.
NOT_PAGES = ("/akun/", "/bahasa/", "/tema/", "/static/", "/gaya/")
STARTS = (
    "/", "/kanal/?keadaan=semua", "/pengantaran/?tampil=semua", "/pengantaran/tindakan/",
    "/kalender/", "/kalender/rutin/", "/henti/", "/kiriman/", "/antrean/", "/kantor/", "/tulis/",
    "/pemberitahuan/", "/mesin/", "/ruang-berita/",
)  # fmt: skip
MANY = dict.fromkeys(("/pengantaran/#/", "/kiriman/#/"), len(STATES) + 2)
LINK = re.compile(r'(?:href|hx-get)="([^"]+)"')


@pytest.fixture
def record(network: Network) -> Network:
    lost, here = network.account(GONE, handle="humas"), network.account()
    for number, (state, changes) in enumerate(STATES.items()):
        at = now() - timedelta(minutes=number)
        post = network.approved(at, title=f"Kiriman {state}", texts=TEXTS)
        row, _other = planned(network, lost, here, at=at, post=post)
        Delivery.objects.filter(pk=row.pk).update(state=state, **changes)
        Attempt.objects.create(delivery=row, number=1, started_at=at, outcome=state)
        told = {"delivery": row.pk, "account": lost.pk, "reason": changes.get("reason", "")}
        Event.objects.create(kind=f"delivery.{state}", post=post, at=at, data=told)
    weekly(network, lost, here, post=network.approved(now(), texts=TEXTS), at=now())
    network.submitted(now(), texts=TEXTS)
    draft = network.draft(now())
    chosen = {"channels": ["practice", GONE], "overrides": {GONE: "Buka."}}
    drafts.save(draft, chosen, by=network.sari, at=now(), seen=1)
    stops.stop(Reach.ACCOUNT, "Salah.", by=network.tono, at=now(), account=lost)
    stops.stop(Reach.CHANNEL, "Salah.", by=network.tono, at=now(), kind=GONE)
    notices.tell(now() + timedelta(minutes=2))
    return network


def pages(client: Client) -> Iterator[str]:
    """Each page that links lead to, and a few of those that only differ in what is asked for."""
    waiting, seen, alike = list(STARTS), set(STARTS), Counter[str]()
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow=True)
        assert answer.status_code in (200, 403, 404), (address, answer.status_code)
        yield address
        if not answer["Content-Type"].startswith("text/html"):
            continue
        for link in LINK.findall(answer.content.decode()):
            found = urldefrag(urljoin(address, unescape(link))).url
            kind, enough = shape(found)
            if found in seen or urlsplit(found).netloc or alike[kind] >= enough:
                continue
            seen.add(found)
            alike[kind] += 1
            if not found.startswith(NOT_PAGES):
                waiting.append(found)


def shape(address: str) -> tuple[str, int]:
    """An address without its numbers, and how many like it are enough: of posts and deliveries one
    of each state."""
    path, asked = urlsplit(address).path, parse_qs(urlsplit(address).query)
    plain = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9][0-9-]*", "#", path)
    return f"{plain}?{'&'.join(sorted(asked))}", 1 if asked else MANY.get(plain, 2)


@pytest.mark.parametrize("name", ["ada", "rina", "sari"])
def test_every_page_opens(record: Network, name: str) -> None:
    person: Person = getattr(record, name)
    seen = set(pages(browser(person)))
    lost = Account.objects.get(kind=GONE)
    assert f"/kanal/{lost.pk}/" in seen
    assert len(seen) > 20
