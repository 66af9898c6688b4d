"""Checks an OAuth 1.0a signature (RFC 5849, 3.4) the way a network does."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from tests.stubs.wire import Request

PARAMETER = re.compile(r'(oauth_\w+)="([^"]*)"')
NEEDED = {
    "oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_signature_method",
    "oauth_timestamp", "oauth_token",
}  # fmt: skip


def checked(request: Request, header: str) -> str | None:
    """The access token of a request whose signature is good."""
    given = {name: unquote(value) for name, value in PARAMETER.findall(header)}
    if not set(given) >= NEEDED or given["oauth_signature_method"] != "HMAC-SHA1":
        return None
    signature = given.pop("oauth_signature")
    if not hmac.compare_digest(signature, _signature(request, given)):
        return None
    return given["oauth_token"]


def secret_of(key: str) -> str:
    return f"secret-of-{key}"


def _signature(request: Request, given: dict[str, str]) -> str:
    query = parse_qsl(urlsplit(request.target).query, keep_blank_values=True)
    pairs = sorted((_quoted(name), _quoted(value)) for name, value in [*query, *given.items()])
    parameters = "&".join(f"{name}={value}" for name, value in pairs)
    address = f"http://{request.headers['Host']}{request.path}"
    base = "&".join(_quoted(part) for part in (request.method, address, parameters))
    keys = (given["oauth_consumer_key"], given["oauth_token"])
    secret = "&".join(_quoted(secret_of(key)) for key in keys)
    digest = hmac.new(secret.encode(), base.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _quoted(text: str) -> str:
    return quote(text, safe="~")
