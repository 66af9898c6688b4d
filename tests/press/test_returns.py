"""Returned mail: whose it was, what becomes of him, and that nobody can speak for a stranger."""

from __future__ import annotations

import io
import sys
from datetime import timedelta
from types import SimpleNamespace

import msgspec
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from channels.base import Remote
from channels.models import Account, Consent, Copy, Issue, Recipient
from channels.opening import open_channel
from channels.press import consent, questions, reports, returns, tokens
from channels.press.consent import Hand, Reader
from channels.press.models import CopyState, Source, Standing, Step
from scheduler.stragglers import NoNotes
from tests.people import MORNING, Network
from tests.press import returned
from tests.press.desk import issue, publish, reader, states
from tests.stubs.mailing import MailServer
from tests.web.signed_in import browser

NOON = MORNING + timedelta(hours=2)
WEEK = timedelta(days=7)
FULL = "smtp; 452 4.2.2 the mailbox is full"


@pytest.fixture(autouse=True)
def bounces(mail: MailServer, settings: Settings) -> None:
    there = msgspec.structs.replace(settings.GEMA.mail, bounces="kembali@gema.contoh.test")
    settings.GEMA = msgspec.structs.replace(settings.GEMA, mail=there)


@pytest.fixture
def alif(press: Account) -> Recipient:
    return reader(press, "alif@media.test")


def sent_from(mail: MailServer) -> str:
    """The address that the newest message is to be returned to."""
    sender: str = mail.events("accepted")[-1]["from"]
    return sender


def send(account: Account, number: int) -> None:
    publish(account, issue(key=f"gema-{number}-0"))
    Issue.objects.filter(key=f"gema-{number}-0").update(begun_at=MORNING + number * WEEK)


def address_of(copy: Copy) -> str:
    return f"kembali+{tokens.copy_word(copy)}@gema.contoh.test"


def back(account: Account, number: int, diagnostic: str) -> bool:
    copy = Copy.objects.get(issue__account=account, issue__key=f"gema-{number}-0")
    return returns.take(returned.exim(address_of(copy), diagnostic), NOON)


def test_a_mailbox_that_is_not_there_is_not_written_to_again(
    mail: MailServer, press: Account, alif: Recipient
) -> None:
    publish(press)
    assert returns.take(returned.postfix(sent_from(mail)), NOON)
    alif.refresh_from_db()
    assert alif.state == Standing.BOUNCED
    assert alif.reason.startswith("Surel kembali: 550 5.1.1")
    assert "alif@" not in alif.reason
    assert states(press) == {"alif@media.test": CopyState.RETURNED}
    last = Consent.objects.latest("pk")
    assert (last.step, last.source, last.at) == (Step.BOUNCED, Source.RETURNED, NOON)
    reader(press, "ya@media.test")
    publish(press, issue(key="gema-2-0"))
    assert mail.taken == ["alif@media.test", "ya@media.test"]


def test_only_the_third_in_a_row_of_those_that_may_pass(press: Account, alif: Recipient) -> None:
    for number in range(1, 7):
        send(press, number)
    for number in (1, 2, 4, 5):  # the third arrived
        assert back(press, number, FULL)
    alif.refresh_from_db()
    assert alif.state == Standing.SUBSCRIBED
    assert back(press, 6, FULL)
    alif.refresh_from_db()
    assert alif.state == Standing.BOUNCED
    assert alif.reason.startswith("Tiga surel berturut-turut kembali: 452 4.2.2")


def test_issues_on_their_way_do_not_break_the_row(press: Account, alif: Recipient) -> None:
    """A server that tries for days reports on the first when the fourth has long been sent."""
    for number in range(1, 5):
        send(press, number)
    for number in (1, 2, 3):
        back(press, number, FULL)
    alif.refresh_from_db()
    assert alif.state == Standing.BOUNCED


def test_a_report_counts_once_however_often_it_comes(press: Account, alif: Recipient) -> None:
    for number in (1, 2):
        send(press, number)
    assert [back(press, 1, FULL), back(press, 1, FULL), back(press, 1, FULL)] == [
        True,
        False,
        False,
    ]
    back(press, 2, FULL)
    alif.refresh_from_db()
    assert alif.state == Standing.SUBSCRIBED


def test_who_has_confirmed_anew_is_not_lost_to_an_old_report(
    press: Account, alif: Recipient
) -> None:
    publish(press)
    Recipient.objects.update(confirmed_at=timezone.now() + WEEK)
    assert back(press, 1, "smtp; 550 5.1.1 no such user")
    alif.refresh_from_db()
    assert alif.state == Standing.SUBSCRIBED


def test_who_has_left_or_was_erased_stays_as_he_is(press: Account) -> None:
    gone, erased = reader(press, "satu@media.test"), reader(press, "dua@media.test")
    publish(press)
    consent.leave(gone.pk, Hand(Source.MAIL, MORNING))
    consent.erase([erased.pk], Hand(Source.MAIL, MORNING))
    for copy in Copy.objects.all():
        returns.take(returned.gmail(address_of(copy)), NOON)
    assert set(Recipient.objects.values_list("state", flat=True)) == {
        Standing.LEFT,
        Standing.ERASED,
    }
    assert Recipient.objects.get(pk=erased.pk).reason == ""


def forgeries(mine: str, other: int) -> list[str]:
    """What somebody can make of the one address he knows."""
    mark = mine.rpartition(".")[2]
    return [
        f"kembali+c{other}.{mark}", f"kembali+t{other}.{mark}", f"kembali+{other}.{mark}",
        f"kembali+c{other}.{'0' * 20}", f"kembali+c{other}.", f"kembali+c{other}",
        f"kembali+c0{other}.{mark}", f"kembali+c{other}.{mark[:-1]}", "kembali",
    ]  # fmt: skip


