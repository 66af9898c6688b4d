"""The line to a real WordPress is cut in the middle of each call that changes something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from channels.base import NotSent, Receipt, Unconfirmed, Verb
from tests.channels.sending import Notebook, now, trace
from tests.real.cuts import WAYS, Way, assert_honest, end_of
from tests.real.on_wordpress import about, at, fresh, picture, published, remote
from tests.real.site_server import Site

EVERY_WAY = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
DRAFT, PUBLIC = rb"POST /wp-json/wp/v2/posts ", rb"POST /wp-json/wp/v2/posts/\d+ "
UPLOAD, TRASH = rb"POST /wp-json/wp/v2/media ", rb"DELETE /wp-json/wp/v2/posts/\d+ "
READ = rb"GET /wp-json/wp/v2/posts"


def public(site: Site, title: str) -> list[int]:
    return [post["id"] for post in site.posts(title) if post["status"] == "publish"]


@EVERY_WAY
def test_a_post_is_told_truly_and_never_doubled(wordpress: Site, way: Way) -> None:
    sent, notebook, begun = fresh(picture(1), picture(2)), Notebook(), now()
    line = wordpress.door.line
    with line.cut(PUBLIC, way.where, way.after, reset=way.reset):
        end = end_of(lambda: at(wordpress).publish(sent, notebook))
    line.wait_until_idle()
    there = public(wordpress, sent.title)
    looked = end_of(lambda: at(wordpress).look(trace(sent, begun, notebook.noted)))
    assert_honest(end, looked, there)
    at(wordpress).publish(sent, notebook)
    [post] = wordpress.posts(sent.title)
    assert post["status"] == "publish"
    assert len(wordpress.pictures(post["id"])) == 2


@EVERY_WAY
@pytest.mark.parametrize("match", [DRAFT, UPLOAD], ids=["its draft", "a picture"])
def test_before_it_is_public_nothing_lost_is_public_or_doubled(
    wordpress: Site, match: bytes, way: Way
) -> None:
    sent, notebook = fresh(picture(3), picture(4)), Notebook()
    line = wordpress.door.line
    with line.cut(match, way.where, way.after, reset=way.reset), pytest.raises(NotSent):
        at(wordpress).publish(sent, notebook)
    line.wait_until_idle()
    assert public(wordpress, sent.title) == []
    at(wordpress).publish(sent, notebook)
    [post] = wordpress.posts(sent.title)
    assert post["status"] == "publish"
    assert len(wordpress.pictures(post["id"])) == 2


@EVERY_WAY
def test_a_repeat_while_the_site_is_still_at_work_is_not_public_twice(
    wordpress: Site, way: Way
) -> None:
    """Nobody waits here: the lost call and its repeat may be at work at the same time."""
    sent, notebook = fresh(), Notebook()
    for match in (DRAFT, PUBLIC):
        with wordpress.door.line.cut(match, way.where, way.after, reset=way.reset):
            end_of(lambda: at(wordpress).publish(sent, notebook))
    at(wordpress).publish(sent, notebook)
    wordpress.door.line.wait_until_idle()
    assert len(public(wordpress, sent.title)) == 1


@EVERY_WAY
def test_an_edit_is_told_truly(wordpress: Site, way: Way) -> None:
    sent = fresh()
    target, line = remote(published(wordpress, sent)), wordpress.door.line
    changed = replace(sent, key="ralat", text="Loket tutup pukul 15.00 WIB.")
    with line.cut(PUBLIC, way.where, way.after, reset=way.reset):
        end = end_of(lambda: at(wordpress).edit(target, changed, Notebook()))
    line.wait_until_idle()
    [post] = wordpress.posts(sent.title)
    done = ["changed"] if "15.00" in post["content"] else []
    assert_honest(end, end_of(lambda: at(wordpress).look(about(Verb.EDIT, target, "ralat"))), done)
    at(wordpress).edit(target, changed, Notebook())
    assert "15.00" in wordpress.posts(sent.title)[0]["content"]


@EVERY_WAY
def test_a_deletion_is_told_truly(wordpress: Site, way: Way) -> None:
    sent = fresh()
    target, line = remote(published(wordpress, sent)), wordpress.door.line
    with line.cut(TRASH, way.where, way.after, reset=way.reset):
        end = end_of(lambda: at(wordpress).delete(target, "hapus", Notebook()))
    line.wait_until_idle()
    gone = [] if public(wordpress, sent.title) else ["gone"]
    assert_honest(end, end_of(lambda: at(wordpress).look(about(Verb.DELETE, target))), gone)
    at(wordpress).delete(target, "hapus", Notebook())
    assert public(wordpress, sent.title) == []


@EVERY_WAY
def test_a_look_that_cannot_see_never_says_that_nothing_is_there(wordpress: Site, way: Way) -> None:
    sent, notebook, begun = fresh(), Notebook(), now()
    receipt = at(wordpress).publish(sent, notebook)
    with wordpress.door.line.cut(READ, way.where, way.after, reset=way.reset):
        blind = end_of(lambda: at(wordpress).look(trace(sent, begun, notebook.noted)))
    assert isinstance(blind, Receipt | Unconfirmed)
    assert at(wordpress).look(trace(sent, begun, notebook.noted)) == receipt
