"""A real WordPress on MariaDB, through the adapter that speaks to it in service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest

from channels.base import Disconnected, NotFound, NotSent, Reason, Refused, Remote, Verb
from channels.wordpress.adapter import WordPress
from channels.wordpress.client import Client, says
from channels.wordpress.credentials import Credentials
from channels.wordpress.page import slug_of
from tests.channels.sending import Notebook, jpeg, now, photo, png, trace
from tests.real.on_wordpress import about, at, fresh, picture, published, remote
from tests.real.pds_server import Pds
from tests.real.site_server import Site

ODD = "Kuota < 100 & “paspor” [gallery] 👍 <script>alert(1)</script> satu"


def test_a_harmless_read_proves_the_connection(wordpress: Site) -> None:
    profile = at(wordpress).check()
    assert (profile.handle, profile.name) == ("situs.test", "Kanim Contoh")


def test_a_wrong_password_is_no_login(wordpress: Site) -> None:
    login = wordpress.login(password="abcd EFGH 1234 ijkl MNOP 5678")
    with pytest.raises(Disconnected) as ended:
        WordPress(login, wordpress.door.wire()).check()
    assert ended.value.reason is Reason.LOGIN_ENDED


def test_who_may_not_publish_is_told_so_and_leaves_nothing(wordpress: Site) -> None:
    sent, intern = fresh(), at(wordpress, "magang")
    calls: tuple[Callable[[], object], ...] = (
        intern.check,
        lambda: intern.publish(sent, Notebook()),
    )
    for call in calls:
        with pytest.raises(Disconnected) as ended:
            call()
        assert ended.value.reason is Reason.MAY_NOT_PUBLISH
    assert all(post["status"] != "publish" for post in wordpress.posts(sent.title))


def test_a_server_of_bluesky_is_not_taken_for_a_site(wordpress: Site, bluesky: Pds) -> None:
    login = Credentials(bluesky.door.url, "humas", wordpress.passwords["humas"])
    with pytest.raises(NotSent) as not_sent:
        WordPress(login, bluesky.door.wire()).check()
    assert not_sent.value.reason is Reason.CLOSED_DOOR  # "check the address" is its advice


def test_a_post_stands_there_with_its_pictures_and_alternative_texts(wordpress: Site) -> None:
    pictures = [picture(1), replace(photo(alt="Peta", data=png()), mime="image/png"), picture(3)]
    sent = fresh(*pictures, text="Élok. #paspor\n\n- satu\n- dua https://imigrasi.go.id")
    receipt = published(wordpress, sent)
    [post] = wordpress.posts(sent.title)
    assert (post["status"], str(post["id"])) == ("publish", receipt.remote_id)
    kept = wordpress.pictures(post["id"])
    assert [row["alt"] for row in kept] == [one.alt for one in pictures]
    assert str(post["featured"]) == str(kept[0]["id"])
    page = wordpress.page(receipt.url)
    assert "Élok." in page
    assert '<a href="https://imigrasi.go.id">' in page
    assert all(f'alt="{one.alt}"' in page for one in pictures[1:])
    for row in kept:
        assert wordpress.served(row["url"])


def test_what_was_typed_is_shown_as_it_was_typed(wordpress: Site) -> None:
    shown = [replace(picture(n, alt=ODD), caption=ODD, credit="A & B") for n in (4, 5)]
    sent = fresh(*shown, text=f"{ODD}\n\n{ODD}")
    sent = replace(sent, title=f"{ODD} {sent.key}")
    receipt = published(wordpress, sent)
    words = wordpress.words(receipt.url)
    assert words.count(ODD) >= 2
    kept = wordpress.pictures(int(receipt.remote_id))
    assert [unescape(row["alt"]) for row in kept] == [f"{ODD} 4", f"{ODD} 5"]
    library = Client(wordpress.login(), wordpress.door.wire()).pictures(int(receipt.remote_id))
    for image in shown:
        assert any(says(row, image) for row in library), "would be described at every attempt"


def test_the_same_key_again_changes_nothing(wordpress: Site) -> None:
    sent, notebook = fresh(picture(6)), Notebook()
    first = at(wordpress).publish(sent, notebook)
    assert at(wordpress).publish(sent, notebook) == first
    assert at(wordpress).publish(sent, Notebook()) == first
    [post] = wordpress.posts(sent.title)
    assert len(wordpress.pictures(post["id"])) == 1


def test_a_look_finds_what_is_there_also_without_the_journal(wordpress: Site) -> None:
    sent, notebook, begun = fresh(), Notebook(), now()
    receipt = at(wordpress).publish(sent, notebook)
    assert at(wordpress).look(trace(sent, begun, notebook.noted)) == receipt
    assert at(wordpress).look(trace(sent, begun)) == receipt


def test_a_look_does_not_find_what_was_never_sent(wordpress: Site) -> None:
    with pytest.raises(NotFound):
        at(wordpress).look(trace(fresh(), now()))


def test_an_edit_changes_words_and_pictures_in_place(wordpress: Site) -> None:
    sent = fresh(picture(7), picture(8))
    target = remote(published(wordpress, sent))
    changed = replace(
        sent,
        key="ralat-1",
        text="Loket buka pukul 09.00 WIB.",
        images=(replace(picture(7), alt="Antrean, diperbaiki"), picture(9)),
    )
    with pytest.raises(NotFound):
        at(wordpress).look(about(Verb.EDIT, target, "ralat-1"))
    receipt = at(wordpress).edit(target, changed, Notebook())
    assert receipt == at(wordpress).look(about(Verb.EDIT, target, "ralat-1"))
    assert (receipt.remote_id, receipt.url) == (target.remote_id, target.url)
    page = wordpress.page(target.url)
    assert "09.00" in page
    assert "08.00" not in page
    alts = [row["alt"] for row in wordpress.pictures(int(target.remote_id))]
    assert alts == ["Antrean, diperbaiki", "Antrean di loket 8", "Antrean di loket 9"]
    assert len(wordpress.posts(sent.title)) == 1


def test_a_deletion_puts_the_post_into_the_trash_and_repeating_it_does_no_harm(
    wordpress: Site,
) -> None:
    sent = fresh(picture(7))
    target = remote(published(wordpress, sent))
    assert len(wordpress.pictures(int(target.remote_id))) == 1
    with pytest.raises(NotFound):
        at(wordpress).look(about(Verb.DELETE, target))
    for _ in range(2):
        at(wordpress).delete(target, "hapus", Notebook())
    assert [post["status"] for post in wordpress.posts(sent.title)] == ["trash"]
    assert wordpress.pictures(int(target.remote_id)) == []
    assert at(wordpress).look(about(Verb.DELETE, target)).remote_id == target.remote_id
    with pytest.raises(Refused) as refused:
        at(wordpress).edit(target, sent, Notebook())
    assert refused.value.reason is Reason.GONE


def test_a_post_of_somebody_else_is_not_touched(wordpress: Site) -> None:
    sent = fresh()
    target = remote(at(wordpress, "redaksi").publish(sent, Notebook()))
    calls: tuple[Callable[[], object], ...] = (
        lambda: at(wordpress).edit(target, replace(sent, text="Lain."), Notebook()),
        lambda: at(wordpress).delete(target, "hapus", Notebook()),
    )
    for call in calls:
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.reason is Reason.NOT_ALLOWED
    assert [post["status"] for post in wordpress.posts(sent.title)] == ["publish"]


def test_a_post_that_never_was_is_gone(wordpress: Site) -> None:
    with pytest.raises(Refused) as refused:
        at(wordpress).edit(Remote("999999"), fresh(), Notebook())
    assert refused.value.reason is Reason.GONE
    at(wordpress).delete(Remote("999999"), "hapus", Notebook())


def test_what_is_no_picture_is_refused_as_a_picture(wordpress: Site) -> None:
    sent = fresh(photo(data=b"%PDF-1.7 bukan foto" + b" " * 200))
    with pytest.raises(Refused) as refused:
        published(wordpress, sent)
    assert refused.value.reason is Reason.BAD_MEDIA
    assert [post["status"] for post in wordpress.posts(sent.title)] == ["draft"]


def test_a_picture_that_php_does_not_take_is_refused_as_a_picture(wordpress: Site) -> None:
    heavy = photo(data=jpeg() + b"\0" * 2_100_000)
    with pytest.raises(Refused) as refused:
        published(wordpress, fresh(heavy))
    assert refused.value.reason is Reason.BAD_MEDIA


def test_an_editor_who_took_the_post_off_the_site_is_not_overruled(wordpress: Site) -> None:
    sent, notebook, begun = fresh(), Notebook(), now()
    receipt = at(wordpress).publish(sent, notebook)
    at(wordpress, "redaksi").delete(remote(receipt), "hapus", Notebook())
    with pytest.raises(Exception, match="trash"):
        at(wordpress).look(trace(sent, begun, notebook.noted))


def test_a_title_another_post_has_gets_an_address_of_its_own(wordpress: Site) -> None:
    one, two = fresh(), fresh()
    two = replace(two, title=one.title)
    assert slug_of(one) != slug_of(two)
    assert published(wordpress, one) != published(wordpress, two)
    assert len(wordpress.posts(one.title)) == 2
