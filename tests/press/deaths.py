"""Sending an issue in a process that dies: Gema's own ledger under a thin skin that kills it."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from channels.models import Account
from channels.press.book import Book
from channels.press.ledger import End
from tests import people
from tests.press import desk

MOMENTS = ("before the intent", "before the dot", "before the outcome", "between two readers")
N = 6


class Dying(Book):
    """Dies when it comes to ``moment`` for the first time."""

    moment = ""

    def begin(self, copy: int) -> bool:
        self._reached("before the intent")
        begun = super().begin(copy)
        self._reached("before the dot")
        return begun

    def tell(
        self,
        copy: int,
        end: End,
        said: str,
        now: datetime,
        *,
        again: bool = False,
        gone: bool = False,
    ) -> None:
        self._reached("before the outcome")
        super().tell(copy, end, said, now, again=again, gone=gone)
        self._reached("between two readers")

    def _reached(self, moment: str) -> None:
        if moment == Dying.moment:
            os.kill(os.getpid(), signal.SIGKILL)


def in_a_process(work: Callable[[], object]) -> int:
    """How a process that does this ended."""
    connections.close_all()
    child = os.fork()
    if not child:
        work()
        connections.close_all()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    settings.GEMA_LEDGERS = {"press": f"{__name__}.Dying"}
    call_command("migrate", verbosity=0)
    account = desk.press_account(people.build())
    everybody = desk.readers(account, N)
    codes = {}
    for Dying.moment in MOMENTS:
        codes[Dying.moment] = in_a_process(lambda: desk.publish(account))
    Dying.moment = ""
    answer = desk.publish(Account.objects.get(pk=account.pk))
    said = {
        "readers": everybody,
        "codes": codes,
        "answer": type(answer).__name__,
        "states": desk.states(account),
    }
    sys.stdout.write(json.dumps(said))
