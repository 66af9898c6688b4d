"""Secrets: from the environment, else from a file outside git that is made on the first run."""

from __future__ import annotations

import base64
import os
import secrets
import stat
import tempfile
from pathlib import Path

import msgspec

from web.config import WrongSetting

# Back it up apart from the database: without vault_keys every channel has to be connected again.
FILE = "secrets.json"
APP_SECRET = "GEMA_APP_SECRET_"  # noqa: S105  the beginning of a name
READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Secrets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``vault_keys``: newest first; credentials are written with the first, read with any.

    ``app_secrets``: by the name that an app has under ``[apps]`` in settings.toml.
    """

    secret_key: str
    vault_keys: tuple[str, ...]
    database_password: str = ""
    mail_password: str = ""
    inbox_password: str = ""
    app_secrets: dict[str, str] = {}

    def __repr__(self) -> str:
        return "Secrets(…)"


def load(folder: Path) -> Secrets:
    """The secrets that count: those of the environment before those of the file.

    Raises WrongSetting.
    """
    return _with_environment(stored(folder))


def stored(folder: Path) -> Secrets:
    """What ``secrets.json`` in the data folder holds; it is made if it is not there."""
    path = folder / FILE
    if not path.exists():
        _refuse_strange_data(folder)
        _make(path)
    if path.stat().st_mode & READABLE_BY_OTHERS:
        raise WrongSetting(f"{path}: others may read it. Run: chmod 600 {path}")
    try:
        return msgspec.json.decode(path.read_bytes(), type=Secrets)
    except msgspec.DecodeError as e:
        raise WrongSetting(f"{path}: cannot be read ({type(e).__name__}).") from None


def write(folder: Path, values: Secrets) -> None:
    """Replace the file in one step, so that a crash leaves the old or the new one."""
    _put(folder / FILE, values).replace(folder / FILE)


def _refuse_strange_data(folder: Path) -> None:
    """With new keys no stored credential could be opened, one lane after another would find out."""
    if (folder / "gema.sqlite3").exists() and not os.environ.get("GEMA_NEW_SECRETS"):
        raise WrongSetting(
            f"{folder / FILE} is missing, but there are data. Put it back from your backup. If it"
            " is lost for good, start once with GEMA_NEW_SECRETS=1 and connect all accounts again."
        )


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = _put(path, Secrets(secrets.token_urlsafe(64), (new_vault_key(),)))
    try:
        os.link(fresh, path)
    except FileExistsError:  # another process was quicker; its keys are the keys
        pass
    finally:
        fresh.unlink()


def new_vault_key() -> str:
    """A Fernet key: 32 random bytes, url-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _put(path: Path, values: Secrets) -> Path:
    """Write to a file beside ``path`` that only its owner may read; return that file."""
    fd, name = tempfile.mkstemp(dir=path.parent, prefix=".secrets-")  # mode 0600
    with os.fdopen(fd, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(values), indent=2))
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _with_environment(kept: Secrets) -> Secrets:
    keys = os.environ.get("GEMA_VAULT_KEYS", "").split()
    return Secrets(
        secret_key=os.environ.get("GEMA_SECRET_KEY") or kept.secret_key,
        vault_keys=tuple(keys) or kept.vault_keys,
        database_password=os.environ.get("GEMA_DATABASE_PASSWORD") or kept.database_password,
        mail_password=os.environ.get("GEMA_MAIL_PASSWORD") or kept.mail_password,
        inbox_password=os.environ.get("GEMA_INBOX_PASSWORD") or kept.inbox_password,
        app_secrets=kept.app_secrets | _app_secrets(),
    )


def _app_secrets() -> dict[str, str]:
    """``GEMA_APP_SECRET_X`` is the secret of ``[apps.x]``."""
    given = ((name, value) for name, value in os.environ.items() if value)
    return {
        name.removeprefix(APP_SECRET).lower(): value
        for name, value in given
        if name.startswith(APP_SECRET)
    }
