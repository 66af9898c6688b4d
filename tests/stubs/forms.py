"""What a ``multipart/form-data`` request brings."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP
from typing import NamedTuple

from tests.stubs.wire import Request


class File(NamedTuple):
    type: str
    data: bytes


def multipart(request: Request) -> tuple[dict[str, str], dict[str, File]]:
    """Its fields and its files."""
    head = b"Content-Type: " + request.headers["Content-Type"].encode() + b"\r\n\r\n"
    fields, files = {}, {}
    for part in BytesParser(policy=HTTP).parsebytes(head + request.body).iter_parts():
        name = str(part.get_param("name", header="Content-Disposition"))
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        if part.get_filename():
            files[name] = File(part.get_content_type(), payload)
        else:
            fields[name] = payload.decode()
    return fields, files
