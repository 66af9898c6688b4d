"""Looking for a post on a WordPress site, correcting it, taking it down."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from channels.base import NotFound, Reason, Receipt, Refused, Remote, Trace, Unconfirmed, Verb
from channels.wordpress.page import mark_of
from tests.channels.sending import Notebook, now, trace
from tests.channels.wordpress_site import LIST, album, look_at, no, raised, site_at, titled
from tests.stubs.faults import QUICK_LOSS
from tests.stubs.running import Network


def test_what_was_never_sent_is_not_there(wordpress: Network) -> None:
    assert isinstance(look_at(wordpress, trace(titled(), now())), NotFound)


@pytest.mark.parametrize(
    "listing",
    [
        {"status": 200, "body": "[]"},
        {"status": 200, "body": "[]", "headers": {"X-WP-Total": "1"}},
        {"status": 200, "body": "[]", "headers": {"X-WP-Total": "0", "Age": "30"}},
        {"status": 200, "body": "[]", "headers": {"X-WP-Total": "0", "X-Cache": "HIT"}},
        {"status": 200, "body": "{}"},
        {"status": 500, "body": ""},
        no("rest_cannot_edit", 403),
    ],
)
def test_an_answer_that_does_not_show_all_is_not_believed(
    wordpress: Network, listing: dict[str, Any]
) -> None:
    wordpress.fail("answer", LIST, **listing)
    assert isinstance(look_at(wordpress, trace(titled(), now())), Unconfirmed)


@pytest.mark.parametrize("status", ["trash", "private", "future", "arsip"])
def test_what_the_office_took_in_hand_is_a_question_for_a_person(
    wordpress: Network, status: str
) -> None:
    body = {"id": 5, "slug": "x", "status": status, "link": "https://situs.example/x/"}
    wordpress.fail("answer", r"GET .*/posts/5$", body=body)
    seen = trace(titled(), now(), {"post": 5})
    assert isinstance(look_at(wordpress, seen), Unconfirmed)


def test_a_post_whose_address_the_office_changed_is_still_found(wordpress: Network) -> None:
    body = {"id": 5, "slug": "lain", "status": "publish", "link": "https://situs.example/lain/"}
    wordpress.fail("answer", r"GET .*/posts/5$", body=body)
    seen = trace(titled(), now(), {"post": 5})
    assert look_at(wordpress, seen) == Receipt("5", "https://situs.example/lain/")


@pytest.fixture
def live(wordpress: Network) -> Remote:
    receipt = site_at(wordpress).publish(titled("Lama", *album(1)), Notebook())
    return Remote(receipt.remote_id, receipt.url)


def test_an_edit_changes_the_post_in_its_place(wordpress: Network, live: Remote) -> None:
    right = {"wrong": "07.00", "right": "08.00"}
    new = replace(titled("Baru", *album(2)), key="kunci-2", extra={"correction": right})
    receipt = site_at(wordpress).edit(live, new, Notebook())
    (edit,) = wordpress.accepted("edit")
    assert receipt == Receipt(live.remote_id, live.url)
    assert "RALAT." in edit["row"]["content"]
    assert "Lama" not in edit["row"]["content"]
    assert len(wordpress.accepted("media")) == 2
    site_at(wordpress).edit(live, titled("Tanpa gambar"), Notebook())
    assert wordpress.accepted("edit")[-1]["row"]["featured_media"] == 0


def test_a_picture_that_stays_gets_its_new_words(wordpress: Network, live: Remote) -> None:
    said = replace(album(1)[0], alt="Loket <dua>", credit="Humas & [Kanim]")
    for _ in range(2):
        site_at(wordpress).edit(live, titled("Baru", said), Notebook())
    (words,) = wordpress.accepted("words")
    assert (words["row"]["alt_text"], words["row"]["caption"]) == (
        "Loket &lt;dua&gt;", "Foto: Humas &amp; &#091;Kanim]",
    )  # fmt: skip
    assert len(wordpress.accepted("media")) == 1


@pytest.mark.parametrize("fault", QUICK_LOSS.values(), ids=QUICK_LOSS)
@pytest.mark.parametrize("verb", [Verb.EDIT, Verb.DELETE])
def test_a_lost_change_is_looked_for(
    wordpress: Network, live: Remote, verb: Verb, fault: dict[str, Any]
) -> None:
    wordpress.fail(match=r"(POST|DELETE) .*/posts/\d+$", **fault)
    new = replace(titled("Baru"), key="kunci-2")
    verbs = {
        Verb.EDIT: lambda: site_at(wordpress).edit(live, new, Notebook()),
        Verb.DELETE: lambda: site_at(wordpress).delete(live, new.key, Notebook()),
    }
    assert isinstance(raised(verbs[verb]), Unconfirmed)
    seen = Trace(new.key, verb, now(), new if verb is Verb.EDIT else None, live)
    found = look_at(wordpress, seen)
    # Its picture can still be fetched.
    done = wordpress.accepted("edit") if verb is Verb.EDIT else []
    assert isinstance(found, Receipt if done else NotFound)
    verbs[verb]()
    assert isinstance(look_at(wordpress, seen), Receipt)


def test_whose_words_a_post_shows_is_read_from_its_mark(wordpress: Network, live: Remote) -> None:
    first, second = (replace(titled("Baru"), key=key) for key in ("kunci-2", "kunci-3"))
    site_at(wordpress).edit(live, first, Notebook())
    assert mark_of(first.key) in wordpress.accepted("edit")[0]["row"]["content"]
    seen = [Trace(new.key, Verb.EDIT, now(), new, live) for new in (first, second)]
    assert [type(look_at(wordpress, one)) for one in seen] == [Receipt, NotFound]


def test_a_deleted_post_lies_in_the_trash_and_may_be_deleted_again(
    wordpress: Network, live: Remote
) -> None:
    for _ in range(2):
        assert site_at(wordpress).delete(live, "k", Notebook()) == Receipt(live.remote_id, live.url)
    assert len(wordpress.accepted("trash")) == 1


def test_the_pictures_of_a_deleted_post_are_gone_for_good_but_only_those_gema_has_uploaded(
    wordpress: Network, live: Remote
) -> None:
    site = site_at(wordpress)
    other = site.publish(replace(titled("Lain", *album(1)), key="kunci-lain"), Notebook())
    theirs = {**wordpress.accepted("media")[0]["row"], "id": 900, "slug": "foto-redaksi"}
    with wordpress.world("ours", [*wordpress.accepted(), media(theirs)]) as world:
        site_at(world).delete(live, "k", Notebook())
        dropped = [event["row"]["slug"] for event in world.accepted("drop")]
        assert len(dropped) == 1
        assert dropped[0].startswith(f"gema-{live.remote_id}-")
        look_for = Trace("k", Verb.DELETE, now(), None, live)
        assert isinstance(look_at(world, look_for), Receipt)
    assert other.remote_id != live.remote_id


def media(row: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "media", "id": str(row["id"]), "row": row, "at": 0}


def test_a_picture_that_may_not_be_deleted_is_told_as_such(
    wordpress: Network, live: Remote
) -> None:
    wordpress.fail("answer", r"DELETE .*/media/", **no("rest_cannot_delete", 403))
    with pytest.raises(Refused) as caught:
        site_at(wordpress).delete(live, "k", Notebook())
    assert caught.value.reason is Reason.NOT_ALLOWED
    assert len(wordpress.accepted("trash")) == 1
    site_at(wordpress).delete(live, "k", Notebook())
    assert len(wordpress.accepted("drop")) == 1


@pytest.mark.parametrize("code", ["rest_post_invalid_id", "rest_already_trashed"])
def test_what_goes_while_we_delete_it_is_gone(wordpress: Network, live: Remote, code: str) -> None:
    wordpress.fail("answer", "DELETE", **no(code, 410))
    assert site_at(wordpress).delete(live, "k", Notebook()).remote_id == live.remote_id


def test_what_never_was_is_gone_already(wordpress: Network) -> None:
    assert site_at(wordpress).delete(Remote("999"), "k", Notebook()).remote_id == "999"
    seen = Trace("k", Verb.DELETE, now(), None, Remote("999"))
    assert isinstance(look_at(wordpress, seen), Receipt)


def test_a_site_without_trash_hides_the_post(wordpress: Network, live: Remote) -> None:
    wordpress.set(no_trash=True)
    site_at(wordpress).delete(live, "k", Notebook())
    assert wordpress.accepted("change")[-1]["row"]["status"] == "draft"
    seen = Trace("k", Verb.DELETE, now(), None, live)
    assert isinstance(look_at(wordpress, seen), Receipt)


def test_what_the_office_took_down_cannot_be_corrected(wordpress: Network, live: Remote) -> None:
    site_at(wordpress).delete(live, "k", Notebook())
    for gone in (live, Remote("999"), Remote("bukan-nomor")):
        error = raised(partial(site_at(wordpress).edit, gone, titled(), Notebook()))
        assert isinstance(error, Refused)
        assert error.reason is Reason.GONE


def test_a_post_of_somebody_else_is_left_alone(wordpress: Network, live: Remote) -> None:
    wordpress.fail("answer", "DELETE", **no("rest_cannot_delete", 403))
    error = raised(lambda: site_at(wordpress).delete(live, "k", Notebook()))
    assert isinstance(error, Refused)
    assert error.reason is Reason.NOT_ALLOWED
