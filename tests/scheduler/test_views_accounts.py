"""The pages of accounts: calm for an office, in order for the centre, few queries for either."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from channels.models import Account, AccountState, QuotaReading
from content.models import Office, OfficeKind
from scheduler.views import accounts as views
from tests.people import Network
from tests.scheduler.office_day import desk_of, now
from tests.scheduler.outlooks import DAY, TEXTS, lasting, on, plan, plan_alike, sent
from tests.scheduler.trouble import disconnect

LIST = "/kanal/"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
KINDS = ("facebook", "instagram", "linkedin", "threads", "x")


def read(client: Client, **asked: str) -> str:
    return " ".join(client.get(LIST, asked).content.decode().split())


def opened(client: Client, account: Account) -> str:
    return " ".join(client.get(f"{LIST}{account.pk}/").content.decode().split())


def handles(client: Client, **asked: str) -> list[str]:
    return [row["account"].handle for row in client.get(LIST, asked).context["rows"]]


def offices(network: Network, number: int) -> list[Office]:
    return [
        Office.objects.create(
            code=f"K{n}",
            name=f"Kanim Contoh {n}",
            short_name=f"Kanim {n}",
            kind=OfficeKind.OFFICE,
            parent=network.kalbar,
            path=f"{network.kalbar.path}K{n}/",
            zone="Asia/Pontianak",
        )
        for n in range(number)
    ]


def counted(client: Client, url: str, **asked: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(url, asked)
    return len(queries)


def test_an_office_reads_in_sentences_what_is_coming(network: Network) -> None:
    account = lasting(on(network, "linkedin", name="Halaman Kanim Contoh"), now() + 9 * DAY + HOUR)
    plan(network, account, [now() + n * DAY for n in range(1, 24)])
    page = opened(desk_of(network.sari), account)
    assert "(9 hari lagi), sebelum 14 kiriman yang sudah direncanakan." in page
    assert "Halaman LinkedIn tidak mengizinkan Gema memperpanjangnya." in page
    assert "Izin segera berakhir" in page
    assert "23 kiriman" in page


def test_a_plan_that_does_not_fit_says_how_much_too_much_it_is(network: Network) -> None:
    account = on(network, "instagram")
    plan(network, account, [now() + HOUR + n * MINUTE for n in range(62)])
    page = opened(desk_of(network.sari), account)
    assert "rencana ini perlu 62 kiriman Instagram, sedangkan batasnya 50." in page
    assert "12 kiriman tidak muat pada jamnya." in page
    assert "Kuota tidak cukup" in read(desk_of(network.sari))


def test_how_much_is_left_and_how_that_is_known(network: Network) -> None:
    account = on(network, "instagram")
    sent(network, account, [now() - HOUR])
    page = opened(desk_of(network.sari), account)
    assert "sisa 49 dari 50 kiriman per 24 jam" in page
    assert "Dihitung dari yang dikirim Gema" in page
    QuotaReading.objects.create(
        account=account, used=12, most=100, seconds=86_400,
        read_at=now() - MINUTE, ask_at=now() + HOUR,
    )  # fmt: skip
    page = opened(desk_of(network.sari), account)
    assert "sisa 88 dari 100 kiriman per 24 jam" in page
    assert "Menurut Instagram pukul" in page


def test_what_the_plan_on_x_costs_and_why(network: Network) -> None:
    account = on(network, "x")
    post = network.approved(texts=TEXTS | {"x": "Baca di https://contoh.go.id/jam"})
    plan(network, account, [now() + n * HOUR for n in range(1, 4)], post=post)
    for page in (opened(desk_of(network.sari), account), read(desk_of(network.sari))):
        assert "3 kiriman, 3 di antaranya dengan tautan, biayanya sekitar US$0,60." in page
        assert "Kiriman dengan tautan US$0,200, tanpa tautan US$0,015: 13 kali lipat." in page
        assert "dibulatkan ke sen" in page


def test_a_bill_is_of_what_one_sees(network: Network) -> None:
    plan(network, on(network, "x", network.jayapura), [now() + HOUR])
    assert "Perkiraan biaya" not in read(desk_of(network.sari))
    assert "Perkiraan biaya" in read(desk_of(network.tono))


def test_what_needs_a_person_is_on_top_and_has_a_list_of_its_own(network: Network) -> None:
    on(network, "x", handle="aman")
    disconnect(on(network, "facebook", network.jayapura, handle="putus"))
    lasting(on(network, "linkedin", handle="segera"), now() + DAY)
    on(network, "x", network.jayapura, handle="pensiun", state=AccountState.RETIRED)
    ada = desk_of(network.ada)
    assert handles(ada) == ["putus", "segera", "aman"]
    assert handles(ada, keadaan="perlu") == ["putus", "segera"]
    assert handles(ada, keadaan="terputus") == ["putus"]
    assert handles(ada, keadaan="semua") == ["putus", "segera", "aman", "pensiun"]
    assert handles(ada, keadaan="ngawur") == ["putus", "segera", "aman"]
    assert handles(ada, kanal="linkedin") == ["segera"]
    assert handles(ada, q="jayapura") == ["putus"]
    numbers = {state: n for state, _label, n in ada.get(LIST).context["states"]}
    assert numbers == {"": 3, "perlu": 2, "terputus": 1, "semua": 4}


def test_a_healthy_list_is_pleasant(network: Network) -> None:
    on(network, "facebook")
    assert "Semua akun sehat" in read(desk_of(network.ada), keadaan="perlu")


def test_nobody_reads_of_accounts_elsewhere(network: Network) -> None:
    account = on(network, "x", network.jayapura)
    sari = desk_of(network.sari)
    assert handles(sari) == []
    assert sari.get(f"{LIST}{account.pk}/").status_code == 404


@pytest.mark.parametrize("asked", [{}, {"keadaan": "perlu"}, {"kanal": "x"}, {"page": "2"}])
def test_two_hundred_accounts_take_no_more_queries_than_five(
    network: Network, asked: dict[str, str]
) -> None:
    rina = desk_of(network.rina)

    many = offices(network, 41)
    fill(network, many[:1])
    rina.get(LIST)
    few = counted(rina, LIST, **asked)
    fill(network, many[1:])
    assert Account.objects.exclude(kind="practice").count() == 205
    assert counted(rina, LIST, **asked) <= few


def fill(network: Network, some: list[Office]) -> None:
    """Each office with five accounts whose logins end and whose plans do not fit."""
    made = [lasting(on(network, kind, one), now() + 9 * DAY) for one in some for kind in KINDS]
    QuotaReading.objects.bulk_create(
        QuotaReading(
            account=account, used=49, most=50, seconds=86_400, read_at=now(), ask_at=now() + HOUR
        )
        for account in made
    )
    plan_alike(network, made, [now() + n * HOUR for n in (1, 2, 300)], again=len(some))


def test_a_long_list_is_cut_into_pages(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "A_PAGE", 2)
    for number in range(3):
        on(network, "x", handle=f"akun{number}")
    ada = desk_of(network.ada)
    assert handles(ada) == ["akun0", "akun1"]
    assert handles(ada, page="2") == ["akun2"]
