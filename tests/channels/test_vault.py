from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from channels import vault
from channels.facebook.login import Credentials
from channels.models import Account
from tests.people import Network
from web import secrets

TOKEN = "token-yang-sangat-rahasia"


@pytest.fixture(autouse=True)
def _own_secrets(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of one's own, whose keys may be turned."""
    monkeypatch.delenv("GEMA_VAULT_KEYS", raising=False)
    settings.DATA = tmp_path
    settings.SECRETS = secrets.load(tmp_path)
    settings.READ_SECRETS = lambda: secrets.load(tmp_path)


@pytest.fixture
def account(network: Network) -> Account:
    return network.account("facebook", credentials=Credentials("1234", TOKEN))


def token(account: Account) -> str:
    account.refresh_from_db()
    credentials: Credentials = vault.unseal(account, Credentials)
    return credentials.access_token


def keys(settings: Settings) -> tuple[str, ...]:
    return secrets.stored(settings.DATA).vault_keys


def opens(key: str, account: Account) -> bool:
    account.refresh_from_db()
    return TOKEN.encode() in Fernet(key).decrypt(bytes(account.credentials))


def test_what_is_stored_says_nothing(account: Account) -> None:
    assert TOKEN.encode() not in bytes(account.credentials)
    assert token(account) == TOKEN


def test_a_new_key_is_put_in_front_and_used(account: Account, settings: Settings) -> None:
    old = keys(settings)
    call_command("rotate_keys", verbosity=0)
    new, *rest = keys(settings)
    assert tuple(rest) == old
    assert opens(new, account)
    assert stat.S_IMODE((settings.DATA / secrets.FILE).stat().st_mode) == 0o600


def test_a_process_that_started_before_still_opens_everything(
    account: Account, settings: Settings
) -> None:
    before = settings.SECRETS
    call_command("rotate_keys", verbosity=0)
    assert settings.SECRETS is before
    assert token(account) == TOKEN


def test_old_keys_are_dropped_only_after_all_is_encrypted_anew(
    account: Account, settings: Settings, network: Network
) -> None:
    call_command("rotate_keys", verbosity=0)
    late = network.account("facebook", credentials=Credentials("99", TOKEN), handle="terlambat")
    call_command("rotate_keys", "--drop-old", verbosity=0)
    (only,) = keys(settings)
    assert opens(only, account)
    assert opens(only, late)


def test_no_key_is_dropped_while_an_account_is_locked(account: Account, settings: Settings) -> None:
    call_command("rotate_keys", verbosity=0)
    Account.objects.update(credentials=Fernet(Fernet.generate_key()).encrypt(b"{}"))
    with pytest.raises(CommandError, match=f"accounts {account.pk}"):
        call_command("rotate_keys", "--drop-old", verbosity=0)
    assert len(keys(settings)) == 2
    with pytest.raises(vault.Locked):
        token(account)


def test_one_locked_account_does_not_keep_the_others_from_their_new_key(
    account: Account, settings: Settings, network: Network
) -> None:
    broken = network.account("x", credentials=Credentials("1", "x"))
    Account.objects.filter(pk=broken.pk).update(credentials=b"not a token")
    with pytest.raises(CommandError):
        call_command("rotate_keys", verbosity=0)
    assert opens(keys(settings)[0], account)


def test_keys_of_the_environment_are_used_and_never_written_to_the_file(
    account: Account, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Fernet.generate_key().decode()
    monkeypatch.setenv("GEMA_VAULT_KEYS", " ".join([fresh, *keys(settings)]))
    call_command("rotate_keys", verbosity=0)
    assert opens(fresh, account)
    assert fresh not in (settings.DATA / secrets.FILE).read_text()


def test_other_secrets_survive_a_rotation(settings: Settings, network: Network) -> None:
    kept = msgspec.structs.replace(secrets.stored(settings.DATA), mail_password="surat")
    secrets.write(settings.DATA, kept)
    call_command("rotate_keys", verbosity=0)
    after = secrets.stored(settings.DATA)
    assert (after.mail_password, after.secret_key) == ("surat", kept.secret_key)
