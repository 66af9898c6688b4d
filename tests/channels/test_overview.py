"""docs/channels.md says what the channels declare."""

from __future__ import annotations

from channels import registry
from tests.channels.overview import PAGE, page


def test_the_page_of_channels_is_current() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "run: make channels"


def test_every_channel_stands_on_it_once() -> None:
    for kind in registry.CHANNELS:
        assert page().count(f"(`{kind}`)") == 1
