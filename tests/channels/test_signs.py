"""How pages name networks and accounts."""

from __future__ import annotations

import pytest

from channels.models import Account


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        ("x", "@redaksi-contoh"),
        ("webhook", "Redaksi Contoh"),
        ("a network of a later release", "@redaksi-contoh"),
    ],
)
def test_an_account_is_called_by_its_at_name_where_its_network_has_such_names(
    kind: str, called: str
) -> None:
    account = Account(kind=kind, handle="redaksi-contoh", name="Redaksi Contoh")
    assert account.called == called


def test_an_account_without_any_name_is_called_by_what_there_is() -> None:
    assert Account(kind="wordpress", handle="kantor.contoh.test").called == "kantor.contoh.test"
