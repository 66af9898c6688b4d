"""Connecting accounts, spoken to by the real SDK: the network is a stub in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from channels import connecting, vault
from channels.base import Profile
from channels.facebook.login import Credentials
from channels.models import Account, AccountState
from channels.told import web_address
from content.models import Event, Office
from scheduler import retry
from scheduler.models import Delivery, State
from tests.people import MORNING, Network
from tests.stubs.running import Network as Stub
from tests.stubs.running import running
from tests.web.signed_in import browser

TOKEN = "token-yang-sangat-rahasia"
ENDED = {"error": {"code": 190, "message": "Session has expired", "type": "OAuthException"}}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stub]:
    with running("meta", tmp_path_factory.mktemp("meta")) as stub:
        yield stub


@pytest.fixture
def facebook(graph: Stub, settings: Settings) -> Stub:
    graph.reset()
    bases = {"https://graph.facebook.com": graph.url}
    outbound = msgspec.structs.replace(settings.GEMA.outbound, bases=bases)
    settings.GEMA = msgspec.structs.replace(settings.GEMA, outbound=outbound)
    return graph


def connect(client: Client, **changes: str) -> HttpResponse:
    data = {"kantor": "PTK", "kanal": "facebook", "page_id": "4001", "access_token": TOKEN}
    answer = client.post(reverse("channels:connect"), {**data, **changes})
    assert isinstance(answer, HttpResponse)
    return answer


def test_an_account_that_answers_is_kept_sealed(network: Network, facebook: Stub) -> None:
    assert connect(browser(network.ada)).status_code == 302
    account = Account.objects.get(kind="facebook")
    assert (account.office, account.handle) == (network.pontianak, "halaman.4001")
    assert (account.remote_id, account.connected_by) == ("4001", network.ada)
    assert TOKEN.encode() not in bytes(account.credentials)
    assert vault.unseal(account, Credentials).access_token == TOKEN
    assert Event.objects.get(kind="account.connected").office == network.pontianak


def test_what_was_sealed_is_never_shown_again(network: Network, facebook: Stub) -> None:
    ada = browser(network.ada)
    connect(ada)
    account = Account.objects.get(kind="facebook")
    for name in ("scheduler:account", "account_reconnect", "account_retire"):
        assert TOKEN not in ada.get(reverse(name, args=[account.pk])).content.decode()
    assert TOKEN not in str(list(Event.objects.values()))


def test_an_account_that_does_not_answer_is_not_kept(network: Network, facebook: Stub) -> None:
    facebook.fail("answer", status=400, body=ENDED)
    answer = connect(browser(network.ada))
    assert answer.status_code == 422
    assert "sudah berakhir atau dicabut" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not Account.objects.exists()


def test_a_network_that_cannot_be_reached_is_said_in_words(
    network: Network, facebook: Stub, settings: Settings
) -> None:
    nowhere = {"https://graph.facebook.com": "http://127.0.0.1:9"}
    outbound = msgspec.structs.replace(settings.GEMA.outbound, bases=nowhere)
    settings.GEMA = msgspec.structs.replace(settings.GEMA, outbound=outbound)
    assert "tidak dapat dihubungi" in connect(browser(network.ada)).content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"page_id": "bukan angka"}, "hanya berisi angka"),
        ({"access_token": ""}, "field-error"),
    ],
)
def test_what_the_network_needs_is_checked_before_it_is_called(
    network: Network, facebook: Stub, changes: dict[str, str], says: str
) -> None:
    answer = connect(browser(network.ada), **changes)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert facebook.accepted() == []


def test_the_same_account_is_not_added_twice(network: Network, facebook: Stub) -> None:
    ada = browser(network.ada)
    connect(ada)
    assert "Sambungkan lagi" in connect(ada).content.decode()
    assert "pada kantor lain" in connect(ada, kantor="JAP").content.decode()
    assert Account.objects.count() == 1


def test_an_office_beyond_the_reach_cannot_be_given_an_account(
    network: Network, facebook: Stub
) -> None:
    network.maya.memberships.update(role="administrator")
    assert connect(browser(network.maya), kantor="JAP").status_code == 404
    assert connect(browser(network.maya), kantor="PTK").status_code == 302


@pytest.mark.parametrize("kind", ["practice", "newsroom"])
def test_a_network_inside_the_house_asks_for_nothing(network: Network, kind: str) -> None:
    answer = browser(network.ada).post(
        reverse("channels:connect"), {"kantor": "PTK", "kanal": kind}
    )
    assert answer.status_code == 302
    assert Account.objects.get().handle == "contoh_ptk"


@pytest.fixture
def lost(network: Network) -> Account:
    """A Page whose login ended."""
    return network.account(
        "facebook",
        credentials=Credentials("4001", "token-lama"),
        remote_id="4001",
        handle="halaman.4001",
        state=AccountState.DISCONNECTED,
        state_reason="login-ended",
    )


def held(network: Network, account: Account) -> Delivery:
    post = network.approved()
    assert post.head is not None
    now = timezone.now()
    return Delivery.objects.create(
        post=post, revision=post.head, account=account, state=State.HELD, reason="login-ended",
        due_at=now, deadline_at=now + timedelta(minutes=15), wall="2026-12-07T10:00",
        zone="Asia/Pontianak",
    )  # fmt: skip


def test_a_lost_account_says_what_happened_and_what_to_do(network: Network, lost: Account) -> None:
    seen = browser(network.sari).get(reverse("scheduler:account", args=[lost.pk]))
    assert "sudah berakhir atau dicabut" in seen.content.decode()
    assert "Sambungkan akun ini lagi" in seen.content.decode()
    listed = browser(network.ada).get(reverse("scheduler:accounts"), {"keadaan": "terputus"})
    assert "@halaman.4001" in listed.content.decode()
    assert ("terputus", "Terputus", 1) in listed.context["states"]


def test_connecting_again_lets_what_was_held_go_on(
    network: Network, facebook: Stub, lost: Account
) -> None:
    delivery = held(network, lost)
    url = reverse("account_reconnect", args=[lost.pk])
    answer = browser(network.ada).post(url, {"page_id": "4001", "access_token": TOKEN})
    assert answer.status_code == 302
    lost.refresh_from_db()
    delivery.refresh_from_db()
    assert (lost.state, lost.state_reason) == (AccountState.CONNECTED, "")
    assert vault.unseal(lost, Credentials).access_token == TOKEN
    assert delivery.state == State.PLANNED


def test_another_account_does_not_take_the_place_of_the_lost_one(
    network: Network, facebook: Stub, lost: Account
) -> None:
    url = reverse("account_reconnect", args=[lost.pk])
    answer = browser(network.ada).post(url, {"page_id": "4002", "access_token": TOKEN})
    assert answer.status_code == 422
    assert "milik @halaman.4002, bukan @halaman.4001" in answer.content.decode()
    lost.refresh_from_db()
    assert lost.state == AccountState.DISCONNECTED


def test_an_account_with_something_planned_is_not_put_away(network: Network, lost: Account) -> None:
    held(network, lost)
    answer = browser(network.ada).post(reverse("account_retire", args=[lost.pk]))
    assert answer.status_code == 409
    lost.refresh_from_db()
    assert lost.state == AccountState.DISCONNECTED


def test_an_account_put_away_forgets_its_credentials(network: Network, lost: Account) -> None:
    browser(network.ada).post(reverse("account_retire", args=[lost.pk]))
    lost.refresh_from_db()
    assert lost.state == AccountState.RETIRED
    assert bytes(lost.credentials) == b""
    assert Event.objects.filter(kind="account.retired").count() == 1


def test_a_rest_that_the_network_asked_for_is_shown_in_the_offices_time(
    network: Network,
) -> None:
    until = MORNING.replace(year=2030)
    account = network.account(office=network.jayapura, rest_until=until)
    seen = browser(network.ada).get(reverse("scheduler:account", args=[account.pk]))
    assert "sampai 7 Des 2030, 12.00 WIT" in seen.content.decode()


def test_a_breath_between_two_posts_is_nothing_to_tell(network: Network) -> None:
    account = network.account(breath_until=timezone.now() + retry.BREATH)
    seen = browser(network.ada).get(reverse("scheduler:account", args=[account.pk]))
    assert "Beristirahat" not in seen.content.decode()


def test_an_account_can_be_asked_whether_it_still_answers(
    network: Network, facebook: Stub, lost: Account
) -> None:
    url = reverse("scheduler:check", args=[lost.pk])
    ada = browser(network.ada)
    assert "menjawab dengan baik" in ada.post(url, follow=True).content.decode()
    facebook.fail("answer", status=400, body=ENDED)
    refused = ada.post(url, follow=True).content.decode()
    assert "Pemeriksaan tidak berhasil." in refused
    assert "sudah berakhir" in refused
    Account.objects.update(credentials=b"")
    assert "tidak bisa dibuka lagi" in ada.post(url, follow=True).content.decode()
    lost.refresh_from_db()
    assert lost.state == AccountState.DISCONNECTED


def test_what_the_network_said_is_there_to_be_read_without_its_secrets(
    network: Network, facebook: Stub, lost: Account
) -> None:
    said = {"error": {"code": 190, "message": f"Bad token {TOKEN} here", "type": "OAuthException"}}
    ada = browser(network.ada)
    pages = []
    for url, data in (
        (reverse("channels:connect"), {"kantor": "PTK", "kanal": "facebook"}),
        (reverse("account_reconnect", args=[lost.pk]), {}),
    ):
        facebook.fail("answer", status=400, body=said)
        pages.append(ada.post(url, {"page_id": "4001", "access_token": TOKEN, **data}))
    Account.objects.update(credentials=vault.seal(Credentials("4001", TOKEN)))
    facebook.fail("answer", status=400, body=said)
    pages.append(ada.post(reverse("scheduler:check", args=[lost.pk])))
    for page in pages:
        _before, _summary, detail = page.content.decode().partition("Rincian teknis")
        shown, _rest = detail.split("</details>", 1)
        assert "190" in shown
        assert "Bad token … here" in shown
        assert TOKEN not in shown


def test_a_long_list_of_accounts_is_searched(network: Network) -> None:
    network.account()
    network.account(office=network.jayapura)
    answer = browser(network.ada).get(reverse("scheduler:accounts"), {"q": "jap"})
    assert [row["account"].handle for row in answer.context["rows"]] == ["practice_jap"]


def test_only_what_is_secret_is_said_to_be_kept_secret(network: Network) -> None:
    url = reverse("channels:connect")
    asked = {
        kind: browser(network.ada).get(url, {"kantor": "PTK", "kanal": kind}).content.decode()
        for kind in ("facebook", "whatsapp")
    }
    assert "Disimpan terenkripsi" in asked["facebook"]
    assert "Disimpan terenkripsi" not in asked["whatsapp"]


def taken_by(network: Network, office: Office) -> Account:
    """Another office has the same Page."""
    theirs = Credentials("4001", "token-mereka")
    return network.account("facebook", office, remote_id="4001", credentials=theirs)


def test_what_one_office_gave_up_and_another_has_now_does_not_come_back(
    network: Network, facebook: Stub, lost: Account
) -> None:
    Account.objects.update(state=AccountState.RETIRED)
    theirs = taken_by(network, network.jayapura)
    url = reverse("account_reconnect", args=[lost.pk])
    answer = browser(network.sari).post(url, {"page_id": "4001", "access_token": TOKEN})
    assert answer.status_code == 422
    assert "tersambung pada kantor lain" in answer.content.decode()
    lost.refresh_from_db()
    assert lost.state == AccountState.RETIRED
    Account.objects.filter(pk=theirs.pk).update(state=AccountState.RETIRED)
    browser(network.sari).post(url, {"page_id": "4001", "access_token": TOKEN})
    lost.refresh_from_db()
    assert lost.state == AccountState.CONNECTED


@contextmanager
def just_after(question: str, act: Callable[[], object]) -> Iterator[None]:
    """Somebody else is quicker by an instant: between what was asked and what is then written."""
    acts = [act]

    def wrapper(execute: Callable[..., Any], sql: str, *how: Any) -> Any:
        answer = execute(sql, *how)
        if question in sql and acts:
            acts.pop()()
        return answer

    with connection.execute_wrapper(wrapper):
        yield


FREE = '"channels_account"."remote_id" = '  # what is asked last before anything is written


@pytest.mark.parametrize("where", ["pontianak", "jayapura"])
def test_of_two_pages_that_connect_the_same_account_at_once_one_does(
    network: Network, facebook: Stub, where: str
) -> None:
    office = getattr(network, where)

    def first() -> None:
        found = Profile("4001", "halaman.4001", "Kanim Contoh")
        connecting.connect(
            office, "facebook", Credentials("4001", "lain"), found, by=network.ada, at=MORNING
        )

    with just_after(FREE, first):
        answer = connect(browser(network.sari))
    assert answer.status_code == 422
    said = "sudah ada di kantor ini" if where == "pontianak" else "pada kantor lain"
    assert said in answer.content.decode()
    assert not Account.objects.filter(connected_by=network.sari).exists()


def test_of_two_offices_that_take_up_the_same_account_at_once_one_does(
    network: Network, facebook: Stub, lost: Account
) -> None:
    Account.objects.update(state=AccountState.RETIRED)
    url = reverse("account_reconnect", args=[lost.pk])
    with just_after(FREE, lambda: taken_by(network, network.jayapura)):
        answer = browser(network.sari).post(url, {"page_id": "4001", "access_token": TOKEN})
    assert answer.status_code == 422
    assert "pada kantor lain" in answer.content.decode()


def test_a_new_name_that_an_older_row_has_keeps_nobody_from_connecting_again(
    network: Network, facebook: Stub, lost: Account
) -> None:
    Account.objects.filter(pk=lost.pk).update(handle="nama-lama")
    older = Credentials("4009", "token-lama")
    network.account(
        "facebook", handle="halaman.4001", credentials=older, state=AccountState.RETIRED
    )
    url = reverse("account_reconnect", args=[lost.pk])
    answer = browser(network.sari).post(url, {"page_id": "4001", "access_token": TOKEN})
    assert answer.status_code == 302
    lost.refresh_from_db()
    assert (lost.handle, lost.state) == ("nama-lama", AccountState.CONNECTED)


def test_what_a_strange_server_says_of_itself_cannot_hurt(network: Network) -> None:
    said = Profile("1\x00", "nama", "Nama\ud800", "javascript:alert(1)")
    given = Credentials("4001", TOKEN)
    made = connecting.connect(
        network.pontianak, "facebook", given, said, by=network.sari, at=MORNING
    )
    made.refresh_from_db()
    assert (made.remote_id, made.name, made.url) == ("1", "Nama?", "")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://sosial.example/@humas/1", "https://sosial.example/@humas/1"),
        ("http://127.0.0.1:9003/@humas", "http://127.0.0.1:9003/@humas"),
        ("javascript:alert(1)", ""),
        ("JavaScript://sosial.example/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("//sosial.example/x", ""),
        ("https://[half", ""),
        ("", ""),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(said: str, kept: str) -> None:
    assert web_address(said) == kept


def test_odd_words_in_an_address_of_ours_find_nothing(network: Network) -> None:
    sari = browser(network.sari)
    assert sari.get(reverse("scheduler:accounts"), {"q": "a\x00b"}).status_code == 200
    odd = {"kantor": "P\x00TK", "kanal": "practice"}
    assert sari.get(reverse("channels:connect"), odd).status_code == 200
