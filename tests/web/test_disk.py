"""A disk that fills up is said before it is full."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from content.models import Person
from content.scope import Scope
from tests.people import MORNING, Network
from tests.web.signed_in import browser
from web import disk
from web.alarms import standing


def heard_by(person: Person) -> list[str]:
    return [alarm.what for alarm in standing(Scope.of(person, MORNING), "Asia/Jakarta")]


def test_it_is_measured_where_the_data_are(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    real = shutil.disk_usage(tmp_path)
    assert disk.filled() == pytest.approx(1 - real.free / (real.used + real.free), abs=0.01)
    settings.DATA = tmp_path / "gone"
    assert disk.filled() == 0


def test_with_room_nothing_is_said(network: Network, settings: Settings) -> None:
    settings.DISK_FILLS = (disk.filled() + 0.05, 1)
    assert heard_by(network.ada) == []


def test_administrators_are_told_first_and_everybody_when_it_is_nearly_full(
    network: Network, settings: Settings
) -> None:
    settings.DISK_FILLS = (0, 1.1)
    [said] = heard_by(network.ada)
    assert said.startswith("Penyimpanan server terisi ")
    assert heard_by(network.sari) == []
    settings.DISK_FILLS = (0, 0)
    assert heard_by(network.sari) == [said]


def test_every_page_says_it_and_leads_those_who_may_to_the_machine(
    network: Network, settings: Settings
) -> None:
    settings.DISK_FILLS = (0, 0)
    for person, leads in ((network.ada, True), (network.sari, False)):
        page = browser(person).get("/").content.decode()
        assert "Bila penuh, tidak ada yang bisa disimpan atau dikirim." in page
        assert (f'href="{reverse("scheduler:machine")}"' in page) == leads