def test_nobody_can_speak_for_a_stranger(press: Account, alif: Recipient) -> None:
    """Whoever knows the address that his own mail is returned to knows only his own."""
    budi = reader(press, "budi@media.test")
    publish(press)
    mine, other = (Copy.objects.get(recipient=one) for one in (budi, alif))
    for to in forgeries(tokens.copy_word(mine), other.pk):
        assert not returns.take(returned.exim(f"{to}@gema.contoh.test"), NOON), to
    assert set(states(press).values()) == {CopyState.SENT}
    assert set(Recipient.objects.values_list("state", flat=True)) == {Standing.SUBSCRIBED}


def test_a_number_that_came_again_after_a_restore_is_another_one(
    press: Account, alif: Recipient
) -> None:
    publish(press)
    before = address_of(Copy.objects.get())
    Issue.objects.update(token="a-new-token")
    assert not returns.take(returned.exim(before), NOON)
    assert returns.take(returned.exim(address_of(Copy.objects.get())), NOON)


@pytest.mark.parametrize("make", [returned.answer, returned.forwarded])
def test_a_person_who_writes_to_the_address_changes_nothing(
    mail: MailServer, press: Account, alif: Recipient, make: type
) -> None:
    publish(press)
    assert not returns.take(make(sent_from(mail)), NOON)
    assert states(press) == {"alif@media.test": CopyState.SENT}


def test_a_question_that_comes_back_says_so_on_its_row(mail: MailServer, press: Account) -> None:
    full, wrong, quick = (
        consent.add(press, Reader(f"{name}@media.test"), Hand(Source.OFFICE, timezone.now()))
        for name in ("sesak", "salah", "cepat")
    )
    questions.send_due(timezone.now())
    by_reader = {event["to"][0]: event["from"] for event in mail.events("accepted")}
    consent.confirm(quick.pk, Hand(Source.MAIL, NOON))
    returns.take(returned.exim(by_reader["sesak@media.test"], FULL), NOON)
    returns.take(returned.exchange(by_reader["salah@media.test"]), NOON)
    returns.take(returned.exchange(by_reader["cepat@media.test"]), NOON)
    for row in (full, wrong, quick):
        row.refresh_from_db()
    assert (full.state, wrong.state, quick.state) == (
        Standing.ASKED,
        Standing.BOUNCED,
        Standing.SUBSCRIBED,
    )
    assert full.reason.startswith("Surel konfirmasi kembali: 452 4.2.2")


def test_the_office_reads_what_came_back(
    network: Network, mail: MailServer, press: Account, alif: Recipient
) -> None:
    reader(press, "ya@media.test")
    publish(press)
    back_to = mail.events("accepted")[0]["from"]
    returns.take(returned.gmail(back_to), NOON)
    sari = browser(network.sari)
    listed = sari.get(reverse("channels:press_list", args=[press.pk])).content.decode()
    assert "Alamat bermasalah 1" in listed
    assert "Surel kembali: " in listed
    made = Issue.objects.get()
    assert reports.report(made, NOON).sentence == "1 dari 2 terkirim, 1 kembali"
    page = sari.get(reverse("channels:press_issue", args=[press.pk, made.pk])).content.decode()
    assert "alif@media.test" in page
    one = sari.get(reverse("channels:press_reader", args=[press.pk, alif.pk])).content.decode()
    assert "surel yang kembali" in one


def test_a_correction_does_not_go_to_whom_the_first_did_not_reach(
    mail: MailServer, press: Account, alif: Recipient
) -> None:
    reader(press, "ya@media.test")
    publish(press)
    returns.take(returned.exim(mail.events("accepted")[0]["from"], FULL), NOON)
    alif.refresh_from_db()
    assert alif.state == Standing.SUBSCRIBED, "the next issue may arrive"
    open_channel(press).edit(Remote("gema-1-0"), issue("Ralat.", key="gema-2-0"), NoNotes())
    assert mail.taken == ["alif@media.test", "ya@media.test", "ya@media.test"]


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


def test_the_mail_server_hands_it_to_a_command_that_says_nothing(
    mail: MailServer, press: Account, alif: Recipient, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    publish(press)
    stdin(monkeypatch, returned.postfix(sent_from(mail)) + b"x" * 2 * returns.MOST_BYTES)
    call_command("take_returned_mail")
    assert capsys.readouterr() == ("", "")
    alif.refresh_from_db()
    assert alif.state == Standing.BOUNCED


def test_the_mail_server_may_say_itself_where_the_report_came_to(
    mail: MailServer, press: Account, monkeypatch: pytest.MonkeyPatch, alif: Recipient
) -> None:
    publish(press)
    stdin(monkeypatch, returned.exim("undisclosed@gema.contoh.test"))
    call_command("take_returned_mail", "--to", sent_from(mail))
    assert states(press) == {"alif@media.test": CopyState.RETURNED}


def test_while_the_record_cannot_be_written_the_mail_server_keeps_it(
    monkeypatch: pytest.MonkeyPatch, mail: MailServer, press: Account, alif: Recipient
) -> None:
    def away(*statement: object) -> None:
        raise OperationalError("the database is locked")

    publish(press)
    stdin(monkeypatch, returned.postfix(sent_from(mail)))
    with connection.execute_wrapper(away), pytest.raises(SystemExit) as ended:
        call_command("take_returned_mail", stderr=io.StringIO())
    assert ended.value.code == 75
