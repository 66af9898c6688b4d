"""A login that only a person can renew is told before it ends: early, late, and gone when given."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail

from channels import connecting, sessions
from channels.base import Profile
from channels.models import Account, KeptSession
from content.scope import Scope
from scheduler import letter_words, notices
from scheduler.models import Cause, Letter, Notice, Reader
from tests.people import MORNING, Network
from tests.scheduler.office_day import desk_of
from tests.scheduler.outlooks import CREDENTIALS, DAY, lasting, on, plan
from tests.scheduler.trouble import disconnect

SECOND = timedelta(seconds=1)
END = MORNING + 20 * DAY


@pytest.fixture
def account(network: Network) -> Account:
    return lasting(on(network, "linkedin", name="Halaman Contoh"), END)


def standing() -> list[tuple[str, int]]:
    return list(Notice.objects.standing().order_by("pk").values_list("cause", "news"))


def test_two_weeks_before_it_is_told_and_not_sooner(account: Account) -> None:
    notices.tell(END - 14 * DAY - SECOND)
    assert standing() == []
    notices.tell(END - 14 * DAY)
    assert standing() == [(Cause.ENDING, 1)]


def test_it_is_one_notice_that_rings_twice(account: Account) -> None:
    for hour in range(14 * 24 + 48):
        if hour % 7 == 0:
            notices.tell(END - 14 * DAY + timedelta(hours=hour))
    assert standing() == [(Cause.ENDING, 2)]
    assert Notice.objects.count() == 1


def test_whoever_hears_of_it_late_hears_of_it_once(account: Account) -> None:
    for hour in range(0, 48, 6):
        notices.tell(END - 2 * DAY + timedelta(hours=hour))
    assert standing() == [(Cause.ENDING, 1)]


def test_it_is_gone_when_the_account_is_connected_again(network: Network, account: Account) -> None:
    now = END - 5 * DAY
    notices.tell(now)
    found = Profile(account.remote_id, account.handle, account.name)
    connecting.connect_again(account, CREDENTIALS["linkedin"], found, by=network.ada, at=now)
    notices.tell(now + SECOND)
    assert standing() == []
    assert KeptSession.objects.get().lasts_until == now + 60 * DAY
    notices.tell(now + 46 * DAY)
    assert standing() == [(Cause.ENDING, 1)], "and told anew before the next end"


def test_a_login_that_is_lost_meanwhile_is_told_as_lost_only(account: Account) -> None:
    notices.tell(END - 5 * DAY)
    disconnect(account)
    notices.tell(END - 4 * DAY)
    assert standing() == [(Cause.DISCONNECTED, 1)]


def test_what_renews_itself_is_told_only_when_renewing_fails(network: Network) -> None:
    account = lasting(on(network, "threads"), MORNING + 60 * DAY, MORNING + 7 * DAY)
    notices.tell(MORNING + 20 * DAY)
    assert standing() == []
    sessions.put_off(account, MORNING + 47 * DAY)
    notices.tell(MORNING + 46 * DAY)
    assert standing() == [(Cause.ENDING, 1)]


@pytest.mark.parametrize("kind", ["facebook", "x"])
def test_what_does_not_end_is_never_told(network: Network, kind: str) -> None:
    on(network, kind)
    notices.tell(MORNING + 1000 * DAY)
    assert standing() == []


def test_a_copied_token_is_taken_to_end_after_its_longest_life(network: Network) -> None:
    found = Profile("5005", "", "Halaman")
    made = connecting.connect(
        network.pontianak, "linkedin", CREDENTIALS["linkedin"], found, by=network.ada, at=MORNING
    )
    kept = KeptSession.objects.get(account=made)
    assert kept.lasts_until == MORNING + 60 * DAY
    assert kept.at_the_latest


def heard(network: Network, name: str, now: datetime) -> bool:
    scope = Scope.of(getattr(network, name), now)
    return Notice.objects.unread_by(scope).exists()


def test_those_hear_of_it_who_can_do_something_about_it(network: Network, account: Account) -> None:
    notices.tell(END - 5 * DAY)
    heard_by = [
        name
        for name in ("ada", "tono", "rina", "maya", "sari", "edi", "yosua", "citra")
        if heard(network, name, END - 5 * DAY)
    ]
    assert heard_by == ["ada", "tono", "rina", "maya", "sari", "edi"]


def test_the_notice_says_when_and_before_how_much_and_leads_to_the_account(
    network: Network, account: Account
) -> None:
    plan(network, account, [END + n * DAY for n in range(-3, 14)])
    notices.tell(END - 5 * DAY)
    page = desk_of(network.ada).get("/pemberitahuan/").content.decode()
    assert "izin masuk berakhir 27 Des 2026, sebelum 13 kiriman" in page
    assert f'href="/kanal/{account.pk}/"' in page


def test_many_that_end_together_are_one_line(network: Network) -> None:
    for number in range(7):
        lasting(on(network, "linkedin", handle=f"h{number}"), END)
    notices.tell(END - 5 * DAY)
    page = desk_of(network.ada).get("/pemberitahuan/").content.decode()
    assert page.count("segera berakhir") == 1
    assert "Izin masuk 7 akun segera berakhir" in page
    assert 'href="/kanal/?keadaan=perlu"' in page


def test_a_letter_says_it_with_the_way_to_the_account(network: Network, account: Account) -> None:
    now = END - 5 * DAY
    plan(network, account, [END + DAY])
    Reader.objects.create(person=network.ada)
    notices.tell(now)
    notices.tell(now + timedelta(minutes=2))
    letter = Letter.objects.get(person=network.ada)
    written = letter_words.message(letter, mail.get_connection())
    assert written is not None
    assert "izin masuk berakhir 27 Des 2026, sebelum 1 kiriman" in written.subject
    assert f"/kanal/{account.pk}/" in str(written.body)
