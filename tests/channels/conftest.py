"""One stub of each network for a whole run; each test finds it as on its first day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from channels.base import Outgoing
from tests.channels.sending import jpeg, message, photo
from tests.stubs.pictures import Pictures, pictures
from tests.stubs.running import Network, running

Stubs = Callable[[str], Network]


@pytest.fixture(scope="session")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stubs]:
    """Starts ``tests.stubs.<name>`` when it is first asked for."""
    with ExitStack() as open_:

        @cache
        def started(name: str) -> Network:
            return open_.enter_context(running(name, tmp_path_factory.mktemp(name)))

        yield started


@pytest.fixture
def stub(processes: Stubs) -> Stubs:
    """The stub of that name, as on its first day."""

    def fresh(name: str) -> Network:
        network = processes(name)
        network.reset()
        return network

    return fresh


@pytest.fixture
def x(stub: Stubs) -> Network:
    return stub("x")


@pytest.fixture
def meta(stub: Stubs) -> Network:
    return stub("meta")


@pytest.fixture
def mastodon(stub: Stubs) -> Network:
    return stub("mastodon")


@pytest.fixture
def bluesky(stub: Stubs) -> Network:
    return stub("bluesky")


@pytest.fixture
def threads(stub: Stubs) -> Network:
    return stub("threads")


@pytest.fixture
def linkedin(stub: Stubs) -> Network:
    return stub("linkedin")


@pytest.fixture
def telegram(stub: Stubs) -> Network:
    return stub("telegram")


@pytest.fixture
def webhook(stub: Stubs) -> Network:
    return stub("webhook")


@pytest.fixture
def wordpress(stub: Stubs) -> Network:
    return stub("wordpress")


@pytest.fixture(scope="session")
def gallery() -> Iterator[Pictures]:
    with pictures() as place:
        yield place


@pytest.fixture
def draft(gallery: Pictures) -> Callable[..., Outgoing]:
    """Makes a message with that many pictures at public addresses."""

    def make(text: str = "Layanan paspor buka.", pictures: int = 1) -> Outgoing:
        url = gallery.show("loket.jpg", jpeg())
        return message(text, *(photo(url, alt=f"Foto {n + 1}") for n in range(pictures)))

    return make
