"""The line to Bluesky's own server is cut in the middle of each call that changes something."""

from __future__ import annotations

import pytest

from channels.base import NotSent, Unconfirmed, Verb
from tests.channels.sending import Notebook, jpeg, now, photo, trace
from tests.real.cuts import WAYS, Way, assert_honest, end_of
from tests.real.on_bluesky import Desk, about, fresh, remote
from tests.real.pds_server import Account, Pds

EVERY_WAY = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
PUT, DELETE = rb"POST \S+putRecord", rb"POST \S+deleteRecord"
UPLOAD, READ = rb"POST \S+uploadBlob", rb"GET \S+getRecord"


@pytest.fixture(scope="module")
def region(bluesky: Pds, office: Account) -> Desk:
    return Desk(bluesky, office)


@pytest.fixture(scope="module")
def hub(bluesky: Pds, centre: Account) -> Desk:
    return Desk(bluesky, centre)


@EVERY_WAY
def test_a_post_is_told_truly_and_never_doubled(region: Desk, way: Way) -> None:
    sent, notebook, begun = fresh(photo()), Notebook(), now()
    line, before = region.pds.door.line, region.pds.commits(region.account)
    region.adapter().check()  # so that signing in is not part of it
    with line.cut(PUT, way.where, way.after, reset=way.reset):
        end = end_of(lambda: region.adapter().publish(sent, notebook))
    line.wait_until_idle()
    rkey = notebook.noted["rkey"]
    there = [uri for uri in region.pds.records(region.account) if uri.endswith(rkey)]
    looked = end_of(lambda: region.adapter().look(trace(sent, begun, notebook.noted)))
    assert_honest(end, looked, there)
    receipt = region.adapter().publish(sent, notebook)
    assert receipt.remote_id.endswith(rkey)
    assert region.pds.commits(region.account) == before + 1


@EVERY_WAY
def test_a_repost_is_told_truly_and_never_doubled(region: Desk, hub: Desk, way: Way) -> None:
    original, notebook = remote(region.published(fresh())), Notebook()
    line, before = hub.pds.door.line, hub.pds.commits(hub.account)
    hub.adapter().check()
    with line.cut(PUT, way.where, way.after, reset=way.reset):
        end = end_of(lambda: hub.adapter().repost(original, "gema", notebook))
    line.wait_until_idle()
    there = list(range(hub.pds.commits(hub.account) - before))
    looked = end_of(lambda: hub.adapter().look(about(Verb.REPOST, original, notebook)))
    assert_honest(end, looked, there)
    hub.adapter().repost(original, "gema", notebook)
    assert hub.pds.commits(hub.account) == before + 1


@EVERY_WAY
def test_a_deletion_is_told_truly(region: Desk, way: Way) -> None:
    target, line = remote(region.published(fresh())), region.pds.door.line
    with line.cut(DELETE, way.where, way.after, reset=way.reset):
        end = end_of(lambda: region.adapter().delete(target, "hapus", Notebook()))
    line.wait_until_idle()
    gone = [] if target.remote_id in region.pds.records(region.account) else ["gone"]
    looked = end_of(lambda: region.adapter().look(about(Verb.DELETE, target)))
    assert_honest(end, looked, gone)
    region.adapter().delete(target, "hapus", Notebook())
    assert target.remote_id not in region.pds.records(region.account)


@EVERY_WAY
def test_a_lost_picture_means_that_nothing_was_published(region: Desk, way: Way) -> None:
    sent, notebook = fresh(photo(), photo(data=jpeg(640, 480))), Notebook()
    line, before = region.pds.door.line, region.pds.commits(region.account)
    region.adapter().check()
    with line.cut(UPLOAD, way.where, way.after, reset=way.reset), pytest.raises(NotSent):
        region.adapter().publish(sent, notebook)
    line.wait_until_idle()
    assert region.pds.commits(region.account) == before
    receipt = region.adapter().publish(sent, notebook)
    assert len(region.pds.pictures(region.account, receipt.remote_id)) == 2
    assert region.pds.commits(region.account) == before + 1


@EVERY_WAY
def test_a_look_that_cannot_see_never_says_that_nothing_is_there(region: Desk, way: Way) -> None:
    sent, notebook, begun = fresh(), Notebook(), now()
    receipt = region.adapter().publish(sent, notebook)
    line = region.pds.door.line
    with line.cut(READ, way.where, way.after, reset=way.reset):
        blind = end_of(lambda: region.adapter().look(trace(sent, begun, notebook.noted)))
    assert isinstance(blind, Unconfirmed)
    assert region.adapter().look(trace(sent, begun, notebook.noted)) == receipt
