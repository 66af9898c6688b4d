"""For trying out: each message becomes a file that mail programs open, and a line here."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend as OnConsole
from django.utils.translation import gettext as _


class EmailBackend(OnConsole):
    def write_message(self, message: EmailMessage) -> None:
        path = Path(settings.EMAIL_FILE_PATH) / f"{secrets.token_hex(6)}.eml"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(message.message().as_bytes())
        said = {"people": ", ".join(message.recipients()), "subject": message.subject, "path": path}
        self.stream.write(_("Surel untuk %(people)s: %(subject)s (%(path)s)") % said + "\n")
