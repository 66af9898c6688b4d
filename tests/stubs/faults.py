"""The ways in which the end of a call gets lost on any network.

Each is what ``Network.fail`` takes. With ``accept`` the network did what it was asked.
"""

from __future__ import annotations

from typing import Any

HTML = "<!doctype html><title>Sebentar</title><p>Kami segera kembali."

LOST: dict[str, dict[str, Any]] = {
    "the request is dropped": {"do": "drop"},
    "the answer is dropped": {"do": "drop", "accept": True},
    "the connection is reset": {"do": "reset"},
    "the connection is reset after accepting": {"do": "reset", "accept": True},
    "500 without accepting": {"do": "answer", "status": 500, "body": {}},
    "500 after accepting": {"do": "answer", "status": 500, "body": {}, "accept": True},
    "500 that looks like a success": {
        "do": "answer",
        "status": 500,
        "body": {"id": "1", "data": {"id": "1"}, "success": True},
    },
    "502 as a page": {"do": "answer", "status": 502, "body": HTML, "type": "text/html"},
    "503 without a type": {"do": "answer", "status": 503, "body": "", "type": ""},
    "408": {"do": "answer", "status": 408, "body": {}},
}
UNREADABLE: dict[str, dict[str, Any]] = {
    "a page": {"do": "answer", "accept": True, "body": HTML, "type": "text/html"},
    "nothing": {"do": "answer", "accept": True, "body": ""},
    "nothing and no type": {"do": "answer", "accept": True, "body": "", "type": ""},
    "half an object": {"do": "answer", "accept": True, "body": '{"data": {"id": "1'},
    "a list": {"do": "answer", "accept": True, "body": "[1, 2]"},
    "a number": {"do": "answer", "accept": True, "body": "7"},
    "an object without an id": {"do": "answer", "accept": True, "body": {"data": {}}},
    "a redirect": {
        "do": "answer",
        "status": 302,
        "accept": True,
        "headers": {"Location": "http://127.0.0.1:9/elsewhere"},
    },
}
HANGS: dict[str, dict[str, Any]] = {
    "silence": {"do": "hang"},
    "silence after accepting": {"do": "hang", "accept": True},
}
QUICK_LOSS = LOST | UNREADABLE
EVERY_LOSS = QUICK_LOSS | HANGS


def graph(code: int, subcode: int = 0, **more: Any) -> dict[str, Any]:
    """An answer of the Graph API that is an error."""
    error = {"message": "Said so.", "type": "OAuthException", "code": code} | more
    return {"status": 400, "body": {"error": error | {"error_subcode": subcode}}}
