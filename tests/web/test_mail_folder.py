from __future__ import annotations

from email import policy
from email.parser import BytesParser
from io import StringIO
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django.fixtures import Settings

from web.mail_folder import EmailBackend


def test_while_trying_out_a_message_is_a_file_and_one_line_says_where(
    tmp_path: Path, settings: Settings
) -> None:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    console = StringIO()
    message = EmailMultiAlternatives("Gema: dua hal", "Halo Rina", "gema@x.test", ["rina@x.test"])
    message.attach_alternative("<p>Halo Rina</p>", "text/html")
    assert EmailBackend(stream=console).send_messages([message, message]) == 2
    first, _second = sorted((tmp_path / "mail").glob("*.eml"))
    kept = BytesParser(policy=policy.default).parsebytes(first.read_bytes())
    body = kept.get_body(("plain",))
    assert (kept["To"], body and body.get_content().strip()) == ("rina@x.test", "Halo Rina")
    lines = console.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Surel untuk rina@x.test: Gema: dua hal (")
    assert str(first) in console.getvalue()


def test_what_cannot_be_kept_is_an_error_of_sending(tmp_path: Path, settings: Settings) -> None:
    settings.EMAIL_FILE_PATH = tmp_path / "taken"
    (tmp_path / "taken").write_text("")
    message = EmailMultiAlternatives("Gema", "Halo", "gema@x.test", ["rina@x.test"])
    with pytest.raises(OSError, match="taken"):
        EmailBackend(stream=StringIO()).send_messages([message])
