"""What goes over the wire, and the ways in which it can break."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    target: str  # path with query
    headers: Message
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def type(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Reply:
    """``body`` becomes JSON unless it is text already."""

    status: int
    body: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = "application/json; charset=utf-8"

    @property
    def payload(self) -> bytes:
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return text.encode()


class Rejected(Exception):
    """The request is not what the network documents."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"{reply.status}: {reply.body}")
        self.reply = reply


@dataclass(slots=True)
class Fault:
    """One way to fail, for the next ``times`` requests that ``match`` ("POST /2/tweets").

    ``do``: ``answer`` with something else, ``hang`` for ``seconds``, ``drop`` the connection
    without a word, ``reset`` it; or do what was asked and ``cut`` the true answer short, or send it
    ``untyped``, without saying that it is JSON; or ``set`` the settings in ``body`` and be well.
    ``accept``: do what was asked first, then fail. ``skip``: so many requests that match are left
    alone before.
    """

    do: str
    match: str = ""
    accept: bool = False
    times: int = 1
    skip: int = 0
    seconds: float = 30
    status: int = 200
    body: Any = ""
    headers: dict[str, str] = field(default_factory=dict)
    type: str = "application/json"

    def fits(self, request: Request) -> bool:
        return bool(re.search(self.match, f"{request.method} {request.path}"))

    @property
    def reply(self) -> Reply:
        return Reply(self.status, self.body, self.headers, self.type)
