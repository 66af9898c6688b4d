from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from pytest_django.fixtures import Settings

from tests.stubs.running import Network, running


@pytest.fixture(scope="session")
def x_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with running("x", tmp_path_factory.mktemp("x")) as network:
        yield network


@pytest.fixture
def x(x_process: Network, settings: Settings) -> Network:
    """X as on its first day, and Gema led to it."""
    bases = {"https://api.x.com": x_process.url}
    outbound = msgspec.structs.replace(settings.GEMA.outbound, bases=bases)
    settings.GEMA = msgspec.structs.replace(settings.GEMA, outbound=outbound)
    x_process.reset()
    return x_process
