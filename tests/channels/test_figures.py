"""What networks tell of a post: read as it is said, and missing where it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels import registry
from channels.base import Disconnected, NotSent, Outgoing, Reason, Remote
from channels.figures import NAMES, Figures, Tells, number, together
from tests.channels.places import PLACES
from tests.channels.sending import Notebook, channel, now
from tests.stubs.faults import QUICK_LOSS, graph
from tests.stubs.running import Network

Stubs = Callable[[str], Network]
Draft = Callable[..., Outgoing]

TOLD = {
    "x": Figures(views=480, likes=12, replies=2, reposts=4),
    "facebook": Figures(views=900, reach=610, likes=21, replies=4, reposts=5, clicks=33),
    "instagram": Figures(views=1300, reach=800, likes=40, replies=6, reposts=9),
    "mastodon": Figures(likes=7, replies=1, reposts=4),
    "bluesky": Figures(likes=9, replies=2, reposts=5),
    "threads": Figures(views=300, likes=14, replies=3, reposts=7),
    "linkedin": Figures(views=150, reach=120, likes=8, replies=2, reposts=1, clicks=11),
}
# What is asked for when figures are read.
READS = {
    "x": r"GET /2/tweets$",
    "facebook": r"GET .*/insights$",
    "instagram": r"GET .*/insights$",
    "mastodon": r"GET /api/v1/statuses/\d+$",
    "bluesky": r"GET .*getPosts$",
    "threads": r"GET .*/insights$",
    "linkedin": r"GET .*ShareStatistics$",
}
each = pytest.mark.parametrize("kind", sorted(TOLD))


def posted(kind: str, network: Network, draft: Draft, text: str = "Layanan buka.") -> Remote:
    sent = replace(draft(text), key=f"kunci-{text}")
    receipt = channel(kind, network, PLACES[kind].stub).publish(sent, Notebook())
    return Remote(receipt.remote_id, receipt.url)


def told(kind: str, network: Network, *posts: Remote) -> Mapping[str, Figures | None]:
    asked = channel(kind, network, PLACES[kind].stub)
    assert isinstance(asked, Tells)
    return asked.measure(posts)


@pytest.mark.parametrize("kind", sorted(registry.CHANNELS))
def test_a_channel_can_measure_if_and_only_if_it_says_what_it_tells(kind: str) -> None:
    adapter = registry.load(kind)
    measuring = adapter.capabilities.measuring
    assert hasattr(adapter, "measure") == (measuring is not None)
    if measuring is not None:
        assert measuring.tells
        assert measuring.tells <= set(NAMES)
        assert measuring.at_once >= 1
        assert measuring.pace is None or measuring.pace.calls > 0


def test_every_network_that_tells_is_asked_here() -> None:
    telling = {k for k in registry.CHANNELS if registry.load(k).capabilities.measuring}
    assert telling - {"practice"} == set(TOLD)


@each
def test_what_the_network_counts_is_told_and_nothing_else(
    kind: str, stub: Stubs, draft: Draft
) -> None:
    network = stub(PLACES[kind].stub)
    post = posted(kind, network, draft)
    assert told(kind, network, post) == {post.remote_id: TOLD[kind]}
    measuring = registry.load(kind).capabilities.measuring
    assert measuring is not None
    assert set(TOLD[kind].told()) == measuring.tells


@each
def test_reading_leaves_nothing_on_the_network(kind: str, stub: Stubs, draft: Draft) -> None:
    network = stub(PLACES[kind].stub)
    post = posted(kind, network, draft)
    before = network.accepted()
    told(kind, network, post)
    after = [one for one in network.accepted() if one["kind"] != "session"]
    assert after == [one for one in before if one["kind"] != "session"]


@each
@pytest.mark.parametrize("fault", QUICK_LOSS.values(), ids=QUICK_LOSS)
def test_an_answer_that_is_lost_or_unreadable_tells_no_figures(
    kind: str, fault: dict[str, Any], stub: Stubs, draft: Draft
) -> None:
    network = stub(PLACES[kind].stub)
    post = posted(kind, network, draft)
    network.fail(match=READS[kind], **fault)
    with pytest.raises(NotSent):
        told(kind, network, post)
    assert told(kind, network, post) == {post.remote_id: TOLD[kind]}


@each
def test_too_many_readings_wait_as_long_as_the_network_asks(
    kind: str, stub: Stubs, draft: Draft
) -> None:
    network = stub(PLACES[kind].stub)
    post = posted(kind, network, draft)
    network.fail("answer", READS[kind], status=429, headers={"Retry-After": "600"})
    with pytest.raises(NotSent) as caught:
        told(kind, network, post)
    assert caught.value.reason is Reason.RATE_LIMITED
    assert caught.value.again_at is not None
    assert caught.value.again_at > now() + timedelta(minutes=4)


@each
def test_a_revoked_login_is_told_as_what_it_is(kind: str, stub: Stubs, draft: Draft) -> None:
    network = stub(PLACES[kind].stub)
    post = posted(kind, network, draft)
    # A password that was withdrawn on Bluesky is noticed once the session has run out.
    network.set(**({"status": "takendown"} if kind == "bluesky" else {"revoked": True}))
    with pytest.raises(Disconnected) as caught:
        told(kind, network, post)
    assert caught.value.reason is not Reason.PERMISSION_MISSING


@pytest.mark.parametrize("kind", ["x", "mastodon", "facebook", "instagram", "threads"])
def test_a_post_that_was_taken_down_is_gone(kind: str, stub: Stubs, draft: Draft) -> None:
    network = stub(PLACES[kind].stub)
    post = posted(kind, network, draft)
    channel(kind, network, PLACES[kind].stub).delete(post, "k", Notebook())
    assert told(kind, network, post) == {post.remote_id: None}


@pytest.mark.parametrize("kind", ["bluesky", "linkedin"])
def test_where_silence_may_mean_anything_it_is_not_taken_for_gone(
    kind: str, stub: Stubs, draft: Draft
) -> None:
    network = stub(PLACES[kind].stub)
    first, second = posted(kind, network, draft, "Satu."), posted(kind, network, draft, "Dua.")
    network.set(unseen=[first.remote_id], uncounted=[first.remote_id])
    assert told(kind, network, first, second) == {second.remote_id: TOLD[kind]}


@pytest.mark.parametrize("kind", ["x", "bluesky", "linkedin"])
def test_many_posts_are_asked_about_in_one_call(kind: str, stub: Stubs, draft: Draft) -> None:
    network = stub(PLACES[kind].stub)
    posts = [posted(kind, network, draft, f"Kabar {n}.") for n in range(3)]
    before = len(network.heard())
    assert told(kind, network, *posts) == {one.remote_id: TOLD[kind] for one in posts}
    reads = [one["line"] for one in network.heard()[before:] if "createSession" not in one["line"]]
    assert len(reads) == 1


def test_of_several_posts_on_x_one_may_be_gone(x: Network, draft: Draft) -> None:
    stays, goes = posted("x", x, draft, "Satu."), posted("x", x, draft, "Dua.")
    channel("x", x, "x").delete(goes, "k", Notebook())
    assert told("x", x, stays, goes) == {stays.remote_id: TOLD["x"], goes.remote_id: None}


@pytest.mark.parametrize(
    ("kind", "lacking", "left"),
    [
        ("facebook", "read_insights", Figures(likes=21, replies=4, reposts=5)),
        ("facebook", "pages_read_user_content", Figures(views=900, reach=610, clicks=33)),
        ("instagram", "instagram_manage_insights", Figures(likes=40, replies=6)),
    ],
)
def test_without_a_permission_its_figures_are_missing_and_it_is_named(
    kind: str, lacking: str, left: Figures, meta: Network, draft: Draft
) -> None:
    post = posted(kind, meta, draft)
    meta.set(lacking=[lacking])
    assert told(kind, meta, post) == {post.remote_id: replace(left, withheld=(lacking,))}


def test_threads_and_linkedin_name_the_permission_that_all_their_figures_take(
    threads: Network, linkedin: Network, draft: Draft
) -> None:
    thread, share = posted("threads", threads, draft), posted("linkedin", linkedin, draft)
    threads.set(scopes=["threads_basic", "threads_content_publish", "threads_delete"])
    linkedin.set(scopes=["r_organization_social", "w_organization_social"])
    withheld = Figures(withheld=("threads_manage_insights",))
    assert told("threads", threads, thread) == {thread.remote_id: withheld}
    withheld = Figures(withheld=("rw_organization_admin",))
    assert told("linkedin", linkedin, share) == {share.remote_id: withheld}


@pytest.mark.parametrize("kind", ["facebook", "instagram", "threads"])
def test_a_metric_that_meta_has_done_away_with_takes_no_other_along(
    kind: str, stub: Stubs, draft: Draft
) -> None:
    network = stub(PLACES[kind].stub)
    post = posted(kind, network, draft)
    numbers = {"views": 1, "post_media_view": 2, "likes": 3}
    network.set(numbers=numbers)
    figures = told(kind, network, post)[post.remote_id]
    assert figures is not None
    assert figures.views == numbers["post_media_view" if kind == "facebook" else "views"]
    assert figures.reach is None
    assert figures.clicks is None


def test_a_count_that_is_left_out_is_missing_and_not_none_at_all(
    meta: Network, mastodon: Network, draft: Draft
) -> None:
    page, toot = posted("facebook", meta, draft), posted("mastodon", mastodon, draft)
    meta.set(counts={}, numbers={"post_media_view": 0})
    figures = told("facebook", meta, page)[page.remote_id]
    assert figures == Figures(views=0)
    mastodon.set(counts={"reblogs_count": 0, "favourites_count": 2})
    assert told("mastodon", mastodon, toot) == {toot.remote_id: Figures(likes=2, reposts=0)}


def test_an_ended_login_of_meta_is_not_taken_for_a_permission(meta: Network, draft: Draft) -> None:
    post = posted("facebook", meta, draft)
    meta.fail("answer", "GET .*/insights", **graph(190, 463))
    with pytest.raises(Disconnected) as caught:
        told("facebook", meta, post)
    assert caught.value.reason is Reason.LOGIN_ENDED


def test_the_reshare_of_a_page_has_figures_of_its_own(linkedin: Network, draft: Draft) -> None:
    post = posted("linkedin", linkedin, draft)
    mine = channel("linkedin", linkedin, "linkedin").repost(post, "k", Notebook())
    echo = Remote(mine.remote_id)
    assert told("linkedin", linkedin, echo) == {echo.remote_id: TOLD["linkedin"]}


STRANGE: list[object] = [
    {"data": 5},
    {"data": [5, {"id": "1", "public_metrics": 5}]},
    {"data": [{"id": "1", "public_metrics": {"like_count": "many", "impression_count": -4}}]},
    {"data": [{"name": "views", "values": 5}, {"name": [], "values": [{"value": True}]}]},
    {"posts": [5, {"uri": 5, "likeCount": {}}]},
    {"elements": [5, {"share": [], "totalShareStatistics": 5}]},
    {"id": "1", "favourites_count": None, "replies_count": "1", "reblogs_count": 2.5},
    {"id": "1", "reactions": 5, "comments": {"summary": []}, "shares": 5},
    {"errors": [{"type": "https://api.x.com/2/problems/resource-not-found"}]},
]


@each
@pytest.mark.parametrize("body", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_answer_is_no_figure(kind: str, body: object, stub: Stubs, draft: Draft) -> None:
    network = stub(PLACES[kind].stub)
    post = posted(kind, network, draft)
    network.fail("answer", READS[kind], body=body, times=20)
    try:
        found = told(kind, network, post)
    except NotSent:
        return
    for figures in found.values():
        assert figures is None or set(figures.told().values()) <= {5, 21, 4, 40, 6}


@pytest.mark.parametrize("value", [True, -1, "5", 2.0, None, [], {}])
def test_only_a_whole_number_is_a_count(value: object) -> None:
    assert number(value) is None
    assert together(value, value) is None
    assert together(value, 3, 0) == 3
