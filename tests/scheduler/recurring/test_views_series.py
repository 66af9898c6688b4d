"""The screens of series: making one, reading it, steering it, and one time of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from content.models import Event, Post, Status
from content.moments import plain_date
from scheduler.models import Delivery, Holiday, Occurrence, Policy, Series, State, Turn
from scheduler.recurring import steer
from tests.people import Network
from tests.scheduler.office_day import desk_of
from tests.scheduler.recurring.weekly import deliveries, weekly
from tests.scheduler.stage import Stage

LIST, HOLIDAYS = "/kalender/rutin/", "/kalender/libur/"


def form_of(post: Post) -> str:
    return f"/kiriman/{post.public_id}/rutin/"


def page_of(series: Series) -> str:
    return f"{LIST}{series.pk}/"


def fields(account: Any, post: Post, **changes: Any) -> dict[str, Any]:
    """What the form sends for "every Monday at nine"."""
    return {
        "version": post.version,
        "account": [account.pk],
        "every": "pekan",
        "weekdays": ["0"],
        "interval": "1",
        "clock": "09:00",
        "mode": "serentak",
        "policy": "lewati",
        "first": timezone.now().date().isoformat(),
        "end": "terus",
        **changes,
    }


def started(network: Network, **changes: Any) -> Series:
    """Made by Tono, now."""
    account = network.account()
    post = network.approved(timezone.now(), title="Jam layanan")
    answer = desk_of(network.tono).post(form_of(post), fields(account, post, **changes))
    assert answer.status_code == 302
    return Series.objects.get()


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def test_a_publisher_makes_a_series_and_sees_its_days(network: Network) -> None:
    series = started(network)
    assert (series.rule, series.policy) == ("FREQ=WEEKLY;BYDAY=MO", Policy.SKIP)
    page = text(desk_of(network.tono).get(page_of(series)))
    assert "Setiap Senin, 09.00 WIB" in page
    assert "Berjalan" in page
    assert page.count("Senin, ") >= 8
    assert "Jam layanan" in text(desk_of(network.sari).get(LIST))


def test_the_days_can_be_seen_before_anything_is_made_and_nothing_typed_is_lost(
    network: Network,
) -> None:
    account = network.account()
    post = network.approved(timezone.now())
    sent = fields(account, post, every="tanggal", day="25", policy="sebelum", act="preview")
    answer = desk_of(network.tono).post(form_of(post), sent)
    assert answer.status_code == 200
    assert 'value="25"' in answer.content.decode()
    assert "Libur nasional: Hari Raya Natal" in text(answer)
    assert not Series.objects.exists()
    while_typing = desk_of(network.tono).get(f"{form_of(post)}tanggal/", sent)
    assert "Libur nasional: Hari Raya Natal" in text(while_typing)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"weekdays": []}, "Pilih setidaknya satu hari"),
        ({"interval": "²"}, "Isi angka dari 1 sampai 26"),
        ({"every": "tanggal", "day": "0"}, "Isi angka dari 1 sampai 31"),
        ({"every": "hari-ke", "nth": "9"}, "Pilih hari keberapa"),
        ({"end": "sampai", "until": "besok"}, "Isi tanggalnya"),
        ({"end": "kali", "count": "9999999"}, "Isi angka dari 1 sampai 500"),
        ({"clock": "jam delapan"}, "Isi jamnya"),
        ({"first": "0001-01-01"}, "Isi tanggalnya"),
        ({"end": "sampai", "until": "2001-01-01"}, "tidak ada satu tanggal pun"),
        ({"account": []}, "Pilih setidaknya satu akun"),
        ({"version": "77"}, ""),
    ],
)
def test_what_cannot_be_a_rule_is_said_and_kept(
    network: Network, changes: dict[str, Any], said: str
) -> None:
    account = network.account()
    post = network.approved(timezone.now())
    answer = desk_of(network.tono).post(
        form_of(post), fields(account, post, clock="07:15") | changes
    )
    assert answer.status_code == 409
    assert said in text(answer)
    assert 'role="alert"' in answer.content.decode()
    assert changes.get("clock", "07:15") in answer.content.decode()
    assert not Series.objects.exists()


def test_pausing_resuming_and_ending(network: Network) -> None:
    series = started(network)
    client = desk_of(network.tono)
    for act, word in (("jeda", "Dijeda"), ("lanjut", "Berjalan"), ("akhiri", "Berakhir")):
        answer = client.post(f"{page_of(series)}{act}/", follow=True)
        assert word in text(answer)
    assert "Jam layanan" not in text(client.get(LIST))
    assert "Jam layanan" in text(client.get(LIST, {"tampil": "berakhir"}))
    refused = client.post(f"{page_of(series)}jeda/")
    assert refused.status_code == 409
    assert "sudah berakhir" in text(refused)


def test_changing_begins_again_with_what_was_there(network: Network) -> None:
    series = started(network)
    client = desk_of(network.tono)
    change = f"{page_of(series)}ubah/"
    drawn = client.get(change).content.decode()
    assert re.search(r'name="weekdays" value="0" checked', drawn)
    series.post.refresh_from_db()
    account = series.accounts.get()
    client.post(change, fields(account, series.post, weekdays=["2", "4"]))
    made = Series.objects.get(ended_at=None)
    assert made.rule == "FREQ=WEEKLY;BYDAY=WE,FR"
    assert Series.objects.get(pk=series.pk).ending == "diubah"


def test_one_time_is_left_out_brought_back_and_moved(network: Network) -> None:
    series = started(network)
    day = Occurrence.objects.filter(series=series).order_by("date")[1].date
    client, page = desk_of(network.tono), f"{page_of(series)}{day.isoformat()}/"
    client.post(f"{page}lewati/")
    assert Occurrence.objects.get(date=day).state == Turn.SKIPPED
    assert "Tetap keluarkan" in text(client.get(page))
    client.post(f"{page}kembalikan/")
    later = day + timedelta(days=1)
    client.post(f"{page}pindahkan/", {"date": later.isoformat(), "time": "13:45"})
    walls = [row.wall for row in deliveries(series)]
    assert f"{later}T13:45" in walls
    refused = client.post(f"{page}pindahkan/", {"date": "kemarin", "time": "13:45"})
    assert refused.status_code == 409
    assert "13:45" in refused.content.decode()


def test_words_for_one_time_begin_as_a_draft_with_the_usual_ones(network: Network) -> None:
    series = started(network)
    day = Occurrence.objects.filter(series=series).order_by("date")[0].date
    address = f"/tulis/rutin/{series.pk}/{day.isoformat()}/"
    answer = desk_of(network.sari).post(address, {"meanwhile": "0"}, follow=True)
    own = Post.objects.get(stands_in_for__date=day)
    assert answer.redirect_chain[-1][0] == f"/tulis/{own.public_id}/"
    assert "tanggal ini tidak keluar" in text(answer)
    assert own.status == Status.DRAFT
    assert own.draft.slots() == {"tanggal": "2026-12-08"}
    assert "menunggu isi khusus disetujui" in text(desk_of(network.sari).get(page_of(series)))
    about = text(desk_of(network.sari).get(f"/kiriman/{own.public_id}/"))
    assert "hanya untuk satu tanggal" in about
    again = desk_of(network.sari).post(address, {"meanwhile": "0"}, follow=True)
    assert "sudah dibuat" in text(again)
    assert Post.objects.filter(stands_in_for__isnull=False).count() == 1


@pytest.mark.parametrize("name", ["yosua"])
def test_strangers_find_nothing(network: Network, name: str) -> None:
    series = weekly(network)
    day = Occurrence.objects.filter(series=series).order_by("date")[0].date.isoformat()
    client = desk_of(getattr(network, name))
    assert "Layanan paspor" not in text(client.get(LIST))
    for path in (page_of(series), f"{page_of(series)}{day}/", f"{page_of(series)}ubah/"):
        assert client.get(path).status_code == 404
    for path in (f"{page_of(series)}akhiri/", f"{page_of(series)}{day}/lewati/"):
        assert client.post(path).status_code == 404
    assert client.post(f"/tulis/rutin/{series.pk}/{day}/").status_code == 404
    assert client.get(form_of(series.post)).status_code == 404


@pytest.mark.parametrize("name", ["sari", "wati"])
def test_who_may_only_read_is_offered_nothing_and_refused_everything(
    network: Network, name: str
) -> None:
    series = weekly(network)
    day = Occurrence.objects.filter(series=series).order_by("date")[0].date.isoformat()
    client = desk_of(getattr(network, name))
    page = client.get(page_of(series))
    assert page.status_code == 200
    assert "Akhiri" not in text(page)
    assert client.post(f"{page_of(series)}akhiri/").status_code == 409
    assert client.post(f"{page_of(series)}{day}/lewati/").status_code == 409
    assert client.get(f"{page_of(series)}ubah/").status_code == 409
    assert not Series.objects.exclude(ended_at=None).exists()


def test_addresses_that_make_no_sense_are_not_found(network: Network) -> None:
    series = weekly(network)
    client = desk_of(network.tono)
    for day in ("2026-12-15", "2026-02-30", "9999-01-01"):
        assert client.get(f"{page_of(series)}{day}/").status_code == 404
    assert client.get(f"{LIST}999/").status_code == 404


def test_the_days_shown_for_a_change_leave_out_what_is_out(network: Network) -> None:
    series = started(network, policy="biasa")
    [first, *_] = deliveries(series)
    Stage().turn(first.due_at)
    day = plain_date(date.fromisoformat(first.wall[:10]))
    client, post = desk_of(network.tono), series.post
    form = client.get(f"{page_of(series)}ubah/").content.decode()
    [asked] = re.findall(r'hx-get="([^"]+)"', form)
    sent = fields(first.account, post, policy="biasa")
    assert day in text(client.get(f"{form_of(post)}tanggal/", sent))
    assert day not in text(client.get(asked, sent | {"old": series.pk}))
    assert asked.endswith(f"?old={series.pk}")


def test_the_post_leads_to_its_series_and_offers_to_make_one(network: Network) -> None:
    post = network.approved(timezone.now())
    address = f"/kiriman/{post.public_id}/"
    assert "Jadikan rutin" in text(desk_of(network.tono).get(address))
    assert "Jadikan rutin" not in text(desk_of(network.sari).get(address))
    series = weekly(network, post=post)
    page = desk_of(network.sari).get(address)
    assert page_of(series) in page.content.decode()
    assert "Setiap Senin" in text(page)
    # What is still to come is on the page of the series, not fifty times on that of the post.
    assert not re.search(r"/pengantaran/\d", page.content.decode())


def test_the_calendar_marks_what_recurs_and_names_holidays(network: Network) -> None:
    weekly(network)
    page = desk_of(network.tono).get("/kalender/", {"bulan": "2026-12", "zona": "Asia/Jakarta"})
    assert "jadwal rutin" in page.content.decode()
    assert "Hari Raya Natal" in text(page)


def test_whoever_plans_for_a_holiday_is_told(network: Network) -> None:
    post = network.approved(timezone.now())
    asked = {"when": "at", "date": "2027-12-25", "time": "08:00", "mode": "serentak"}
    said = desk_of(network.tono).get(f"/kiriman/{post.public_id}/jadwal/arti/", asked)
    assert "Libur nasional: Hari Raya Natal." in text(said)


def test_the_centres_administrator_moves_adds_removes_and_restores_holidays(
    network: Network,
) -> None:
    client = desk_of(network.ada)
    moved = {"was": "2027-03-10", "date": "2027-03-09", "name": "Hari Raya Idul Fitri"}
    client.post(f"{HOLIDAYS}?tahun=2027", moved)
    page = text(client.get(HOLIDAYS, {"tahun": "2027"}))
    assert "Bukan hari libur Rabu, 10 Maret" in page
    assert Holiday.objects.get(day=date(2027, 3, 9)).name == "Hari Raya Idul Fitri"
    client.post(HOLIDAYS, {"was": "2027-03-10", "act": "semula"})
    assert not Holiday.objects.filter(day=date(2027, 3, 10)).exists()
    client.post(HOLIDAYS, {"date": "2027-07-07", "name": "Hari Contoh", "leave": "1"})
    assert "Hari Contoh Rabu cuti bersama diubah di sini" in text(
        client.get(HOLIDAYS, {"tahun": "2027"})
    )
    client.post(HOLIDAYS, {"was": "2027-07-07", "act": "hapus"})
    assert not Holiday.objects.filter(day=date(2027, 7, 7)).exists()
    assert Event.objects.filter(kind="holiday.said", by=network.ada).count() == 4


def test_a_holiday_without_a_name_or_a_day_is_refused_and_kept(network: Network) -> None:
    answer = desk_of(network.ada).post(HOLIDAYS, {"date": "kapan", "name": "Hari Contoh"})
    assert answer.status_code == 409
    assert "Hari Contoh" in answer.content.decode()
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("name", ["tono", "sari", "rina"])
def test_others_read_the_holidays_and_change_none(network: Network, name: str) -> None:
    client = desk_of(getattr(network, name))
    page = client.get(HOLIDAYS, {"tahun": "2027"})
    assert "Hari Raya Idul Fitri" in text(page)
    assert "perkiraan" in text(page)
    assert "Tambah" not in text(page)
    answer = client.post(HOLIDAYS, {"date": "2027-07-07", "name": "Hari Contoh"})
    assert answer.status_code == 409
    assert not Holiday.objects.exists()


def test_a_delivery_leads_to_its_series(network: Network) -> None:
    series = weekly(network)
    [row, *_] = deliveries(series)
    page = desk_of(network.tono).get(f"/pengantaran/{row.pk}/").content.decode()
    assert page_of(series) in page


def test_an_ended_series_tells_why(network: Network) -> None:
    series = weekly(network)
    steer.end(series, by=network.tono, at=timezone.now())
    page = text(desk_of(network.sari).get(page_of(series)))
    assert "Diakhiri · Tono" in page
    assert not Delivery.objects.exclude(state=State.CANCELLED).exists()


def test_everybody_else_has_to_sign_in(client: Client, db: None) -> None:
    for path in (LIST, HOLIDAYS, f"{LIST}1/"):
        assert client.get(path).status_code == 302
