"""Asking owners of addresses: once, patiently, and never again when they said no."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from channels.models import Account, Recipient
from channels.press import consent, questions
from channels.press.consent import Hand, Reader
from channels.press.models import Source, Standing
from tests.press.desk import body
from tests.stubs.mailing import MailServer


def asked(press: Account, email: str = "sari@media.test", **more: str) -> Recipient:
    return consent.add(press, Reader(email, **more), Hand(Source.OFFICE, timezone.now()))


def now_again(made: Recipient) -> Recipient:
    made.refresh_from_db()
    return made


def ring(hours: int = 0) -> None:
    questions.send_due(timezone.now() + timedelta(hours=hours))


def test_each_is_asked_once(mail: MailServer, press: Account) -> None:
    made = [asked(press, f"n{number}@media.test") for number in range(3)]
    ring()
    ring()
    assert mail.taken == [one.email for one in made]
    assert {now_again(one).reason for one in made} == {""}


def test_a_question_in_english_for_whoever_reads_english(mail: MailServer, press: Account) -> None:
    asked(press, language="en")
    ring()
    assert "press the button" in body(mail.letters[0])


def test_an_answer_that_was_lost_is_told_and_not_repeated(mail: MailServer, press: Account) -> None:
    made = asked(press)
    mail.fail("dot", accept=True)
    ring()
    ring()
    assert mail.taken == [made.email]
    assert "Belum pasti" in now_again(made).reason


def test_a_server_that_says_later_is_asked_later(mail: MailServer, press: Account) -> None:
    made = asked(press)
    mail.answer("recipient", "450 4.7.1 greylisted")
    ring()
    ring()
    assert mail.taken == []
    ring(hours=2)
    assert mail.taken == [made.email]


def test_a_server_that_says_later_for_ever_is_left_alone(mail: MailServer, press: Account) -> None:
    made = asked(press)
    mail.answer("recipient", "450 4.7.1 no", times=99)
    for hour in range(0, 40, 2):
        ring(hour)
    assert now_again(made).ask_at is None
    assert "450" in made.reason


def test_a_mailbox_that_is_none_is_not_asked_again(mail: MailServer, press: Account) -> None:
    made = asked(press, "tidak-ada@media.test")
    ring()
    assert now_again(made).state == Standing.BOUNCED
    ring(hours=48)
    assert mail.taken == []


def test_a_server_that_is_away_keeps_nobody_from_being_asked(
    mail: MailServer, press: Account
) -> None:
    made = asked(press)
    mail.fail("connect")
    ring()
    assert mail.taken == []
    ring()
    assert mail.taken == [made.email]


def test_who_has_left_meanwhile_is_not_asked(mail: MailServer, press: Account) -> None:
    made = asked(press)
    consent.leave(made.pk, Hand(Source.OFFICE, timezone.now()))
    ring()
    assert mail.taken == []
