"""An issue to a list: what each reader gets, and what a strict mail server thinks of it."""

from __future__ import annotations

from functools import partial
from threading import Barrier, Thread

import msgspec
import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from channels.base import Disconnected, NotSent, Outgoing, Reason, Receipt, Refused, Remote
from channels.models import Account, Copy, Recipient
from channels.opening import open_channel
from channels.press import consent, tokens
from channels.press.book import Book
from channels.press.consent import Hand
from channels.press.models import Source, Standing
from scheduler.stragglers import NoNotes
from tests.channels.sending import photo
from tests.people import MORNING, Network
from tests.press.desk import body, issue, press_account, publish, reader, readers, states
from tests.stubs.mailing import MailServer


def test_every_reader_gets_one_message_of_his_own(mail: MailServer, press: Account) -> None:
    everybody = readers(press, 3)
    assert isinstance(publish(press), Receipt)
    assert mail.taken == everybody
    assert mail.wrong == []
    assert len({letter["Message-ID"] for letter in mail.letters}) == 3
    assert {letter["List-Unsubscribe"] for letter in mail.letters}.isdisjoint({""})
    assert len({letter["List-Unsubscribe"] for letter in mail.letters}) == 3


def test_the_same_key_again_sends_nobody_a_second_copy(mail: MailServer, press: Account) -> None:
    everybody = readers(press, 3)
    first, second = publish(press), publish(press)
    assert first == second
    assert mail.taken == everybody


def test_who_has_not_confirmed_or_has_left_gets_nothing(mail: MailServer, press: Account) -> None:
    wanted = reader(press, "ya@media.test")
    consent.add(press, consent.Reader("belum@media.test"), Hand(Source.IMPORT, MORNING))
    gone = reader(press, "berhenti@media.test")
    consent.leave(gone.pk, Hand(Source.MAIL, MORNING))
    assert isinstance(publish(press), Receipt)
    assert mail.taken == [wanted.email]


def test_who_leaves_while_it_goes_out_is_not_written_to(mail: MailServer, press: Account) -> None:
    first, second = readers(press, 2)
    left = Recipient.objects.get(email=second)

    def may_send() -> bool:
        if mail.taken == [first]:
            consent.leave(left.pk, Hand(Source.CLICK, MORNING))
        return True

    assert isinstance(publish(press, may_send=may_send), Receipt)
    assert mail.taken == [first]
    assert states(press) == {first: "sent", second: "skipped"}


def test_a_list_without_a_reader_says_so(mail: MailServer, press: Account) -> None:
    answer = publish(press)
    assert isinstance(answer, Refused)
    assert answer.reason is Reason.NOBODY_THERE


def test_the_message_reads_well_as_text_and_as_a_page(mail: MailServer, press: Account) -> None:
    reader(press)
    said = "Pukul 08.00 WIB – “gratis”.\n\n.Titik di depan\n\nhttps://contoh.test/a?b=1&c=<x>"
    publish(press, Outgoing("gema-1-0", said, "Jam layanan é"))
    [letter] = mail.letters
    plain, page = body(letter), body(letter, "html")
    assert said in plain
    assert "/berhenti/" in plain
    assert "<p>Pukul 08.00 WIB" in page
    assert "<x>" not in page
    assert '<a href="https://contoh.test/a?b=1&amp;c=">' in page
    assert letter["Subject"] == "Jam layanan é"
    assert letter["From"] == "Humas Pontianak <pers@gema.contoh.test>"
    assert letter["Reply-To"] == "humas@kanim.contoh.test"
    assert "<img" not in page


def test_pictures_travel_with_their_words(mail: MailServer, press: Account) -> None:
    reader(press)
    assert isinstance(publish(press, Outgoing("gema-1-0", "Teks", "Judul", (photo(),))), Receipt)
    [letter] = mail.letters
    [picture] = letter.iter_attachments()
    assert picture.get_content() == photo().data
    assert picture["Content-Description"] == "Antrean di loket"
    assert "Foto 1: Antrean di loket" in body(letter)


