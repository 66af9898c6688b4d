from __future__ import annotations

import pytest

from tests import people


@pytest.fixture
def network(db: None) -> people.Network:
    """The offices and people of ``tests/people.py``."""
    return people.build()
