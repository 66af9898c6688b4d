from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.newsroom.press import Press
from tests.people import Network


@pytest.fixture
def press(network: Network, settings: Settings, tmp_path: Path) -> Press:
    settings.MEDIA_ROOT = tmp_path
    return Press(network)
