"""The ways in which the mail server can be made to fail.

    XSTUB {"fault": {"at": "dot", "do": "drop", "accept": true, "whom": "sari@", "times": 1}}
    XSTUB {"reset": true}

``at``: connect, hello, starttls, login, sender, recipient, data, body or dot. ``do``: ``answer``
with ``said``, ``drop`` the line, ``hang`` for ``seconds`` and drop it. ``accept``: take the message
first. ``after``: go well so often before.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Fault:
    at: str
    do: str
    said: str = ""
    whom: str = ""
    accept: bool = False
    times: int = 1
    seconds: float = 30
    after: int = 0


@dataclass(slots=True)
class Faults:
    waiting: list[Fault] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def obey(self, order: dict[str, Any]) -> None:
        with self.lock:
            if order.get("reset"):
                self.waiting.clear()
            if "fault" in order:
                self.waiting.append(Fault(**order["fault"]))

    def take(self, at: str, whom: str) -> Fault | None:
        with self.lock:
            fits = (one for one in self.waiting if one.at == at and one.whom in whom)
            found = next(fits, None)
            if found is not None and found.after:
                found.after -= 1
                return None
            if found is not None:
                found.times -= 1
                if not found.times:
                    self.waiting.remove(found)
            return found
