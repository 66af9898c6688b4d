"""What networks take and charge, as the channels declare it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from channels import registry
from channels.base import Verb
from channels.terms import DAY, Quota, TellsUsage
from channels.x.adapter import PRICE


@pytest.mark.parametrize(
    ("verb", "linked", "described", "costs"),
    [
        (Verb.PUBLISH, False, 0, "0.015"),
        (Verb.PUBLISH, True, 0, "0.200"),
        (Verb.PUBLISH, False, 2, "0.025"),
        (Verb.PUBLISH, True, 4, "0.220"),
        (Verb.REPLY, True, 0, "0.200"),
        (Verb.REPOST, True, 2, "0.015"),
        (Verb.DELETE, True, 2, "0.010"),
        (Verb.EDIT, True, 2, "0"),
    ],
)
def test_each_call_on_x_has_its_price(verb: Verb, linked: bool, described: int, costs: str) -> None:
    assert PRICE.of(verb, linked=linked, described=described) == Decimal(costs)


def test_a_link_makes_a_post_on_x_thirteen_times_as_dear() -> None:
    assert PRICE.times == 13


@pytest.mark.parametrize(
    ("kind", "quota"),
    [
        ("instagram", Quota(50, DAY)),
        ("threads", Quota(250, DAY)),
        ("threads", Quota(100, DAY, frozenset({Verb.DELETE}))),
        ("threads", Quota(1_000, DAY, frozenset({Verb.REPLY}))),
        ("x", Quota(100, timedelta(minutes=15), frozenset({Verb.PUBLISH, Verb.REPLY}))),
    ],
)
def test_a_channel_declares_what_its_network_takes(kind: str, quota: Quota) -> None:
    assert quota in registry.load(kind).capabilities.quotas


def test_a_quota_speaks_of_verbs_that_the_channel_has() -> None:
    for kind in registry.CHANNELS:
        can = registry.load(kind).capabilities
        assert all(quota.verbs <= can.verbs for quota in can.quotas), kind


def test_the_networks_of_meta_tell_what_is_used() -> None:
    telling = [k for k in registry.CHANNELS if issubclass(registry.load(k), TellsUsage)]
    assert telling == ["instagram", "threads"]
