"""The way to the REST API of a site: its login, its permalinks, its caches.

Sites with plain permalinks know the API only as ``/?rest_route=``; the first read finds out.
Reads carry a number that no other read has, and what a cache answered does not count.
https://developer.wordpress.org/rest-api/extending-the-rest-api/routes-and-endpoints/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from channels.answer import Answer
from channels.base import DeliveryError, NotSent, Reason
from channels.http import Wire
from channels.wordpress.credentials import Credentials
from channels.wordpress.meaning import code_of, meaning

CACHES = ("X-Cache", "CF-Cache-Status", "X-LiteSpeed-Cache", "X-Proxy-Cache", "X-Cache-Status")
NONE: frozenset[str] = frozenset()


class Door:
    """Answers that are successes, or errors whose code is ``allowed``; all else is raised."""

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._home = credentials.home
        self._plain = False
        self._wire = wire
        login = credentials.login
        self._session = wire.session(login, guarded=True)
        self._session.headers.update(
            {
                "Authorization": f"Basic {login.basic}",
                "Accept": "application/json",  # or a dying WordPress would answer with a page
                "Cache-Control": "no-cache",
                "User-Agent": "Gema",  # firewalls turn away what looks like a script
            }
        )

    def read(self, route: str, query: Mapping[str, str], allowed: frozenset[str] = NONE) -> Answer:
        answer = self._get(route, query)
        if not self._plain and _is_a_page(answer):
            self._plain = True
            other = self._get(route, query)
            # No door there either: what the usual address said is the better explanation.
            self._plain = other.json is not None or is_list(other)
            answer = other if self._plain else answer
        if _from_a_cache(answer):
            raise NotSent(Reason.NETWORK_TROUBLE, "a cache answered instead of the site")
        if not answer.ok and code_of(answer) not in allowed:
            raise self._moved(answer) or self._wrong(answer, repeatable=True)
        return answer

    def _get(self, route: str, query: Mapping[str, str]) -> Answer:
        fresh = f"{self._wire.now().timestamp():.6f}"
        return self._call("GET", route, params={**query, "gema": fresh}, repeatable=True)

    def write(
        self,
        method: str,
        route: str,
        *,
        repeatable: bool = False,
        allowed: frozenset[str] = NONE,
        **how: Any,
    ) -> Answer:
        answer = self._call(method, route, repeatable=repeatable, **how)
        if not answer.ok and code_of(answer) not in allowed:
            raise self._wrong(answer, repeatable=repeatable)
        return answer

    def _call(self, method: str, route: str, *, repeatable: bool, **how: Any) -> Answer:
        request, address = self._session.request, f"{self._home}/wp-json{route}"
        if self._plain:
            address = f"{self._home}/"
            how["params"] = {"rest_route": route} | how.get("params", {})
        return self._session.ask(lambda: request(method, address, **how), repeatable=repeatable)

    def _wrong(self, answer: Answer, *, repeatable: bool) -> DeliveryError:
        return meaning(answer, self._wire.now(), repeatable=repeatable)

    def _moved(self, answer: Answer) -> NotSent | None:
        """Named, because whoever typed the address has to type that one instead."""
        target = answer.headers.get("Location", "") if 300 <= answer.status < 400 else ""
        return NotSent(Reason.MOVED, f"sends us on to {_host(target)}") if target else None


def is_list(answer: Answer) -> bool:
    try:
        return isinstance(json.loads(answer.body), list)
    except ValueError:
        return False


def _is_a_page(answer: Answer) -> bool:
    """Where permalinks are plain, /wp-json is a page like any other, or none, or leads to one."""
    if 300 <= answer.status < 400:
        return True
    return (answer.ok or answer.status == 404) and answer.json is None and not is_list(answer)


def _from_a_cache(answer: Answer) -> bool:
    age = answer.headers.get("Age", "0").strip()
    told = (answer.headers.get(name, "") for name in CACHES)
    return age != "0" or any("HIT" in word.upper() for word in told)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or "another page"
    except ValueError:
        return "another page"
