"""The real servers, each started once for a run and only if a test wants it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.real.mail_server import MailServer, mail_server
from tests.real.pds_server import Account, Pds, pds
from tests.real.site_server import Site, site

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder carries the mark, so that no one forgets it."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.real)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """For what the servers keep: a short path, because it holds sockets, and gone afterwards."""
    with TemporaryDirectory(prefix="gema-real-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)  # Exim runs as somebody else; each server closes its own
        yield Path(name)


@pytest.fixture(scope="session")
def bluesky(folder: Path) -> Iterator[Pds]:
    with pds(folder / "pds") as server:
        yield server


@pytest.fixture(scope="session")
def wordpress(folder: Path) -> Iterator[Site]:
    with site(folder / "wordpress") as server:
        yield server


@pytest.fixture(scope="session")
def exim(folder: Path) -> Iterator[MailServer]:
    with mail_server(folder / "mail") as server:
        yield server


@pytest.fixture(scope="session")
def office(bluesky: Pds) -> Account:
    return bluesky.open_account("kantor.test")


@pytest.fixture(scope="session")
def centre(bluesky: Pds) -> Account:
    return bluesky.open_account("pusat.test")
