from __future__ import annotations

from pathlib import Path

import pytest

from web import config


def test_the_settings_that_ship_are_good() -> None:
    assert config.load(config.ROOT / "settings.toml").site.address == "http://127.0.0.1:8000"


def test_a_port_from_the_environment_moves_the_addresses_we_give_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORT", "8123")
    moved = config.from_environment()
    assert (moved.server.port, moved.site.address) == (8123, "http://127.0.0.1:8123")


@pytest.mark.parametrize("given", ["http", "-1", "65536", "²", "9" * 5000])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("PORT", given)
    with pytest.raises(config.WrongSetting, match="PORT: expected a number"):
        config.from_environment()


@pytest.mark.parametrize(
    "address", ["https://[::1", "https://:443", "https://contoh.test:port", "https://a:99999"]
)
def test_an_address_that_names_no_host_stops_the_start(tmp_path: Path, address: str) -> None:
    text = (config.ROOT / "settings.toml").read_text(encoding="utf-8")
    path = tmp_path / "settings.toml"
    path.write_text(text.replace('"https://api.x.com"', f'"{address}"'), encoding="utf-8")
    with pytest.raises(config.WrongSetting, match=r"engine\.time_sources"):
        config.load(path)
