"""Whatever the machine thinks its time zone is, the instants are the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.distributed import ROOT

ASK = """
import json, os, sys, time
{before}
import django
django.setup()
from datetime import date, datetime, time as clock, UTC
from django.utils import timezone
from content.zones import say_when
from scheduler.when import Wall, due
from web import selfcheck
selfcheck.check_zones()
selfcheck.check_clock(timezone.now(), time.time(), None)
at = due(Wall(date(2026, 12, 7), clock(8), "Asia/Jayapura")).at
offset = datetime.now().astimezone().utcoffset().total_seconds()
print(json.dumps([at.isoformat(), say_when(at, "Asia/Jakarta"), offset]))
"""
NO_TZDATA = "sys.modules['tzdata'] = None"


def asked(zone: str | None, before: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **more}
    env.pop("TZ", None)
    if zone is not None:
        env["TZ"] = zone
    return subprocess.run(
        [sys.executable, "-c", ASK.format(before=before)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("zone", [None, "", "UTC", "Asia/Jayapura", "Tidak/Ada", "XYZ-5:30"])
def test_the_zone_of_the_machine_changes_nothing(zone: str | None) -> None:
    answer = asked(zone)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == [
        "2026-12-06T23:00:00+00:00",
        "Senin, 7 Desember 2026 pukul 06.00 WIB",
        0.0,
    ]


def test_without_any_zone_data_nothing_starts() -> None:
    answer = asked(None, NO_TZDATA, PYTHONTZPATH="")
    assert answer.returncode
    assert "this machine has no time zone data: install the tzdata package" in answer.stderr
