"""Quiet offices: how long since their last word, and what of theirs waits."""

from __future__ import annotations

from datetime import timedelta

from content.models import Office
from tests.people import MORNING, Network
from tests.web.awareness.heard import told
from web.awareness.quiet import LONG, Silence, silences


def of(network: Network) -> dict[str, Silence]:
    return {one.office.code: one for one in silences(Office.objects.all(), MORNING)}


def test_the_longest_silence_comes_first_and_before_it_those_that_never_spoke(
    network: Network,
) -> None:
    told(network, MORNING - timedelta(days=3), office=network.pontianak)
    told(network, MORNING - timedelta(days=40), office=network.jayapura)
    order = [one.office.code for one in silences(Office.objects.all(), MORNING)]
    assert order == ["PUSAT", "KALBAR", "PAPUA", "JAP", "PTK"]
    found = of(network)
    assert (found["PTK"].days, found["PTK"].quiet) == (3, False)
    assert (found["JAP"].days, found["JAP"].tone) == (40, "bad")
    assert (found["PUSAT"].days, found["PUSAT"].quiet) == (None, True)


def test_days_are_counted_by_the_offices_clock(network: Network) -> None:
    # 23.30 in Pontianak is the same day, in Jayapura it is the next one already.
    late = MORNING - timedelta(days=LONG, hours=10, minutes=30)
    for office in (network.pontianak, network.jayapura):
        told(network, late, office=office, kind="x")
    found = of(network)
    assert found["PTK"].days == LONG + 1
    assert found["JAP"].days == LONG


def test_the_last_word_counts_whatever_became_of_its_figures(network: Network) -> None:
    told(network, MORNING - timedelta(days=20), views=9)
    told(network, MORNING - timedelta(days=1))
    assert of(network)["PTK"].days == 1


def test_the_practice_board_is_no_word_to_the_public(network: Network) -> None:
    told(network, MORNING, kind="practice", reposts=1)
    assert of(network)["PTK"].last is None


def test_what_waits_is_counted_by_where_it_waits(network: Network) -> None:
    network.submitted()
    network.submitted()
    network.approved()
    network.draft()
    found = of(network)["PTK"]
    assert (found.waiting, found.approved, found.planned) == (2, 1, 0)


def test_an_office_that_is_closed_is_not_called_quiet(network: Network) -> None:
    Office.objects.filter(code="JAP").update(active=False)
    assert "JAP" not in of(network)
