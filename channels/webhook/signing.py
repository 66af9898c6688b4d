"""Standard Webhooks: how a message is signed, so that its receiver knows whose it is. Pure.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

PREFIX = "whsec_"
LENGTH = range(24, 65)  # bytes, as the specification asks


def key_of(secret: str) -> bytes | None:
    """The bytes behind ``whsec_…``; None where it is not such a secret."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if secret.startswith(PREFIX) and len(key) in LENGTH else None


def headers(key: bytes, name: str, second: int, body: bytes) -> dict[str, str]:
    """What goes over the message: which it is, when it was sent, and the proof of both."""
    return {
        "webhook-id": name,
        "webhook-timestamp": str(second),
        "webhook-signature": signature(key, name, second, body),
    }


def signature(key: bytes, name: str, second: int, body: bytes) -> str:
    signed = b".".join((name.encode(), str(second).encode(), body))
    proof = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(proof).decode('ascii')}"
