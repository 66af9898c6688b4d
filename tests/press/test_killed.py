"""The sending process is really killed, at every moment of a copy: nobody gets a second one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.stubs.mailing import MailServer, mail_server
from tests.stubs.running import ROOT

HERE = {
    'kind = "folder"': 'kind = "smtp"',
    'security = "starttls"': 'security = "none"',
    'from_address = "gema@localhost"': 'from_address = "pers@gema.contoh.test"',
}


def deaths(folder: Path, mail: MailServer) -> dict[str, Any]:
    text = (ROOT / "settings.toml").read_text()
    for old, new in {**HERE, "port = 587": f"port = {mail.port}"}.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "settings.toml").write_text(text)
    own = {
        "DJANGO_SETTINGS_MODULE": "web.settings",
        "GEMA_DATA": str(folder / "data"),
        "GEMA_STATE": str(folder / "state"),
        "GEMA_SETTINGS": str(folder / "settings.toml"),
    }
    command = [sys.executable, "-m", "tests.press.dying"]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | own, stdout=subprocess.PIPE, check=True
    )
    said: dict[str, Any] = json.loads(ended.stdout)
    return said


def test_killed_at_any_moment_nobody_gets_a_second_copy_and_nobody_is_forgotten(
    tmp_path: Path,
) -> None:
    """One issue, whose process is killed four times on its way; then it comes through."""
    with mail_server(tmp_path / "mail", "--strict") as mail:
        said = deaths(tmp_path, mail)
        taken = mail.taken
    assert set(said["codes"].values()) == {-signal.SIGKILL}
    assert said["answer"] == "Receipt"
    assert len(taken) == len(set(taken)), "somebody got it twice"
    first, second, *others = said["readers"]
    # Killed just before the dot, and just after it: nobody can tell which is which.
    assert said["states"] == {first: "unknown", second: "unknown"} | dict.fromkeys(others, "sent")
    assert set(taken) == {second, *others}
