"""The list of deliveries, one delivery, planning, stops and candidates, through their addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from content.models import FeedItem, ItemState
from scheduler.acts import Act
from scheduler.models import Delivery, Reach, State, Stop
from scheduler.stops import stop
from tests.people import Network
from tests.scheduler.office_day import candidate, desk_of, entry, now
from tests.scheduler.stage import planned

LIST = "/pengantaran/"
STOPS = "/henti/"
CANDIDATES = "/antrean/calon/"


def act(client: Client, row: Delivery, what: Act, **fields: Any) -> Any:
    return client.post(reverse("scheduler:act", args=[row.pk, what]), fields)


def in_state(row: Delivery, state: State, **changes: Any) -> Delivery:
    Delivery.objects.filter(pk=row.pk).update(state=state, run_at=None, **changes)
    return Delivery.objects.get(pk=row.pk)


def test_the_list_opens_with_what_needs_a_person(network: Network) -> None:
    row = entry(network, network.account())
    client = desk_of(network.tono)
    assert client.get(LIST).context["view"] == "mendatang"
    in_state(row, State.FAILED, reason="too-long")
    page = client.get(LIST, follow=True)
    assert page.redirect_chain == [(reverse("scheduler:needs"), 302)]
    assert "melebihi batas" in page.content.decode()


def test_sixty_deliveries_take_no_more_queries_than_six(
    network: Network, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = entry(network, network.account())
    for n in range(60):
        row.pk, row.again = None, n + 1
        row.save(force_insert=True)
    client = desk_of(network.rina)
    client.get(LIST)
    with django_assert_max_num_queries(14):
        page = client.get(LIST, {"tampil": "semua"})
    assert len(page.context["page_obj"]) == 40


@pytest.mark.parametrize(
    "asked", [{"tampil": "entah"}, {"kantor": "\x00"}, {"kanal": "fax"}, {"page": "-1"}]
)
def test_a_list_address_that_makes_no_sense_shows_the_list(
    network: Network, asked: dict[str, str]
) -> None:
    entry(network, network.account())
    assert desk_of(network.rina).get(LIST, asked).status_code == 200


@pytest.mark.parametrize("state", State)
def test_a_delivery_has_a_page_in_every_state(network: Network, state: State) -> None:
    row = in_state(entry(network, network.account()), state, reason="stopped")
    page = desk_of(network.tono).get(reverse("scheduler:delivery", args=[row.pk]))
    assert str(state.label) in page.content.decode()


def test_cancelling_what_has_gone_says_so_and_changes_nothing(network: Network) -> None:
    row = in_state(entry(network, network.account()), State.SENT)
    answer = act(desk_of(network.tono), row, Act.CANCEL)
    assert answer.status_code == 409
    assert Delivery.objects.get(pk=row.pk).state == State.SENT


def test_cancelling_what_is_looked_for_is_offered_and_told_as_it_is(network: Network) -> None:
    row = entry(network, network.account())
    Delivery.objects.filter(pk=row.pk).update(state=State.UNCONFIRMED, run_at=now())
    client = desk_of(network.tono)
    page = client.get(reverse("scheduler:delivery", args=[row.pk])).content.decode()
    assert "Gema sedang mencarinya" in page
    assert reverse("scheduler:act", args=[row.pk, Act.CANCEL]) in page
    address = reverse("scheduler:act", args=[row.pk, Act.CANCEL])
    told = client.post(address, follow=True).content.decode()
    assert "Bila ternyata belum terbit, kiriman ini tidak dikirim lagi." in told
    assert "Pembatalan dicatat" in told
    in_state(row, State.UNCONFIRMED)
    client.post(reverse("scheduler:act", args=[row.pk, Act.ABSENT]))
    page = client.get(reverse("scheduler:delivery", args=[row.pk])).content.decode()
    assert "dan tidak dikirim lagi" in page


def test_a_cancellation_that_came_too_late_is_said_where_it_is_looked_at(network: Network) -> None:
    row = in_state(entry(network, network.account()), State.SENT, unwanted=True)
    page = desk_of(network.tono).get(reverse("scheduler:delivery", args=[row.pk])).content.decode()
    assert "Pembatalannya terlambat: ternyata sudah terbit" in page


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://contoh.test/x", "bukan tautan"])
def test_a_link_that_is_none_of_the_web_is_not_kept(network: Network, link: str) -> None:
    row = in_state(entry(network, network.account()), State.UNCONFIRMED)
    answer = act(desk_of(network.tono), row, Act.FOUND, url=link)
    assert answer.status_code == 409
    assert Delivery.objects.get(pk=row.pk).state == State.UNCONFIRMED


def test_found_by_a_person_it_is_sent_with_its_link(network: Network) -> None:
    row = in_state(entry(network, network.account()), State.UNCONFIRMED)
    act(desk_of(network.tono), row, Act.FOUND, url="https://contoh.test/p/1")
    now_is = Delivery.objects.get(pk=row.pk)
    assert (now_is.state, now_is.url) == (State.SENT, "https://contoh.test/p/1")


def test_an_act_from_an_older_page_is_told_what_is_true_now(network: Network) -> None:
    row = entry(network, network.account())
    seen = row.version
    client = desk_of(network.tono)
    assert act(client, row, Act.SEND_NOW, version=seen).status_code == 302
    answer = act(client, row, Act.CANCEL, version=seen)
    assert answer.status_code == 409
    assert Delivery.objects.get(pk=row.pk).state == State.PLANNED


def test_moving_without_changing_a_field_changes_nothing(network: Network) -> None:
    account = network.account(office=network.jayapura)
    [row] = planned(network, account, at=now(), post=network.approved(now()))
    client = desk_of(network.tono)
    fields = client.get(reverse("scheduler:delivery", args=[row.pk])).context
    act(client, row, Act.MOVE, date=fields["wall_date"], time=fields["wall_time"])
    minute = row.due_at.replace(second=0, microsecond=0)
    assert Delivery.objects.get(pk=row.pk).due_at == minute
    assert fields["zone"] == "WIT"


def test_a_move_that_cannot_be_comes_back_as_it_was_typed(network: Network) -> None:
    row = entry(network, network.account())
    answer = act(desk_of(network.tono), row, Act.MOVE, date="2020-02-02", time="07:07")
    assert answer.status_code == 409
    assert 'value="2020-02-02"' in answer.content.decode()


def test_planning_keeps_what_was_chosen_when_it_is_refused(network: Network) -> None:
    post = network.approved(now())
    account = network.account()
    address = reverse("scheduler:plan", args=[post.public_id])
    sent = {"version": post.version, "account": account.pk, "when": "at", "date": "2020-02-02"}
    answer = desk_of(network.tono).post(address, {**sent, "time": "07:07", "mode": "setempat"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'value="{account.pk}" checked' in page
    assert 'value="2020-02-02"' in page
    assert 'value="setempat" checked' in page
    assert not Delivery.objects.exists()


def test_planning_without_an_account_asks_for_one(network: Network) -> None:
    post = network.approved(now())
    address = reverse("scheduler:plan", args=[post.public_id])
    answer = desk_of(network.tono).post(address, {"version": post.version, "when": "now"})
    assert answer.status_code == 409
    assert "Pilih setidaknya satu akun" in answer.content.decode()


def test_what_is_not_approved_has_no_form_for_a_time(network: Network) -> None:
    post = network.submitted(now())
    page = desk_of(network.tono).get(reverse("scheduler:plan", args=[post.public_id]))
    assert "Belum bisa dijadwalkan" in page.content.decode()


# Stops


def stop_by(client: Client, **fields: str) -> Any:
    return client.post(STOPS, {"reason": "Salah tayang.", **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"reach": ""},
        {"reach": "semua"},
        {"reach": "office"},
        {"reach": "office", "office": "ENTAH"},
        {"reach": "office", "office": "\x00"},
        {"reach": "channel"},
        {"reach": "channel", "kind": "telepati"},
        {"reach": "all", "reason": "  "},
    ],
)
def test_nonsense_stops_nothing_and_keeps_the_reason(
    network: Network, fields: dict[str, str]
) -> None:
    answer = stop_by(desk_of(network.rina), **fields)
    assert answer.status_code == 409
    assert not Stop.objects.exists()
    assert fields.get("reason", "Salah tayang.") in answer.content.decode()


def test_the_centre_stops_everything_and_everybody_sees_it(network: Network) -> None:
    assert stop_by(desk_of(network.rina), reach="all").status_code == 302
    for person in (network.sari, network.yosua, network.wati):
        assert "Semua pengiriman dihentikan" in desk_of(person).get("/kalender/").content.decode()


def test_a_region_stops_its_own_and_no_more(network: Network) -> None:
    client = desk_of(network.maya)
    page = client.get(STOPS).content.decode()
    assert 'value="all"' not in page
    assert "Jayapura" not in page
    assert stop_by(client, reach="all").status_code == 409
    assert stop_by(client, reach="office", office="JAP").status_code == 409
    assert stop_by(client, reach="office", office="PTK").status_code == 302


def test_who_may_not_stop_is_offered_no_button_and_refused(network: Network) -> None:
    client = desk_of(network.sari)
    assert 'name="reach"' not in client.get(STOPS).content.decode()
    assert stop_by(client, reach="all").status_code == 409
    assert not Stop.objects.exists()


def test_only_who_may_lift_a_stop_finds_the_button(network: Network) -> None:
    made = stop(Reach.ALL, "Uji.", by=network.rina, at=now())
    lift = reverse("scheduler:lift", args=[made.pk])
    assert lift not in desk_of(network.maya).get(STOPS).content.decode()
    desk_of(network.maya).post(lift)
    assert Stop.objects.standing().exists()
    assert lift in desk_of(network.bayu).get(STOPS).content.decode()
    desk_of(network.bayu).post(lift)
    assert not Stop.objects.standing().exists()


# Candidates from feeds


def test_a_skipped_candidate_can_be_taken_back(network: Network) -> None:
    item = candidate(network)
    client = desk_of(network.rina)
    answer = client.post(reverse("scheduler:dismiss", args=[item.pk]), {"page": "1"}, follow=True)
    assert "“Kabar 1” dilewati" in answer.content.decode()
    assert answer.context["candidate_number"] == 0
    client.post(reverse("scheduler:restore", args=[item.pk]), {"back": CANDIDATES})
    assert FeedItem.objects.get().state == ItemState.CANDIDATE


def test_what_is_being_reposted_is_not_taken_back_by_skipping(network: Network) -> None:
    item = candidate(network, state=ItemState.REPOSTED)
    client = desk_of(network.rina)
    for name in ("dismiss", "restore"):
        client.post(reverse(f"scheduler:{name}", args=[item.pk]))
    assert FeedItem.objects.get().state == ItemState.REPOSTED


def test_many_candidates_come_in_pages_and_few_queries(
    network: Network, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(60):
        candidate(network, n)
    client = desk_of(network.rina)
    client.get(CANDIDATES)
    with django_assert_max_num_queries(16):
        page = client.get(CANDIDATES, {"page": "2"})
    assert len(page.context["cards"]) == 24


def test_hostile_candidates_stay_words(network: Network) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    candidate(network, title=hostile, text="<script>alert(1)</script>" + "A" * 3000, link="")
    candidate(network, 2, title="", published_at=now() - timedelta(days=400))
    page = desk_of(network.rina).get(CANDIDATES).content.decode()
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "(tanpa judul)" in page


@pytest.mark.parametrize("reached", [True, False])
def test_what_is_sent_now_under_a_stop_is_said_to_wait(network: Network, reached: bool) -> None:
    row = in_state(entry(network, network.account()), State.FAILED, reason="too-long")
    kind = row.account.kind if reached else "x"
    stop(Reach.CHANNEL, "Keliru.", by=network.rina, at=now(), kind=kind)
    page = desk_of(network.tono).post(
        reverse("scheduler:act", args=[row.pk, Act.SEND_NOW]), follow=True
    )
    told = page.content.decode()
    assert ("Menunggu: pengiriman sedang dihentikan" in told) is reached
    assert ("Dikirim sekarang." in told) is not reached
