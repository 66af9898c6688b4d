"""Hundreds of random days. ``GEMA_DAYS=20000`` plays that many, each time others."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from channels.models import Account
from tests.people import Network
from tests.scheduler.machine.machine import Day

DAYS = int(os.environ.get("GEMA_DAYS", "0"))
STEPS = 40
# The shortest day that goes wrong takes minutes to find; ``GEMA_DAYS_AS_FOUND=1`` leaves that out.
AS_FOUND = "GEMA_DAYS_AS_FOUND" in os.environ
PHASES = (Phase.generate,) if AS_FOUND else (Phase.generate, Phase.shrink)
USUAL = 200


@pytest.mark.timeout(0 if DAYS else 900)
def test_every_promise_is_kept_on_any_day(network: Network, accounts: list[Account]) -> None:
    class Today(Day):
        def __init__(self) -> None:
            super().__init__(network, accounts)

    run_state_machine_as_test(
        Today,
        settings=settings(
            max_examples=DAYS or USUAL,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not DAYS,
            database=None,
            print_blob=True,
            report_multiple_bugs=False,
            phases=PHASES,
            suppress_health_check=list(HealthCheck),
        ),
    )
