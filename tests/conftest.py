from __future__ import annotations

import pytest
from hypothesis import settings

from tests import people

# How long an example takes says how busy the machine is, and nothing else.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def network(db: None) -> people.Network:
    """The offices and people of ``tests/people.py``."""
    return people.build()