def test_a_correction_answers_what_each_reader_got(mail: MailServer, press: Account) -> None:
    old = readers(press, 2)
    first = publish(press)
    assert isinstance(first, Receipt)
    reader(press, "baru@media.test")
    consent.leave(Recipient.objects.get(email=old[1]).pk, Hand(Source.MAIL, MORNING))
    wrong = {"wrong": "Pukul 07.00", "right": "Pukul 08.00"}
    again = Outgoing("gema-2-0", "Pukul 08.00", "Jam layanan", extra={"correction": wrong})
    target = Remote(first.remote_id)
    receipt = open_channel(press).edit(target, again, NoNotes())
    assert receipt.remote_id == first.remote_id
    assert mail.taken == [*old, old[0]]
    letter, answer = mail.letters[0], mail.letters[2]
    assert answer["Subject"] == "RALAT: Jam layanan"
    assert answer["In-Reply-To"] == answer["References"] == letter["Message-ID"]
    assert answer["Message-ID"] != letter["Message-ID"]
    assert "Semula: Pukul 07.00\nYang benar: Pukul 08.00" in body(answer)


def test_a_withdrawal_tells_who_got_it_and_why(mail: MailServer, press: Account) -> None:
    everybody = readers(press, 2)
    first = publish(press)
    assert isinstance(first, Receipt)
    target = Remote(first.remote_id)
    open_channel(press).delete(target, "gema-3-0", NoNotes(), "Salah kantor.")
    open_channel(press).delete(target, "gema-3-0", NoNotes(), "Salah kantor.")
    assert mail.taken == everybody * 2
    assert mail.letters[-1]["Subject"] == "DITARIK: Jam layanan"
    assert "Salah kantor." in body(mail.letters[-1])


def test_what_was_never_sent_cannot_be_corrected(mail: MailServer, press: Account) -> None:
    reader(press)
    with pytest.raises(Refused) as caught:
        open_channel(press).edit(Remote("gema-9-0"), issue(), NoNotes())
    assert caught.value.reason is Reason.GONE


def test_the_time_of_a_call_ends_it_and_the_next_goes_on(mail: MailServer, press: Account) -> None:
    everybody = readers(press, 7)
    for expected in (3, 6):
        answer = publish(press, may_send=partial(next, iter([True] * 3 + [False])))
        assert isinstance(answer, NotSent)
        assert (answer.part, answer.reason) == (True, Reason.GOING_ON)
        assert mail.taken == everybody[:expected]
    assert isinstance(publish(press), Receipt)
    assert mail.taken == everybody


def test_returned_mail_says_whom_it_did_not_reach(
    mail: MailServer, press: Account, settings: Settings
) -> None:
    there = msgspec.structs.replace(settings.GEMA.mail, bounces="kembali@gema.contoh.test")
    settings.GEMA = msgspec.structs.replace(settings.GEMA, mail=there)
    reader(press)
    publish(press)
    [event] = mail.events("accepted")
    word = tokens.copy_word(Copy.objects.get())
    assert event["from"] == f"kembali+{word}@gema.contoh.test"


def test_a_mailbox_that_does_not_exist_is_not_written_to_again(
    mail: MailServer, press: Account
) -> None:
    reader(press, "tidak-ada@media.test")
    good = reader(press, "ya@media.test")
    assert isinstance(publish(press), Receipt)
    assert mail.taken == [good.email]
    dead = Recipient.objects.get(email="tidak-ada@media.test")
    assert dead.state == Standing.BOUNCED
    assert "no such mailbox" in dead.reason
    publish(press, issue(key="gema-2-0"))
    assert mail.taken == [good.email, good.email]


def test_a_server_that_refuses_everybody_costs_nobody_his_subscription(
    mail: MailServer, press: Account
) -> None:
    everybody = readers(press, 12)
    mail.answer("recipient", "550 relaying denied", times=12)
    answer = publish(press)
    assert isinstance(answer, Refused)
    assert set(states(press).values()) == {"due"}
    assert Recipient.objects.filter(state=Standing.SUBSCRIBED).count() == 12
    mail.reset()
    assert isinstance(publish(press), Receipt)
    assert mail.taken == everybody


def test_no_mail_server_is_set_up(press: Account) -> None:
    reader(press)
    answer = publish(press)
    assert isinstance(answer, Disconnected)
    assert answer.reason is Reason.NOT_SET_UP


@pytest.mark.django_db(transaction=True)
def test_of_two_processes_one_begins_a_copy(network: Network) -> None:
    """The second waits for the first on its row, and then has to see what the first has made."""
    press = press_account(network)
    readers(press, 20)
    book = Book(press)
    laid = book.lay(str(press.pk), "k", "Judul", "", MORNING)
    assert laid is not None
    copies = [envelope.copy for envelope in book.next(laid.issue, MORNING, 99)]
    together, begun = Barrier(4), []

    def begin() -> None:
        connections["default"].ensure_connection()
        for copy in copies:
            together.wait(20)
            if book.begin(copy):
                begun.append(copy)
        connections.close_all()

    threads = [Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(begun) == copies
