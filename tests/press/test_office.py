"""The office's screens: who is on the list, bringing people in, what became of an issue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from channels.models import Account, Copy, Recipient
from channels.press import consent, table
from channels.press.consent import Hand, Reader
from channels.press.models import Source, Standing
from content.models import Event
from scheduler.models import Delivery, State
from tests.people import MORNING, Network
from tests.press.desk import issue, press_account, publish, reader, readers
from tests.scheduler.stage import planned
from tests.stubs.mailing import MailServer
from tests.web.signed_in import browser

KEEPERS = {"sari", "edi", "tono", "ada"}
EVERYBODY = {"sari", "edi", "maya", "rina", "bayu", "tono", "citra", "yosua", "wati", "ada"}


def bring_in(network: Network, press: Account, text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    upload = SimpleUploadedFile("wartawan.csv", data, "text/csv")
    url = reverse("channels:press_import", args=[press.pk])
    return browser(network.sari).post(url, {"file": upload}).content.decode()


@pytest.fixture
def mine(network: Network) -> Client:
    return browser(network.sari)


@pytest.mark.parametrize("name", ["press_list", "press_add", "press_import", "press_reader"])
def test_addresses_are_seen_by_those_who_keep_the_list_and_by_nobody_else(
    network: Network, press: Account, name: str
) -> None:
    known = reader(press)
    url = reverse(f"channels:{name}", args=[press.pk, *([known.pk] if "reader" in name else [])])
    statuses = {who: browser(getattr(network, who)).get(url).status_code for who in EVERYBODY}
    assert {who for who, status in statuses.items() if status == 200} == KEEPERS
    assert {status for who, status in statuses.items() if who not in KEEPERS} == {404}


def test_a_reader_of_another_list_is_not_found(network: Network, press: Account) -> None:
    known = reader(press)
    other = press_account(network, "lain")
    url = reverse("channels:press_reader", args=[other.pk, known.pk])
    assert browser(network.ada).get(url).status_code == 404


def test_somebody_is_added_and_asked_before_anything_else(mine: Client, press: Account) -> None:
    url = reverse("channels:press_add", args=[press.pk])
    said = {"email": " Sari@Media.test ", "name": "Sari", "desk": "Media Uji", "language": "id"}
    assert mine.post(url, said).status_code == 302
    made = Recipient.objects.get()
    assert (made.email, made.state) == ("sari@media.test", Standing.ASKED)
    assert made.ask_at is not None
    again = mine.post(url, said)
    assert again.status_code == 422
    assert "sudah ditanya dan belum menjawab" in again.content.decode()


def test_a_file_is_brought_in_row_by_row_and_says_what_it_left_out(
    network: Network, press: Account
) -> None:
    gone = reader(press, "pernah@media.test")
    consent.leave(gone.pk, Hand(Source.MAIL, MORNING))
    forgotten = reader(press, "lupakan@media.test")
    consent.erase([forgotten.pk], Hand(Source.MAIL, MORNING))
    page = bring_in(
        network,
        press,
        "Nama;Surel;Media;Bahasa;Catatan\n"
        "Ana;ana@media.test;Koran Uji;;\n"
        "Budi;budi@media;;;\n"
        "\n"
        "Cici;ANA@media.test;;;\n"
        "Dodi;;;;\n"
        "Eka;eka@media.test;;fr;\n"
        "Fani;pernah@media.test;;;\n"
        "Gita;lupakan@media.test;;;\n"
        "Hana;hana@media.test;TV Uji;en;kenal lama\n",
    )
    assert "2 penerima ditambahkan" in page
    for said in (
        "Baris 3: alamat surel “budi@media” tidak terbaca",
        "Baris 5: alamat yang sama sudah ada di baris 2",
        "Baris 6: alamat surel kosong",
        "Baris 7: bahasa ditulis “id” atau “en”",
        "Baris 8: pernah@media.test sudah berhenti; hanya pemiliknya yang bisa mendaftar lagi",
        "Baris 9: lupakan@media.test datanya dihapus atas permintaan pemilik",
    ):
        assert said in page
    added = Recipient.objects.filter(state=Standing.ASKED).values_list("email", "desk", "language")
    assert set(added) == {
        ("ana@media.test", "Koran Uji", "id"),
        ("hana@media.test", "TV Uji", "en"),
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\n", "Kolom “surel” tidak ada"),
        (b"nama,media\nSari,Uji\n", "Kolom “surel” tidak ada"),
        (b"surel,email\na@b.test,c@d.test\n", "Ada dua kolom surel"),
        (b"surel\n\xff\xfe\n", "Simpan lagi sebagai “CSV UTF-8”"),
        (b"PK\x03\x04", "buku kerja Excel"),
        (b'surel\n"a@b.test\n', "Baris 2 tidak terbaca sebagai CSV"),
        (b"surel\n", "belum berisi satu penerima pun"),
    ],
)
def test_a_file_that_is_no_list_says_what_to_do(
    network: Network, press: Account, data: bytes, said: str
) -> None:
    assert said in bring_in(network, press, data)
    assert not Recipient.objects.exists()


def test_what_is_taken_out_can_be_brought_in_and_no_cell_is_a_formula(
    network: Network, press: Account, mine: Client
) -> None:
    hand = Hand(Source.OFFICE, MORNING)
    consent.add(press, Reader("sari@media.test", "=cmd()", "Media; Uji"), hand)
    answer = mine.post(reverse("channels:press_export", args=[press.pk]))
    text = answer.content.decode("utf-8")
    assert "'=cmd()" in text
    assert answer.headers["Content-Disposition"].startswith("attachment")
    [row] = table.read(answer.content).rows
    assert row.reader == Reader("sari@media.test", "=cmd()", "Media; Uji", "id")
    taken = Event.objects.get(kind="press.exported")
    assert (taken.by, taken.data["rows"]) == (network.sari, 1)
    assert "sari@" not in str(taken.data)


def test_erasing_on_request_leaves_nothing_but_that_it_was_done(
    network: Network, press: Account, mine: Client
) -> None:
    known = reader(press)
    url = reverse("channels:press_act", args=[press.pk, known.pk, "hapus"])
    assert mine.post(url).status_code == 302
    known.refresh_from_db()
    assert (known.email, known.name, known.desk, known.state) == ("", "", "", Standing.ERASED)
    page = mine.get(reverse("channels:press_reader", args=[press.pk, known.pk])).content.decode()
    assert "sari@media.test" not in page
    assert "Data dihapus" in page
    assert "Hapus datanya" not in page
    erased = Event.objects.get(kind="press.erased")
    assert "sari@" not in str(erased.data)


def test_who_left_cannot_be_asked_again_by_the_office(press: Account, mine: Client) -> None:
    known = reader(press)
    mine.post(reverse("channels:press_act", args=[press.pk, known.pk, "berhenti"]))
    mine.post(reverse("channels:press_act", args=[press.pk, known.pk, "tanya"]))
    known.refresh_from_db()
    assert (known.state, known.ask_at) == (Standing.LEFT, None)


def test_a_mailbox_that_works_again_is_asked_again(press: Account, mine: Client) -> None:
    known = reader(press)
    consent.bounce({known.pk: "recipient 550 no"}, Hand(Source.SERVER, MORNING))
    mine.post(reverse("channels:press_act", args=[press.pk, known.pk, "tanya"]))
    known.refresh_from_db()
    assert known.state == Standing.ASKED
    assert known.ask_at is not None


def test_the_list_is_searched_and_sorted_by_state(press: Account, mine: Client) -> None:
    reader(press, "ana@media.test")
    consent.add(press, Reader("budi@media.test", desk="Koran"), Hand(Source.OFFICE, MORNING))
    url = reverse("channels:press_list", args=[press.pk])
    assert "Siaran berikutnya sampai ke 1 penerima" in mine.get(url).content.decode()
    asked = mine.get(url, {"keadaan": "asked"}).content.decode()
    assert "budi@media.test" in asked
    assert "ana@media.test" not in asked
    found = mine.get(url, {"q": "koran"}).content.decode()
    assert "budi@media.test" in found
    assert "ana@media.test" not in found


def test_the_page_of_an_issue_names_who_is_not_certain_and_offers_him_again(
    mail: MailServer, press: Account, mine: Client
) -> None:
    hit, *_others = readers(press, 3)
    mail.fail("dot", whom=hit)
    publish(press)
    copy = Copy.objects.get(state="unknown")
    url = reverse("channels:press_issue", args=[press.pk, copy.issue_id])
    page = mine.get(url).content.decode()
    assert "2 dari 3 terkirim, 1 dari 3 tidak pasti" in page
    assert hit in page
    mine.post(reverse("channels:press_again", args=[press.pk, copy.issue_id, copy.pk]))
    copy.refresh_from_db()
    assert copy.state == "due"
    assert Event.objects.filter(kind="press.again").count() == 1


def test_the_page_of_a_delivery_shows_how_far_its_list_is(
    mail: MailServer, network: Network, press: Account, mine: Client
) -> None:
    readers(press, 3)
    post = network.approved(texts={"press": "Layanan buka."})
    [row] = planned(network, press, post=post)
    left = iter([True])
    publish(press, issue(key=row.key), may_send=lambda: next(left, False))
    Delivery.objects.filter(pk=row.pk).update(state=State.DUE, run_at=MORNING + timedelta(hours=1))
    page = mine.get(reverse("scheduler:delivery", args=[row.pk])).content.decode()
    assert "1 dari 3 terkirim, 2 menunggu" in page
    assert '<progress max="3" value="1"' in page
    assert "Lihat penerima" in page
    moderator = browser(network.rina).get(reverse("scheduler:delivery", args=[row.pk]))
    assert "1 dari 3 terkirim" in moderator.content.decode()
    assert "Lihat penerima" not in moderator.content.decode()
