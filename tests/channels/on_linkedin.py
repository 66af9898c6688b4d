"""A LinkedIn page over real HTTP, to a stub that is as strict as the documentation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from channels.base import (
    Image,
)
from channels.linkedin.adapter import LinkedIn
from channels.linkedin.login import Credentials
from tests.channels.sending import (
    PATIENT,
    photo,
    wire_to,
)
from tests.stubs.faults import HTML
from tests.stubs.running import Network

POST = r"POST /rest/posts$"
NEW_IMAGE = r"POST /rest/images$"
UPLOAD = r"PUT /dms-uploads/"
TEXT = "Buka (Sabtu) 08.00–12.00 WIB: https://kanim.go.id/a_b\n\n#imigrasi #layanan_publik @kanim"


def page_at(network: Network, timeout: timedelta = PATIENT, page: str = "5001") -> LinkedIn:
    wire = wire_to(("linkedin", network.url), timeout=timeout)
    return LinkedIn(Credentials(page, "token-of-the-page"), wire)


def album(pictures: int) -> list[Image]:
    return [photo(alt=f"Foto {n + 1}") for n in range(pictures)]


def said(status: int, code: str = "", text: str = "Said so.", **more: Any) -> dict[str, Any]:
    return {"status": status, "body": {"status": status, "code": code, "message": text}} | more


PAGE = {"body": HTML, "type": "text/html"}
