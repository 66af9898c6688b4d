from __future__ import annotations

import pytest

from channels import registry
from channels.models import Account
from tests.people import MORNING, Network
from tests.scheduler.machine.kinds import BLIND, KINDS


@pytest.fixture
def accounts(network: Network, monkeypatch: pytest.MonkeyPatch) -> list[Account]:
    """All of Pontianak, but one that belongs to Jayapura."""
    monkeypatch.setitem(registry.CHANNELS, BLIND, "tests.scheduler.machine.kinds.Blind")
    offices = [network.pontianak] * len(KINDS)
    offices[2] = network.jayapura
    return [
        Account.objects.create(office=office, kind=kind, handle=kind, connected_at=MORNING)
        for office, kind in zip(offices, KINDS, strict=True)
    ]
