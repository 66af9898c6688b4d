"""One stub of each network for a whole run; each test finds it as on its first day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stubs.pictures import Pictures, pictures
from tests.stubs.running import Network, running


@pytest.fixture(scope="session")
def x_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with running("x", tmp_path_factory.mktemp("x")) as network:
        yield network


@pytest.fixture(scope="session")
def meta_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with running("meta", tmp_path_factory.mktemp("meta")) as network:
        yield network


@pytest.fixture(scope="session")
def mastodon_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with running("mastodon", tmp_path_factory.mktemp("mastodon")) as network:
        yield network


@pytest.fixture(scope="session")
def bluesky_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with running("bluesky", tmp_path_factory.mktemp("bluesky")) as network:
        yield network


@pytest.fixture
def bluesky(bluesky_process: Network) -> Network:
    bluesky_process.reset()
    return bluesky_process


@pytest.fixture(scope="session")
def threads_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with running("threads", tmp_path_factory.mktemp("threads")) as network:
        yield network


@pytest.fixture(scope="session")
def linkedin_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with running("linkedin", tmp_path_factory.mktemp("linkedin")) as network:
        yield network


@pytest.fixture(scope="session")
def telegram_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with running("telegram", tmp_path_factory.mktemp("telegram")) as network:
        yield network


@pytest.fixture(scope="session")
def webhook_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with running("webhook", tmp_path_factory.mktemp("webhook")) as network:
        yield network


@pytest.fixture(scope="session")
def wordpress_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with running("wordpress", tmp_path_factory.mktemp("wordpress")) as network:
        yield network


@pytest.fixture
def x(x_process: Network) -> Network:
    x_process.reset()
    return x_process


@pytest.fixture
def meta(meta_process: Network) -> Network:
    meta_process.reset()
    return meta_process


@pytest.fixture
def mastodon(mastodon_process: Network) -> Network:
    mastodon_process.reset()
    return mastodon_process


@pytest.fixture
def threads(threads_process: Network) -> Network:
    threads_process.reset()
    return threads_process


@pytest.fixture
def linkedin(linkedin_process: Network) -> Network:
    linkedin_process.reset()
    return linkedin_process


@pytest.fixture
def telegram(telegram_process: Network) -> Network:
    telegram_process.reset()
    return telegram_process


@pytest.fixture
def webhook(webhook_process: Network) -> Network:
    webhook_process.reset()
    return webhook_process


@pytest.fixture
def wordpress(wordpress_process: Network) -> Network:
    wordpress_process.reset()
    return wordpress_process


@pytest.fixture(scope="session")
def gallery() -> Iterator[Pictures]:
    with pictures() as place:
        yield place
