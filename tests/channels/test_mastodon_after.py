"""Reposting, correcting and taking down on Mastodon."""

from __future__ import annotations

import pytest

from channels.base import NotFound, NotSent, Reason, Receipt, Refused, Remote, Unconfirmed, Verb
from tests.channels.on_mastodon import CENTRE, mastodon_at, published, said, settled
from tests.channels.sending import Notebook, message, photo
from tests.stubs.running import Network


def test_a_repost_is_made_once_and_seen(mastodon: Network) -> None:
    target = published(mastodon, message("Dari daerah"))
    centre, seen = mastodon_at(mastodon, CENTRE), settled(Verb.REPOST, target)
    with pytest.raises(NotFound):
        centre.look(seen)
    mastodon.fail("drop", "reblog", accept=True)
    with pytest.raises(Unconfirmed):
        centre.repost(target, "k", Notebook())
    assert centre.look(seen) == Receipt(target.remote_id, target.url)
    assert centre.repost(target, "k", Notebook()) == Receipt(target.remote_id, target.url)
    assert len(mastodon.accepted("repost")) == 1


def test_a_post_of_another_server_is_reposted_by_the_number_it_has_here(mastodon: Network) -> None:
    here = published(mastodon, message("Dari server lain"))
    away = Remote("7", "https://lain.example/@kanim/7")
    centre = mastodon_at(mastodon, CENTRE)
    mastodon.set(scopes=["read", "write"], known={away.url: here.remote_id})
    assert centre.repost(away, "k", Notebook()) == Receipt(here.remote_id, away.url)
    assert mastodon.accepted("repost")[0]["target"] == here.remote_id
    assert centre.look(settled(Verb.REPOST, away)) == Receipt(here.remote_id, away.url)


def test_a_post_this_server_has_not_heard_of_yet_is_tried_again(mastodon: Network) -> None:
    away = Remote("7", "https://lain.example/@kanim/7")
    with pytest.raises(NotSent) as caught:
        mastodon_at(mastodon, CENTRE).repost(away, "k", Notebook())
    assert caught.value.reason is Reason.STILL_PROCESSING


def test_reposting_what_is_gone_is_refused(mastodon: Network) -> None:
    with pytest.raises(Refused) as caught:
        mastodon_at(mastodon).repost(Remote("115000000000000999"), "k", Notebook())
    assert caught.value.reason is Reason.GONE


def test_a_repost_can_be_taken_back_and_the_original_stays(mastodon: Network) -> None:
    target = published(mastodon, message("Dari daerah"))
    centre = mastodon_at(mastodon, CENTRE)
    receipt = centre.repost(target, "k", Notebook())
    share = Remote(receipt.remote_id, receipt.url)
    with pytest.raises(NotFound):
        centre.look(settled(Verb.DELETE, share))
    for _ in range(2):  # twice does no harm
        assert centre.delete(share, "k", Notebook()) == receipt
    assert centre.look(settled(Verb.DELETE, share)) == receipt
    assert len(mastodon.accepted("unrepost")) == 1
    assert mastodon.accepted("delete") == []


def test_an_edit_changes_the_same_post_and_its_pictures(mastodon: Network) -> None:
    target = published(mastodon, message("Buka pukul 08.00", photo(alt="Jadwal lama")))
    better = message("Buka pukul 09.00", photo(alt="Jadwal baru"))
    changed = settled(Verb.EDIT, target, better)
    with pytest.raises(NotFound):
        mastodon_at(mastodon).look(changed)
    receipt = mastodon_at(mastodon).edit(target, better, Notebook())
    assert receipt == Receipt(target.remote_id, target.url)
    (edit,) = mastodon.accepted("edit")
    assert (edit["text"], edit["alts"]) == ("Buka pukul 09.00", ["Jadwal baru"])
    assert mastodon_at(mastodon).look(changed) == receipt
    assert len(mastodon.accepted("post")) == 1


@pytest.mark.parametrize("accept", [True, False])
def test_a_lost_edit_is_looked_up(mastodon: Network, accept: bool) -> None:
    """Also where only a picture is new, and the words are as they were."""
    target = published(mastodon, message("Jadwal", photo(alt="Lama")))
    better = message("Jadwal", photo(alt="Baru"))
    mastodon.fail("drop", "PUT", accept=accept)
    with pytest.raises(Unconfirmed):
        mastodon_at(mastodon).edit(target, better, Notebook())
    if accept:
        found = mastodon_at(mastodon).look(settled(Verb.EDIT, target, better))
        assert found.remote_id == target.remote_id
        return
    with pytest.raises(NotFound):
        mastodon_at(mastodon).look(settled(Verb.EDIT, target, better))


def test_editing_what_is_gone_is_refused(mastodon: Network) -> None:
    with pytest.raises(Refused) as caught:
        mastodon_at(mastodon).edit(Remote("115000000000000999"), message(), Notebook())
    assert caught.value.reason is Reason.GONE


def test_a_lost_delete_is_looked_up_and_may_be_repeated(mastodon: Network) -> None:
    target = published(mastodon, message("Salah"))
    gone = settled(Verb.DELETE, target)
    with pytest.raises(NotFound):
        mastodon_at(mastodon).look(gone)
    mastodon.fail("drop", "DELETE", accept=True)
    with pytest.raises(Unconfirmed):
        mastodon_at(mastodon).delete(target, "k", Notebook())
    assert mastodon_at(mastodon).look(gone).remote_id == target.remote_id
    assert mastodon_at(mastodon).delete(target, "k", Notebook()).remote_id == target.remote_id
    assert len(mastodon.accepted("delete")) == 1


def test_what_disappears_while_it_is_taken_down_is_down(mastodon: Network) -> None:
    target = published(mastodon, message("Salah"))
    mastodon.fail("answer", "DELETE", **said(404, "Record not found"))
    assert mastodon_at(mastodon).delete(target, "k", Notebook()).remote_id == target.remote_id
