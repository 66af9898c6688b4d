"""Finding our own status again on a Mastodon server, and no other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.base import NotFound, Outgoing
from tests.channels.on_mastodon import LINK, POST, mastodon_at
from tests.channels.sending import Notebook, message, now, outcome, photo, trace
from tests.stubs.running import Network

TEXTS = [
    "Paspor & visa <baru>: lihat https://imigrasi.go.id/layanan?a=1&b=2.",
    f"Tautan panjang {LINK} di tengah",
    "Situs kami imigrasi.go.id, dan surel humas@imigrasi.go.id",
    "Baris satu\nbaris dua\n\nParagraf  dua\n\n\n\nTiga",
    "Bersama @pusat@lain.example dan @ptk #Imigrasi #PasporElektronik",
    "Selamat Hari Bhakti Imigrasi 🇮🇩 – “melayani” 'sepenuh' hati",
    "Cafe\u0301",
    "&amp; <p>apa</p> adanya",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("tells_source", [True, False])
def test_a_post_is_recognised_however_the_server_shows_it(
    mastodon: Network, text: str, tells_source: bool
) -> None:
    mastodon.set(tells_source=tells_source)
    sent, sent_at = message(text, photo()), now()
    receipt = mastodon_at(mastodon).publish(sent, Notebook())
    assert mastodon_at(mastodon).look(trace(sent, sent_at)) == receipt


def test_where_a_server_shows_a_text_changed_what_was_written_decides(mastodon: Network) -> None:
    sent, sent_at = message("**Penting**: loket tutup"), now()
    receipt = mastodon_at(mastodon).publish(sent, Notebook())
    shown = {
        "id": receipt.remote_id,
        "created_at": sent_at.isoformat(),
        "content": "<p><strong>Penting</strong>: loket tutup</p>",
        "media_attachments": [],
    }
    mastodon.fail("answer", r"GET .*accounts/\d+/statuses$", body=[shown])
    assert mastodon_at(mastodon).look(trace(sent, sent_at)).remote_id == receipt.remote_id


def test_the_same_words_of_a_moment_ago_are_not_taken_for_ours(mastodon: Network) -> None:
    """No clock could tell them apart; what was the newest before does."""
    mastodon_at(mastodon).publish(Outgoing("pagi", "Selamat pagi"), Notebook())
    sent, notebook = Outgoing("siang", "Selamat pagi"), Notebook()
    mastodon.fail("drop", POST)
    outcome(mastodon_at(mastodon), sent, notebook)
    with pytest.raises(NotFound):
        mastodon_at(mastodon).look(trace(sent, now(), notebook.noted))


def test_a_wrong_clock_on_the_server_hides_nothing(mastodon: Network) -> None:
    mastodon_at(mastodon).publish(Outgoing("lama", "Kemarin"), Notebook())
    sent, notebook = message("Selamat pagi"), Notebook()
    receipt = mastodon_at(mastodon).publish(sent, notebook)
    wrong = now() + timedelta(hours=5)
    assert mastodon_at(mastodon).look(trace(sent, wrong, notebook.noted)) == receipt


def test_a_busy_timeline_is_read_page_by_page(mastodon: Network) -> None:
    posting, sent_at = mastodon_at(mastodon), now()
    first = posting.publish(Outgoing("0", "Nomor 0"), Notebook())
    for number in range(1, 42):
        posting.publish(Outgoing(str(number), f"Nomor {number}"), Notebook())
    mastodon.set(tells_source=False)
    assert posting.look(trace(message("Nomor 0"), sent_at)) == first
