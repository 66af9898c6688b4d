"""What is kept of a login, whoever gets it: sealed, one at a time, never over something newer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from pytest_django.fixtures import Settings

from channels import connecting, vault
from channels.base import NotSent, Profile, Reason
from channels.keeping import Kept
from channels.models import Account, KeptSession
from channels.sessions import LEASE, AccountKeeper
from channels.x.login import Credentials
from tests.people import MORNING, Network

OLD, NEW, OTHER = ({"access": f"jwt-{name}"} for name in ("lama", "baru", "lain"))
LOGIN = Credentials(user_token="token")
FOUND = Profile("2001", "contoh_kantor", "Kantor")


@pytest.fixture
def account(network: Network) -> Account:
    return network.account("x", credentials=LOGIN, remote_id="2001")


def keeper(account: Account, now: datetime = MORNING) -> AccountKeeper:
    return AccountKeeper(account.pk, lambda: now, pause=lambda seconds: None)


def make(fresh: Kept) -> Callable[[], Kept]:
    return lambda: fresh


def never() -> Kept:
    raise AssertionError("somebody else has it, or has had it done")


def test_what_is_kept_is_sealed_and_read_by_every_process(account: Account) -> None:
    assert keeper(account).kept() == {}
    assert keeper(account).renew({}, make(NEW)) == NEW
    assert keeper(account).kept() == NEW
    assert b"jwt-baru" not in bytes(KeptSession.objects.get().sealed)


def test_accounts_do_not_share_a_session(account: Account, network: Network) -> None:
    centre = network.account("x", network.centre, credentials=LOGIN)
    keeper(account).renew({}, make(NEW))
    assert keeper(centre).kept() == {}


def test_what_somebody_else_has_renewed_is_taken(account: Account) -> None:
    keeper(account).renew({}, make(OLD))
    keeper(account).renew(OLD, make(NEW))
    assert keeper(account).renew(OLD, never) == NEW


def test_what_was_renewed_just_before_we_got_the_lock_is_taken(account: Account) -> None:
    def meanwhile() -> datetime:
        KeptSession.objects.update(sealed=vault.seal_words(NEW))
        return MORNING

    late = AccountKeeper(account.pk, now=meanwhile, pause=lambda seconds: None)
    assert late.renew({}, never) == NEW


def test_only_one_renews_and_the_others_wait(account: Account) -> None:
    def slowly() -> Kept:
        with pytest.raises(NotSent):
            keeper(account).renew({}, never)
        return NEW

    assert keeper(account).renew({}, slowly) == NEW


def test_who_waits_gets_what_the_other_one_made(account: Account) -> None:
    """The first one is done while the second one pauses."""
    KeptSession.objects.create(account=account, renewing_until=MORNING + LEASE)

    def meanwhile(seconds: float) -> None:
        if seconds:
            KeptSession.objects.update(sealed=vault.seal_words(NEW), renewing_until=None)

    waiting = AccountKeeper(account.pk, lambda: MORNING, pause=meanwhile)
    assert waiting.renew({}, never) == NEW


def test_a_renewal_that_fails_lets_the_next_one_try(account: Account) -> None:
    def fails() -> Kept:
        raise NotSent(Reason.UNREACHABLE)

    with pytest.raises(NotSent):
        keeper(account).renew({}, fails)
    assert keeper(account).renew({}, make(NEW)) == NEW


def test_who_died_renewing_holds_nobody_up_for_long(account: Account) -> None:
    KeptSession.objects.create(account=account, renewing_until=MORNING + LEASE)
    with pytest.raises(NotSent):
        keeper(account).renew({}, never)
    later = MORNING + LEASE + timedelta(seconds=1)
    assert keeper(account, later).renew({}, make(NEW)) == NEW


def test_who_slept_does_not_write_over_something_newer(account: Account) -> None:
    def asleep() -> Kept:
        later = MORNING + LEASE + timedelta(seconds=1)
        keeper(account, later).renew({}, make(NEW))
        return OTHER

    assert keeper(account).renew({}, asleep) == OTHER
    assert keeper(account).kept() == NEW


def test_connecting_again_forgets_the_session_even_while_it_is_renewed(
    account: Account, network: Network
) -> None:
    def reconnected() -> Kept:
        connecting.connect_again(account, LOGIN, FOUND, by=network.ada, at=MORNING)
        return OTHER

    keeper(account).renew({}, make(OLD))
    keeper(account).renew(OLD, reconnected)
    assert keeper(account).kept() == {}


def test_retiring_an_account_forgets_its_session(account: Account, network: Network) -> None:
    keeper(account).renew({}, make(NEW))
    connecting.retire(account, by=network.ada, at=MORNING)
    assert not KeptSession.objects.exists()


def test_a_session_that_no_key_opens_counts_as_none(account: Account) -> None:
    KeptSession.objects.create(account=account, sealed=b"sealed by a key that is gone")
    assert keeper(account).kept() == {}
    assert keeper(account).renew({}, make(NEW)) == NEW
    assert keeper(account).kept() == NEW


def test_no_session_outlives_the_key_it_was_sealed_with(
    account: Account, settings: Settings
) -> None:
    """It is sealed anew, for whoever threw it away might have nothing else to sign in with."""
    keeper(account).renew({}, make(NEW))
    fresh, old = Fernet.generate_key().decode(), settings.SECRETS.vault_keys
    vault.rotate((fresh, *old))
    assert json.loads(Fernet(fresh).decrypt(bytes(KeptSession.objects.get().sealed))) == NEW


def test_a_session_that_no_key_opens_is_thrown_away_with_the_key(
    account: Account, settings: Settings
) -> None:
    KeptSession.objects.create(account=account, sealed=b"sealed by a key that is gone")
    vault.rotate(settings.SECRETS.vault_keys)
    assert not KeptSession.objects.exists()
