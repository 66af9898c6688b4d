"""What anybody may do on the newsroom's pages: sign up, confirm, leave, be forgotten."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.db import Error as DatabaseError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from channels.models import Account, Consent, Recipient
from channels.press import consent, questions, tokens
from channels.press.consent import Hand, Reader
from channels.press.models import Source, Standing, Step
from tests.people import MORNING, Network
from tests.press.desk import body, press_account, publish, reader
from tests.stubs.mailing import MailServer

SIGN_UP = "/ruang-berita/surel/ptk/"


def wish(account: Account, email: str = "sari@media.test", **more: str) -> tuple[int, str]:
    said = {"account": str(account.pk), "email": email, "name": "Sari", **more}
    answer = Client().post(SIGN_UP, said)
    return answer.status_code, answer.headers.get("Location", "")


def path(url: str) -> str:
    return urlsplit(url).path


def only() -> Recipient:
    return Recipient.objects.get()


def test_whoever_signs_up_is_asked_by_mail_confirms_by_a_button_and_gets_the_next_issue(
    mail: MailServer, press: Account
) -> None:
    assert wish(press) == (302, "/ruang-berita/surel/ptk/terkirim/")
    assert only().state == Standing.ASKED
    questions.send_due(timezone.now())
    [question] = mail.letters
    assert mail.wrong == []
    link = path(re.search(r"http\S+/konfirmasi/\S+", body(question))[0])  # type: ignore[index]
    browser = Client()
    page = browser.get(link)
    assert page.status_code == 200
    assert only().state == Standing.ASKED, "looking at the address must not confirm"
    assert "Terima kasih" in browser.post(link).content.decode()
    assert only().state == Standing.SUBSCRIBED
    assert not browser.cookies
    publish(press)
    assert mail.taken == ["sari@media.test"] * 2
    steps = list(Consent.objects.values_list("step", flat=True))
    assert steps == [Step.WISHED, Step.ASKED, Step.CONFIRMED]


def test_the_answer_does_not_tell_who_is_on_the_list(press: Account) -> None:
    first = wish(press, "baru@media.test")
    reader(press, "lama@media.test")
    assert wish(press, "lama@media.test") == first
    assert wish(press, "baru@media.test") == first
    known = Recipient.objects.get(email="lama@media.test")
    assert (known.state, known.ask_at) == (Standing.SUBSCRIBED, None)


def test_nobody_can_fill_a_mailbox_with_questions(mail: MailServer, press: Account) -> None:
    for _ in range(4):
        wish(press)
        questions.send_due(timezone.now())
    assert mail.taken == ["sari@media.test"]


def test_from_one_place_only_so_many_an_hour(press: Account) -> None:
    answers = [wish(press, f"n{number}@media.test")[0] for number in range(12)]
    assert answers == [302] * 10 + [422] * 2
    assert Recipient.objects.count() == 10


def test_a_machine_that_fills_in_the_hidden_field_is_told_what_everybody_is_told(
    press: Account,
) -> None:
    assert wish(press, website="https://spam.test")[0] == 302
    assert not Recipient.objects.exists()


@pytest.mark.parametrize(
    "email", ["", "sari", "sari@", "sari@media", "a b@media.test", "sari@media.test\nBcc: x@y.test"]
)
def test_what_is_no_address_is_said_and_nothing_is_kept(press: Account, email: str) -> None:
    assert wish(press, email)[0] == 422
    assert not Recipient.objects.exists()


def test_an_office_without_a_list_has_no_form(network: Network) -> None:
    assert Client().get(SIGN_UP).status_code == 404
    assert "Lewat surel" not in Client().get("/ruang-berita/kantor/ptk/").content.decode()


def test_the_form_is_found_where_journalists_look(press: Account) -> None:
    for page in ("/ruang-berita/kantor/ptk/", "/ruang-berita/wartawan/"):
        assert SIGN_UP in Client().get(page).content.decode()


def test_leaving_takes_one_post_without_a_cookie_and_may_be_repeated(press: Account) -> None:
    known = reader(press)
    link = path(tokens.leave_url(known))
    assert "Ya, berhenti" in Client().get(link).content.decode()
    assert only().state == Standing.SUBSCRIBED, "looking must not end it"
    browser = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = browser.post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert only().state == Standing.LEFT
    assert not browser.cookies
    [last] = Consent.objects.filter(step=Step.LEFT)
    assert last.source == Source.CLICK


def test_the_address_for_leaving_names_nobody_and_cannot_be_made_up(press: Account) -> None:
    known, other = reader(press), reader(press, "edi@media.test")
    link = path(tokens.leave_url(known))
    assert "sari" not in link
    forged = link.replace(f"/{known.pk}.", f"/{other.pk}.")
    assert Client().post(forged).status_code == 404
    assert not Recipient.objects.filter(state=Standing.LEFT).exists()


def test_an_old_confirmation_does_not_bring_back_who_has_left(press: Account) -> None:
    known = reader(press)
    link = path(tokens.confirm_url(known))
    consent.leave(known.pk, Hand(Source.MAIL, MORNING))
    assert "tidak berlaku lagi" in Client().post(link).content.decode()
    assert only().state == Standing.LEFT


def test_a_confirmation_ends_after_a_month(press: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    made = consent.add(press, Reader("sari@media.test"), Hand(Source.OFFICE, MORNING))
    link = path(tokens.confirm_url(made))
    monkeypatch.setattr(tokens, "MONTH", timedelta(seconds=-1))
    answer = Client().post(link)
    assert answer.status_code == 410
    assert "kedaluwarsa" in answer.content.decode()
    assert only().state == Standing.ASKED


def test_a_token_for_leaving_does_not_confirm(press: Account) -> None:
    made = consent.add(press, Reader("sari@media.test"), Hand(Source.OFFICE, MORNING))
    token = path(tokens.leave_url(made)).split("/")[-2]
    assert Client().post(f"/ruang-berita/konfirmasi/{token}/").status_code == 404
    with pytest.raises(tokens.Unreadable):
        tokens.confirming(signing.Signer(sep=".", salt="x").sign("1"))


def test_who_wants_to_be_forgotten_is_forgotten_on_every_list(
    network: Network, press: Account
) -> None:
    known = reader(press)
    reader(press_account(network, "lain"))
    page = Client().post(path(tokens.leave_url(known)))
    link = re.search(r'action="(/ruang-berita/hapus/\S+)"', page.content.decode())
    assert link is not None
    assert "sudah dihapus" in Client().post(link[1]).content.decode()
    rows = set(Recipient.objects.values_list("email", "name", "desk", "state"))
    assert rows == {("", "", "", Standing.ERASED)}
    with pytest.raises(consent.Erased):
        consent.add(press, Reader("SARI@media.test"), Hand(Source.IMPORT, MORNING))
    assert wish(press)[0] == 302, "by oneself it is allowed"
    assert Recipient.objects.filter(state=Standing.ASKED).count() == 1


def test_what_was_agreed_to_is_written_once(press: Account) -> None:
    reader(press)
    first = Consent.objects.first()
    assert first is not None
    with pytest.raises(TypeError):
        first.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.update(step=Step.LEFT)


def test_no_network_address_of_a_person_is_kept(press: Account) -> None:
    wish(press)
    [step] = Consent.objects.all()
    assert step.origin
    assert "127.0.0.1" not in step.origin


@pytest.mark.parametrize("page", ["berhenti", "konfirmasi", "hapus"])
def test_half_an_address_is_told_plainly(press: Account, page: str) -> None:
    for method in (Client().get, Client().post):
        assert method(f"/ruang-berita/{page}/1.abc/").status_code in (404, 302)


def test_pages_of_one_reader_are_kept_by_nobody_and_tell_no_other_site(press: Account) -> None:
    answer = Client().get(path(tokens.leave_url(reader(press))))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::5", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::5", "2001:db8:1:3::5", False),
        ("192.0.2.5", "192.0.2.6", False),
    ],
)
def test_one_connection_is_one_place_however_many_addresses_it_has(
    first: str, second: str, same: bool
) -> None:
    assert (consent.origin_of(first) == consent.origin_of(second)) is same


def test_many_offices_are_no_way_around_the_limit_of_one(
    network: Network, mail: MailServer, press: Account
) -> None:
    """What a list may ask once a day, a hundred and fifty lists may not ask a hundred times."""
    lists = [press, *(press_account(network, f"daftar-{number}") for number in range(5))]
    hand = Hand(Source.FORM, timezone.now())
    for account in lists:
        consent.wish(account, Reader("sari@media.test"), hand)
    questions.send_due(timezone.now())
    assert mail.taken == ["sari@media.test"] * 3
    spared = Recipient.objects.get(account=lists[3])
    assert (spared.state, spared.ask_at) == (Standing.ASKED, None)
    assert "beberapa kantor" in spared.reason
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    consent.wish(lists[3], Reader("sari@media.test"), Hand(Source.FORM, tomorrow))
    questions.send_due(tomorrow)
    assert len(mail.taken) == 4
