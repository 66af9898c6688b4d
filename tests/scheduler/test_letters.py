"""Mail: to whom, how often, in which words; and a mail server that is away."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from content.models import Membership, Person, Role
from scheduler import acts, notices
from scheduler.models import Cause, Letter, MailWish, Notice, Reader
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, planned
from tests.scheduler.trouble import disconnect, in_trouble, on_x, told_of
from tests.stubs.running import running

MINUTE = timedelta(minutes=1)
SOON = MORNING + 2 * MINUTE
Box = list[EmailMultiAlternatives]


def trouble(network: Network, what: str = "missed", number: int = 1, **more: str) -> None:
    account = network.account(handle=more.get("handle", "humas"))
    title = more.get("title", "Kiriman")
    told_of(in_trouble(network, account, what, number, at=MORNING, title=title), MORNING)


def to(mailoutbox: Box, name: str) -> Box:
    return [mail for mail in mailoutbox if mail.to == [f"{name}@contoh.test"]]


def tell(start: datetime, end: datetime, every: timedelta = MINUTE) -> None:
    while start <= end:
        notices.tell(start)
        start += every


def wishes(person: Person, wish: MailWish, language: str = "id") -> None:
    Reader.objects.update_or_create(person=person, defaults={"wish": wish, "language": language})


def test_who_may_act_gets_one_mail_for_a_burst(network: Network, mailoutbox: Box) -> None:
    trouble(network, number=30)
    tell(MORNING, MORNING + 15 * MINUTE)
    assert sorted(mail.to[0].partition("@")[0] for mail in mailoutbox) == [
        "bayu", "maya", "rina", "tono",
    ]  # fmt: skip
    [mail] = to(mailoutbox, "tono")
    assert mail.subject == "Gema: Papan latihan Kanim Pontianak: 30 kiriman terlewat"


def test_it_waits_a_minute_for_what_comes_with_it(network: Network, mailoutbox: Box) -> None:
    trouble(network)
    notices.tell(MORNING + timedelta(seconds=30))
    assert mailoutbox == []
    notices.tell(MORNING + MINUTE)
    assert len(to(mailoutbox, "tono")) == 1


def test_hours_of_trouble_are_not_a_mail_a_minute(network: Network, mailoutbox: Box) -> None:
    account = network.account()
    for minutes in range(0, 120, 5):
        at = MORNING + minutes * MINUTE
        told_of(in_trouble(network, account, at=at, title=f"{minutes}"), at)
        notices.tell(at)
        notices.tell(at + 2 * MINUTE)
    assert len(to(mailoutbox, "tono")) == 6  # one in twenty minutes


def test_there_is_an_end_to_the_mail_of_one_day(
    network: Network, mailoutbox: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.pacing.MOST_A_DAY", 2)
    account = network.account()
    for hours in range(5):
        at = MORNING + timedelta(hours=hours)
        told_of(in_trouble(network, account, at=at, title=f"{hours}"), at)
        notices.tell(at + 2 * MINUTE)
    assert len(to(mailoutbox, "tono")) == 2
    notices.tell(MORNING + timedelta(hours=15))  # past midnight in Jakarta
    assert len(to(mailoutbox, "tono")) == 3


def test_a_lost_login_is_one_mail_however_much_comes_to_wait(
    network: Network, mailoutbox: Box
) -> None:
    account = on_x(network)
    disconnect(account)
    for n in range(4):
        at = MORNING + n * 30 * MINUTE
        told_of(in_trouble(network, account, "lost", 5, at=at, title=f"{n}"), at)
        notices.tell(at)
        notices.tell(at + 2 * MINUTE)
    [mail] = to(mailoutbox, "ada")
    assert mail.subject.startswith("Gema: X Kanim Pontianak terputus")
    assert len(to(mailoutbox, "tono")) == 1


def test_the_author_is_told_in_words_why_the_network_refused(
    network: Network, mailoutbox: Box
) -> None:
    trouble(network, "failed", title="Jam layanan baru")
    notices.tell(SOON)
    [mail] = to(mailoutbox, "sari")
    assert "Jam layanan baru: Teksnya melebihi batas jaringan ini." in mail.body
    assert "Pendekkan teks kanal ini" in mail.body
    assert "/kiriman/" in mail.body
    assert to(mailoutbox, "edi") == []


def test_the_author_hears_of_it_also_when_somebody_was_quicker(
    network: Network, mailoutbox: Box
) -> None:
    account = network.account()
    rows = in_trouble(network, account, "failed", at=MORNING)
    told_of(rows, MORNING)
    acts.seen(rows[0], by=network.tono, at=MORNING)
    notices.tell(SOON)
    assert [mail.to[0] for mail in mailoutbox] == ["sari@contoh.test"]


def test_what_is_dealt_with_before_the_mail_is_not_in_it(network: Network, mailoutbox: Box) -> None:
    account = network.account()
    rows = in_trouble(network, account, at=MORNING)
    told_of(rows, MORNING)
    notices.tell(MORNING)
    acts.cancel(rows[0], by=network.tono, at=MORNING)
    tell(SOON, SOON + 3 * MINUTE)
    assert mailoutbox == []


def test_who_wants_no_mail_gets_none_and_no_heap_of_it_later(
    network: Network, mailoutbox: Box
) -> None:
    wishes(network.tono, MailWish.NEVER)
    trouble(network)
    notices.tell(SOON)
    wishes(network.tono, MailWish.SOON)
    notices.tell(SOON + 2 * MINUTE)
    assert to(mailoutbox, "tono") == []
    assert len(to(mailoutbox, "rina")) == 1


def test_a_daily_letter_comes_at_seven(network: Network, mailoutbox: Box) -> None:
    wishes(network.tono, MailWish.DAILY)
    trouble(network)
    tell(MORNING, MORNING + timedelta(hours=20), timedelta(hours=1))
    assert to(mailoutbox, "tono") == []
    notices.tell(MORNING + timedelta(hours=21))  # 07.00 the next day
    assert "ini ringkasan" in to(mailoutbox, "tono")[0].body


def test_everybody_reads_it_in_the_language_of_his_choice(
    network: Network, mailoutbox: Box
) -> None:
    wishes(network.tono, MailWish.SOON, "en")
    trouble(network)
    notices.tell(SOON)
    assert "Halo Rina" in to(mailoutbox, "rina")[0].body
    assert "Hello Tono" in to(mailoutbox, "tono")[0].body


def test_a_mail_says_where_it_comes_from_and_where_to_go(
    network: Network, mailoutbox: Box, settings: Settings
) -> None:
    trouble(network, title="<b>Tebal</b>\nSubject: palsu")
    disconnect(on_x(network))
    notices.tell(MORNING)
    notices.tell(SOON)
    [mail] = to(mailoutbox, "tono")
    host = urlsplit(settings.GEMA.site.address).hostname
    assert mail.subject == "Gema: 2 hal perlu tindakan Anda"
    headers = mail.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Id"] == f"Gema <pemberitahuan.{host}>"
    assert "/pemberitahuan/" in headers["List-Unsubscribe"]
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    for text in (mail.body, str(html)):
        assert f"{settings.GEMA.site.address}/pengantaran/tindakan/?sebab=terlewat" in text
    assert "<b>Tebal" not in str(html)
    secrets = (settings.SECRET_KEY, "token-of-nobody")
    assert not any(secret in mail.message().as_string() for secret in secrets)


def test_a_very_full_day_is_a_short_mail(network: Network, mailoutbox: Box) -> None:
    for n in range(20):
        trouble(network, handle=f"akun{n}", title=f"Kiriman {n}")
    disconnect(on_x(network))
    notices.tell(MORNING)
    notices.tell(SOON)
    [mail] = to(mailoutbox, "tono")
    assert mail.subject == "Gema: 2 hal perlu tindakan Anda"
    assert mail.body.count("\n* ") == 2
    assert "* 20 kiriman terlewat di 20 akun" in mail.body


def test_who_comes_new_hears_of_what_stands_and_not_of_what_is_over(
    network: Network, mailoutbox: Box
) -> None:
    trouble(network)
    over = in_trouble(network, on_x(network), "failed", at=MORNING, title="Lama")
    told_of(over, MORNING)
    notices.tell(SOON)
    acts.seen(over[0], by=network.rina, at=SOON)
    notices.tell(SOON)
    mailoutbox.clear()
    new = Person.objects.create(email="baru@contoh.test", name="Baru")
    Membership.objects.create(person=new, office=network.kalbar, role=Role.PUBLISHER)
    notices.tell(SOON + MINUTE)
    [mail] = mailoutbox
    assert mail.to == ["baru@contoh.test"]
    assert "terlewat" in mail.body
    assert "Lama" not in mail.body


# The mail server


@pytest.fixture
def smtp(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A real server in a process of its own; the letters it took lie in this folder."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    with running("smtp", tmp_path) as server:
        settings.EMAIL_PORT = urlsplit(server.url).port
        yield tmp_path


def taken(folder: Path) -> list[EmailMessage]:
    read = [path.read_bytes() for path in sorted(folder.glob("*.eml"))]
    return [email.message_from_bytes(one, policy=email.policy.default) for one in read]


def test_a_real_server_takes_a_letter_that_any_mailbox_can_read(
    network: Network, smtp: Path
) -> None:
    trouble(network, "failed", title="Jam layanan – “baru”")
    notices.tell(SOON)
    mail = next(one for one in taken(smtp) if one["To"] == "sari@contoh.test")
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Jam layanan – “baru”" in plain.get_content()
    assert "Jam layanan – “baru”" in html.get_content()
    assert mail["Message-ID"] == Letter.objects.get(person=network.sari).message_id


def test_one_address_that_is_refused_stops_nobody_else(network: Network, smtp: Path) -> None:
    Person.objects.filter(pk=network.bayu.pk).update(email="tidak-ada@contoh.test")
    Person.objects.filter(pk=network.maya.pk).update(email="nanti@contoh.test")
    trouble(network)
    notices.tell(SOON)
    assert {mail["To"] for mail in taken(smtp)} == {"rina@contoh.test", "tono@contoh.test"}
    later = set(Letter.objects.filter(sent_at=None).values_list("tries", "next_try_at"))
    assert later == {(1, SOON + 5 * MINUTE)}
    tell(SOON, SOON + timedelta(hours=12), timedelta(minutes=30))
    assert set(Letter.objects.filter(sent_at=None).values_list("next_try_at", flat=True)) == {None}


def test_a_server_that_is_away_loses_nothing_and_is_told_to_administrators(
    network: Network, smtp: Path, settings: Settings
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9  # discard: nobody listens
    trouble(network)
    tell(SOON, SOON + 30 * MINUTE)
    assert taken(smtp) == []
    assert not Letter.objects.filter(next_try_at=None).exists()
    [notice] = Notice.objects.standing().filter(cause=Cause.MAIL)
    settings.EMAIL_PORT = port
    tell(SOON + 30 * MINUTE, SOON + 60 * MINUTE, 5 * MINUTE)
    assert len(taken(smtp)) == 4
    notice.refresh_from_db()
    assert notice.closed_at is not None


def test_a_process_that_dies_after_the_mail_sends_the_same_letter_again(
    network: Network, mailoutbox: Box
) -> None:
    trouble(network)
    notices.tell(SOON)
    Letter.objects.filter(person=network.tono).update(sent_at=None, next_try_at=SOON + 5 * MINUTE)
    notices.tell(SOON + 5 * MINUTE)
    first, again = to(mailoutbox, "tono")
    assert first.message()["Message-ID"] == again.message()["Message-ID"]


def test_a_sent_post_is_nobodys_business(network: Network, mailoutbox: Box) -> None:
    planned(network)
    Stage().turn(MORNING + timedelta(hours=1))
    notices.tell(MORNING + timedelta(hours=2))
    assert mailoutbox == []
