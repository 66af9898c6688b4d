"""What adapters say about signing in is enough for the general machinery, and true to the RFCs."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from channels import registry, vault
from channels.models import NetworkApp
from channels.oauth.apps import app_of, oauth_of
from channels.oauth.declared import App, OAuth, challenge
from channels.oauth.offer import offer
from web import config, secrets

ROOT = Path(registry.__file__).parents[1]
KINDS = sorted(kind for kind in registry.CHANNELS if oauth_of(kind))

each = pytest.mark.parametrize("kind", KINDS)


def declared(kind: str) -> OAuth:
    oauth = oauth_of(kind)
    assert oauth is not None
    return oauth


def test_people_sign_in_at_these() -> None:
    assert KINDS == ["facebook", "instagram", "linkedin", "mastodon", "threads", "x"]


def test_the_challenge_is_that_of_the_rfc() -> None:
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@each
def test_people_are_sent_over_https_with_all_that_is_needed(kind: str) -> None:
    oauth = declared(kind)
    origin = "https://sosial.example" if oauth.server else ""
    there = oauth.address(App("4711"), "https://gema.test/kembali/?a=b&c", "kata", "v" * 64, origin)
    parts = urlsplit(there)
    query = parse_qs(parts.query, strict_parsing=True)
    assert parts.scheme == "https"
    assert query["redirect_uri"] == ["https://gema.test/kembali/?a=b&c"]
    assert query["state"] == ["kata"]
    assert query["scope"] == [oauth.separator.join(oauth.scopes)]
    assert ("code_challenge" in query) is oauth.pkce
    assert "v" * 64 not in there


@each
def test_an_app_with_a_configuration_names_that_in_place_of_permissions(kind: str) -> None:
    there = declared(kind).address(App("4711", configuration="99"), "https://g.test/", "k", "v")
    assert "config_id=99" in there
    assert "scope=" not in there


@each
def test_its_token_is_where_it_says(kind: str) -> None:
    needs = registry.load(kind).needs
    assert declared(kind).access in {field.name for field in dataclasses.fields(needs)}


@each
def test_the_operator_finds_it_explained(kind: str) -> None:
    oauth = declared(kind)
    page = (ROOT / "docs" / "connecting.md").read_text(encoding="utf-8")
    assert f"/kanal/sambungkan/kembali/{oauth.provider}/" in page
    for scope in oauth.scopes if oauth.server is None else ():
        assert scope in page
    if oauth.server is None:
        assert f"[apps.{oauth.provider}]" in page
        assert oauth.portal.partition("/")[0] in page
        assert hasattr(config.Apps(), oauth.provider)


@each
def test_the_screen_says_what_to_do_there(kind: str) -> None:
    made = offer(kind)
    assert made is not None
    assert len(made.steps) >= 3
    assert made.ready is (declared(kind).server is not None)


def test_an_app_without_its_secret_counts_as_none(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (config.ROOT / "settings.toml").read_text(encoding="utf-8")
    path = tmp_path / "settings.toml"
    path.write_text(f'{text}\n[apps.x]\nid = "4711"\n', encoding="utf-8")
    settings.GEMA = config.load(path)
    assert app_of("x") is None
    monkeypatch.setenv("GEMA_APP_SECRET_X", "rahasia")
    settings.SECRETS = secrets.load(tmp_path)
    assert app_of("x") == App("4711", "rahasia")
    assert app_of("facebook") is None
    assert "rahasia" not in repr(app_of("x"))
    assert "rahasia" not in repr(settings.SECRETS)


def test_a_network_that_does_not_exist_stops_the_start(tmp_path: Path) -> None:
    text = (config.ROOT / "settings.toml").read_text(encoding="utf-8")
    path = tmp_path / "settings.toml"
    path.write_text(f'{text}\n[apps.twiter]\nid = "4711"\n', encoding="utf-8")
    with pytest.raises(config.WrongSetting, match="twiter"):
        config.load(path)


def test_apps_on_servers_are_sealed_anew_with_the_rest(
    db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GEMA_VAULT_KEYS", raising=False)
    settings.DATA, settings.SECRETS = tmp_path, secrets.load(tmp_path)
    settings.READ_SECRETS = lambda: secrets.load(tmp_path)
    sealed = vault.seal_words({"id": "4711"})
    NetworkApp.objects.create(kind="mastodon", origin="https://a.example", sealed=sealed)
    NetworkApp.objects.create(kind="mastodon", origin="https://b.example", sealed=b"of lost keys")
    call_command("rotate_keys", verbosity=0)
    call_command("rotate_keys", "--drop-old", verbosity=0)
    settings.SECRETS = secrets.load(tmp_path)
    [kept] = NetworkApp.objects.all()
    assert vault.unseal_words(bytes(kept.sealed), "") == {"id": "4711"}
