"""What reposts added, as far as both sides are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.models import VerbWord
from tests.people import MORNING, Network
from tests.web.awareness.heard import post_of, told
from web.awareness.asked import Only
from web.awareness.gains import Gain, gained, gains
from web.awareness.measure import Measure
from web.awareness.period import up_to

WEEK = up_to(MORNING.date(), 7)


def found(network: Network, measure: Measure = Measure.VIEWS, **only: str) -> list[Gain]:
    return gains([network.pontianak.pk], WEEK, Only(**only), measure)


def test_the_centres_repost_adds_to_the_offices_own(network: Network) -> None:
    origin = post_of(network, title="Layanan keliling")
    echo = post_of(network, network.centre, origin=origin)
    told(network, MORNING - timedelta(days=60), post=origin, views=400)
    told(network, MORNING - timedelta(days=60), post=origin, kind="facebook", views=100)
    told(network, MORNING, post=echo, views=750)
    [gain] = found(network)
    assert (gain.title, gain.office_name) == ("Layanan keliling", "Kanim Pontianak")
    assert (gain.own.total, gain.added.total, gain.reposts) == (500, 750, 1)
    assert gain.share == pytest.approx(1.5)


def test_an_untold_side_makes_no_share_and_stands_last(network: Network) -> None:
    silent = post_of(network, title="A")
    told(network, MORNING, post=silent, views=100)
    told(network, MORNING, post=post_of(network, network.centre, origin=silent))
    heard = post_of(network, title="B")
    told(network, MORNING, post=heard, views=100)
    told(network, MORNING, post=post_of(network, network.centre, origin=heard), views=0)
    first, second = found(network)
    assert (first.title, first.added.total, first.share) == ("B", 0, 0)
    assert (second.title, second.added.total, second.share) == ("A", None, None)
    total = gained([first, second])
    assert (total.count, total.own, total.added) == (1, 100, 0)


def test_a_networks_own_button_adds_nothing_that_is_not_told(network: Network) -> None:
    origin = post_of(network)
    echo = post_of(network, network.centre, origin=origin)
    told(network, MORNING, post=origin, views=100)
    told(network, MORNING, post=echo, verb=VerbWord.REPOST)
    [gain] = found(network)
    assert (gain.reposts, gain.added.total) == (1, None)


def test_only_the_chosen_figure_channel_topic_and_time_count(network: Network) -> None:
    origin = post_of(network)
    echo = post_of(network, network.centre, origin=origin)
    told(network, MORNING, post=origin, views=9, likes=2, clicks=1)
    told(network, MORNING, post=echo, views=5, likes=4)
    told(network, MORNING, post=echo, kind="facebook", views=50)
    [engaged] = found(network, Measure.ENGAGED)
    assert (engaged.own.total, engaged.added.total) == (3, 4)
    [on_x] = found(network, kind="x")
    assert (on_x.own.total, on_x.added.total) == (9, 5)
    assert found(network, topic="acara") == []
    assert gains([network.pontianak.pk], up_to(WEEK.first, 7), Only(), Measure.VIEWS) == []


def test_other_offices_see_nothing_of_it_and_the_reposting_one_does(network: Network) -> None:
    origin = post_of(network)
    told(network, MORNING, post=post_of(network, network.centre, origin=origin), views=5)
    assert gains([network.jayapura.pk], WEEK, Only(), Measure.VIEWS) == []
    assert len(gains([network.centre.pk], WEEK, Only(), Measure.VIEWS)) == 1
