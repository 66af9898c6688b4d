"""Several processes speak for one account of X, whose refresh tokens are good for one use each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from pytest_django.fixtures import Settings

from channels.models import Account, AccountState, KeptSession
from channels.sessions import LEASE
from scheduler import logins, notices
from scheduler.models import Cause, Notice
from tests import people
from tests.channels.oauth.visits import SECRET, Visit, set_up
from tests.channels.sending import now
from tests.people import Network
from tests.stubs.running import Network as Stub
from tests.web.signed_in import browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
TWO_HOURS = timedelta(hours=2)


@pytest.fixture
def offices(transactional_db: None) -> Network:
    return people.build()


def signed_in(offices: Network, x: Stub, settings: Settings) -> Account:
    set_up(settings, "x", "x", x)
    ada = Visit(browser(offices.ada), "x")
    ada.choose(ada.found(), 0)
    return Account.objects.get()


@contextmanager
def process(
    account: Account, x: Stub, *more: str, ahead: timedelta = TWO_HOURS
) -> Iterator[subprocess.Popen[bytes]]:
    """One that is ready to ask, as if that much later."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.channels.oauth.renewer", str(account.pk),
         str(int(ahead.total_seconds())), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "GEMA_RACE_DATABASE": str(connection.settings_dict["NAME"]),
            "GEMA_RACE_X": x.url,
            "GEMA_VAULT_KEYS": " ".join(django_settings.SECRETS.vault_keys),
            "GEMA_APP_SECRET_X": SECRET,
        },
    ) as started:  # fmt: skip
        assert started.stdout is not None
        assert started.stdout.readline() == b"ready\n"
        yield started
        assert started.stdin is not None


def go(started: subprocess.Popen[bytes]) -> None:
    assert started.stdin is not None
    started.stdin.write(b"go\n")
    started.stdin.flush()


def heard(started: subprocess.Popen[bytes]) -> str:
    said, _ = started.communicate(timeout=60)
    return said.decode().strip()


def refreshes(x: Stub) -> int:
    return len([one for one in x.accepted("token") if "-segar-" in one["of"]])


@pytest.mark.timeout(300)
def test_those_that_renew_at_once_use_the_refresh_token_once(
    offices: Network, x: Stub, settings: Settings
) -> None:
    account = signed_in(offices, x, settings)
    x.set(token_pause=0.5)  # long enough for all to be at it before the first is done
    with ExitStack() as stack:
        all_of_them = [stack.enter_context(process(account, x)) for _ in range(3)]
        for one in all_of_them:
            go(one)
        assert [heard(one) for one in all_of_them] == ["akun_2001"] * 3
    assert refreshes(x) == 1
    account.refresh_from_db()
    assert account.state == AccountState.CONNECTED


@pytest.mark.timeout(300)
def test_killed_between_the_answer_and_writing_it_down_the_login_is_told_to_be_lost(
    offices: Network, x: Stub, settings: Settings
) -> None:
    x.set(token_seconds=1)
    account = signed_in(offices, x, settings)
    with process(account, x, "dies") as dying:
        go(dying)
        assert heard(dying) == ""
    assert dying.returncode == -signal.SIGKILL
    assert refreshes(x) == 1, "X has given a new pair, and nobody has it"
    assert KeptSession.objects.get().renewing_until is not None, "it died with the lock in hand"

    later = now() + LEASE
    KeptSession.objects.update(renewing_until=now(), renew_at=later)
    logins.tend(later)
    notices.tell(later)
    account.refresh_from_db()
    assert (account.state, account.state_reason) == (AccountState.DISCONNECTED, "login-ended")
    assert [notice.cause for notice in Notice.objects.all()] == [Cause.DISCONNECTED]
    assert refreshes(x) == 1
