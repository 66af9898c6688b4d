"""The browser for the tests: a desk's screen as `page`, a phone as `phone`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import chromium, screens
from tests.people import Network, build


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder carries the mark, so that no one forgets it."""
    for item in items:
        if item.path.is_relative_to(chromium.ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _ready_for_playwright() -> Iterator[None]:
    """Once playwright is started, its event loop runs in the thread of the tests to the end of
    the session, and Django refuses its ORM wherever a loop runs. No coroutine of ours uses the
    ORM, so the refusal is lifted, for the processes that run browser tests only.
    """
    chromium.lend_node()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def base_url() -> None:
    """Tests name whole addresses. (The plugin's own fixture makes pytest 9 warn.)"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **chromium.find().launch_arguments()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, **screens.ANY}


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complained of: script errors, broken policy, missing files.

    A test fails at its end if any is left. One that expects a complaint clears the list.
    """
    heard: list[str] = []
    yield heard
    assert not heard, "the browser complained:\n" + "\n".join(heard)


@pytest.fixture
def open_context(
    new_context: Callable[..., BrowserContext], complaints: list[str]
) -> Callable[..., BrowserContext]:
    """Another person's browser: `open_context(java_script_enabled=False)`."""

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.text} ({message.location['url']})")

    def open_(**options: Any) -> BrowserContext:
        context = new_context(**{**screens.DESK, **options})
        context.set_default_timeout(10_000)
        context.on("console", hear)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        return context

    return open_


@pytest.fixture
def context(open_context: Callable[..., BrowserContext]) -> BrowserContext:
    return open_context()


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> Page:
    """A page on a phone, 390 × 844, with touch."""
    return open_context(**screens.PHONE).new_page()


@pytest.fixture
def guide(live_server: LiveServer) -> Callable[[Page], Network]:
    """Open the style guide on a page, signed in as Ada."""

    def open_(page: Page) -> Network:
        network = build()
        client = Client()
        client.force_login(network.ada)
        session = client.cookies["sessionid"].value
        address = live_server.url.replace("localhost", "127.0.0.1")
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page.goto(f"{address}/gaya/")
        return network

    return open_
