"""The writing screen, as a browser with and without JavaScript asks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from composer.cards.model import Format
from composer.form import fingerprint
from composer.working import Working
from content import drafts, workflow
from content.models import Media, Post, Status
from content.workflow import Step
from tests.composer.desk import address, client, form, photo, written
from tests.people import MORNING, Network

NIK = "6171010802900001"
HTMX = {"HX-Request": "true"}


def working(post: Post) -> Working:
    return Working.read(Post.objects.get(pk=post.pk).draft.content)


def test_a_template_starts_one_draft_however_often_it_is_pressed(network: Network) -> None:
    browser = client(network.sari)
    key = browser.get(reverse("composer:choose")).context["key"]
    start = reverse("composer:start", args=["jam-layanan"])

    places = {browser.post(start, {"key": key})["Location"] for _ in range(3)}

    assert len(places) == 1
    assert Post.objects.get().office == network.pontianak
    browser.post(reverse("composer:start", args=["acara"]), {"key": key})
    assert Post.objects.count() == 2


def test_who_does_not_write_is_told_whom_to_ask(network: Network) -> None:
    page = client(network.wati).get(reverse("composer:choose"))
    assert "Anda belum ditugaskan menulis" in page.content.decode()
    start = reverse("composer:start", args=["jam-layanan"])
    assert client(network.wati).post(start).status_code == 404


def test_saving_without_javascript_keeps_everything(network: Network) -> None:
    post = written(network)
    sent = form(post, slot__alasan="Ada latihan bencana", **{"wanted-date": "2026-12-10"})

    answer = client(network.sari).post(address("write", post), sent)

    assert answer.status_code == 302
    assert working(post).slots["alasan"] == "Ada latihan bencana"
    assert Post.objects.get().wanted == {"date": "2026-12-10", "time": "08:00", "mode": "serentak"}


def test_an_autosave_answers_with_previews_and_not_with_the_form(network: Network) -> None:
    post = written(network)
    sent = form(post, slot__alasan="Ada latihan bencana")

    page = client(network.sari).post(address("write", post), sent, headers=HTMX).content.decode()

    assert "Ada latihan bencana" in page
    assert 'id="preview-x"' in page
    assert 'id="seen" value="3"' in page
    assert 'name="slot-alasan"' not in page
    assert "<html" not in page


def test_the_text_being_typed_into_is_not_drawn_again(network: Network) -> None:
    post = written(network)
    browser, to = client(network.sari), address("write", post)
    assert "override-x" in browser.post(to, form(post), headers=HTMX).content.decode()
    typing = form(post, typing="text-x")
    assert "override-x" not in browser.post(to, typing, headers=HTMX).content.decode()


def test_a_channels_own_text_counts_once_it_differs(network: Network) -> None:
    post = written(network)
    browser, to = client(network.sari), address("write", post)
    drawn = {c.kind: c for c in browser.get(to).context["channels"]}["x"]

    browser.post(to, form(post, text__x=drawn.text, base__x=drawn.base))
    assert working(post).overrides == {}

    post.refresh_from_db()
    post.draft.refresh_from_db()
    browser.post(to, form(post, text__x="Kata-kata sendiri", base__x=drawn.base))
    assert working(post).overrides == {"x": "Kata-kata sendiri"}

    # Emptied, or put back to what the blanks make: from the blanks again.
    post.draft.refresh_from_db()
    browser.post(to, form(post, text__x="", base__x=""))
    assert working(post).overrides == {}


def test_a_text_drawn_from_old_blanks_does_not_stick(network: Network) -> None:
    post = written(network)
    old = "Teks lama dari isian"
    sent = form(post, text__x=old, base__x=fingerprint(old), slot__alasan="Alasan baru")
    client(network.sari).post(address("write", post), sent)
    assert working(post).overrides == {}


def test_unknown_channels_are_ignored(network: Network) -> None:
    post = written(network)
    client(network.sari).post(address("write", post), form(post, channel=["x", "fax"]))
    assert working(post).channels == ("x",)


def test_a_complete_draft_is_submitted(network: Network) -> None:
    post = written(network)
    answer = client(network.sari).post(address("write", post), form(post, act="submit"))
    assert answer["Location"] == address("post", post)
    assert Post.objects.get().status == Status.SUBMITTED


def test_each_problem_is_named_and_leads_to_its_field(network: Network) -> None:
    post = written(network)
    sent = form(post, slot__alasan="", slot__jam="pagi-pagi", act="submit")

    answer = client(network.sari).post(address("write", post), sent)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert Post.objects.get().status == Status.DRAFT
    for place in ("slot-alasan", "slot-jam"):
        assert f'href="#{place}"' in page
        assert f'id="{place}"' in page
        assert f'id="{place}-error"' in page
    assert "pagi-pagi" in page
    # What may stay empty is not complained about.
    assert 'id="slot-sampai-error"' not in page


@pytest.mark.parametrize(
    ("field", "place"), [("slot__alasan", "slot-alasan"), ("text__x", "text-x")]
)
def test_a_personal_number_stops_the_submission(network: Network, field: str, place: str) -> None:
    post = written(network)
    sent = form(post, act="submit", **{field: f"Hubungi pemilik NIK {NIK}"})
    answer = client(network.sari).post(address("write", post), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "NIK" in page
    assert f'href="#{place}"' in page
    assert Post.objects.get().status == Status.DRAFT


@pytest.mark.parametrize(
    ("field", "place"), [("text__x", "text-x"), ("title", "isian"), ("card_alt", "card_alt")]
)
def test_an_empty_place_in_words_of_ones_own_stops_the_submission(
    network: Network, field: str, place: str
) -> None:
    post = written(network)
    own: dict[str, str] = {field: "Mulai [Tanggal berlaku] kami tutup"}
    sent = form(post, act="submit", card="on", **own)
    answer = client(network.sari).post(address("write", post), sent)
    assert answer.status_code == 422
    assert "masih tertulis [Tanggal berlaku]" in answer.content.decode()
    assert f'href="#{place}' in answer.content.decode()


def test_one_wins_and_the_other_sees_the_difference(network: Network) -> None:
    post = written(network)
    theirs = form(post, slot__alasan="Kata Edi", tab="tab-edi")
    client(network.edi).post(address("write", post), theirs)

    ours = form(post, slot__alasan="Kata Sari")
    sari, to = client(network.sari), address("write", post)
    fragment = sari.post(to, ours, headers=HTMX)
    page = sari.post(to, ours)

    for answer in (fragment, page):
        said = answer.content.decode()
        assert answer.status_code == 409
        assert "Edi menyimpan draf ini lebih dahulu" in said
        assert "<del>Edi</del>" in said
        assert "<ins>Sari</ins>" in said
    assert fragment["HX-Retarget"] == "#refused"
    assert "Kata Sari" in page.content.decode()
    assert working(post).slots["alasan"] == "Kata Edi"
    # Saving once more is not enough; writing over is a choice of its own.
    assert sari.post(to, ours).status_code == 409
    over = Post.objects.get().draft.version
    assert sari.post(to, {**ours, "over": over}).status_code == 302
    assert working(post).slots["alasan"] == "Kata Sari"


def test_a_page_is_not_overtaken_by_its_own_lost_answer(network: Network) -> None:
    post = written(network)
    sari, to = client(network.sari), address("write", post)
    for words in ("Satu", "Dua", "Tiga"):
        answer = sari.post(to, form(post, slot__alasan=words), headers=HTMX)
        assert answer.status_code == 200
    assert working(post).slots["alasan"] == "Tiga"


def test_words_typed_after_somebody_submitted_stay_on_the_screen(network: Network) -> None:
    post = written(network)
    client(network.edi).post(address("write", post), form(post, act="submit", tab="edi"))
    late = form(post, slot__alasan="Kata yang terlambat")
    answer = client(network.sari).post(address("write", post), late)
    assert answer.status_code == 409
    assert "Kata yang terlambat" in answer.content.decode()
    assert Post.objects.get().status == Status.SUBMITTED


def test_a_photo_is_added_and_what_was_typed_stays(network: Network) -> None:
    post = written(network)
    sent = form(post, slot__alasan="Ada latihan", pictures=photo())
    answer = client(network.sari).post(address("upload", post), sent)
    assert answer["Location"].endswith("#gambar")
    kept = working(post)
    assert kept.slots["alasan"] == "Ada latihan"
    assert [p.id for p in kept.media] == [Media.objects.get().pk]


def test_a_file_that_is_no_picture_says_so_and_the_others_are_kept(network: Network) -> None:
    post = written(network)
    broken = SimpleUploadedFile("surat.jpg", b"bukan gambar", "image/jpeg")
    sent = form(post, slot__alasan="Ada latihan", pictures=[broken, photo()])
    answer = client(network.sari).post(address("upload", post), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "surat.jpg" in page
    assert "Ada latihan" in page
    assert len(working(post).media) == 1


def test_a_photo_needs_its_alt_text_and_can_be_let_go(network: Network) -> None:
    post = written(network)
    sari = client(network.sari)
    sari.post(address("upload", post), form(post, pictures=photo()))
    number = str(Media.objects.get().pk)
    post.draft.refresh_from_db()

    refused = sari.post(address("write", post), form(post, media=number, act="submit"))
    assert f'href="#alt-{number}"' in refused.content.decode()

    post.draft.refresh_from_db()
    sari.post(address("write", post), form(post, media=number, remove=number))
    assert working(post).media == ()


def test_no_nul_is_kept(network: Network) -> None:
    post = written(network)
    client(network.sari).post(address("write", post), form(post, slot__alasan="Pe\x00rawatan"))
    assert working(post).slots["alasan"] == "Perawatan"


def test_letting_go_of_no_picture_saves_the_rest(network: Network) -> None:
    post = written(network)
    sent = form(post, slot__alasan="Perawatan", remove="9" * 5000)
    assert client(network.sari).post(address("write", post), sent).status_code == 302
    assert working(post).slots["alasan"] == "Perawatan"


def test_nobody_takes_in_another_offices_picture(network: Network) -> None:
    theirs = drafts.create(network.jayapura, "jam-layanan", by=network.yosua, at=MORNING)
    client(network.yosua).post(address("upload", theirs), form(theirs, pictures=photo()))
    number = Media.objects.get().pk
    post = written(network)
    sent = form(post, media=str(number), **{f"alt-{number}": "Milik orang lain"})
    client(network.sari).post(address("write", post), sent)
    assert working(post).media == ()


def test_a_correction_says_what_was_wrong_and_what_is_right(network: Network) -> None:
    post = written(network, correction={"wrong": "", "right": ""})
    sari, to = client(network.sari), address("write", post)
    page = sari.post(to, form(post, act="submit", wrong="Jam tutup")).content.decode()
    assert 'href="#correction-right"' in page
    assert 'href="#correction-wrong"' not in page
    post.draft.refresh_from_db()
    sari.post(to, form(post, act="submit", wrong="Jam tutup", right="Pukul 12.00"))
    head = Post.objects.get().head
    assert head is not None
    assert head.content["correction"] == {"wrong": "Jam tutup", "right": "Pukul 12.00"}


def test_a_card_that_cannot_be_drawn_says_why_beside_its_blank(network: Network) -> None:
    post = written(network, card=True)
    sent = form(post, card="1", channel="instagram", slot__alasan="Alasan 漢字")
    page = client(network.sari).post(address("write", post), sent, headers=HTMX).content.decode()
    beside = page.split('id="slot-alasan-note"')[1].split("</div>")[0]
    assert "tidak ada dalam fon kartu" in beside
    assert 'href="#slot-alasan"' in page
    assert "<img" not in page


def test_a_blank_is_not_criticised_while_it_is_being_typed_into(network: Network) -> None:
    post = written(network)
    sari, to = client(network.sari), address("write", post)
    sent = form(post, slot__jam="08", slot__alasan="")
    typing = sari.post(to, {**sent, "typing": "slot-jam"}, headers=HTMX).content.decode()
    assert "slot-jam-note" not in typing
    left = sari.post(to, sent, headers=HTMX).content.decode()
    assert "<svg" in left.split('id="slot-jam-note"')[1].split("</div>")[0]
    # What is still empty is only counted.
    assert "<svg" not in left.split('id="slot-alasan-note"')[1].split("</div>")[0]


def test_the_card_may_be_kept_only_under_the_address_that_names_it(network: Network) -> None:
    post = written(network, card=True, channels=["instagram"])
    sari = client(network.sari)
    shown = sari.get(address("write", post)).context["previews"][0].pictures[0]

    named = sari.get(shown.url)
    assert named["Content-Type"] == "image/jpeg"
    assert "immutable" in named["Cache-Control"]
    plain = sari.get(shown.url.split("?")[0] + "?unduh")
    assert "no-store" in plain["Cache-Control"]
    assert plain["Content-Disposition"].startswith("attachment")

    drafts.save(
        post,
        {**post.draft.content, "slots": {**post.draft.content["slots"], "jam": "09.00–10.00"}},
        by=network.sari,
        at=MORNING + timedelta(minutes=1),
        seen=post.draft.version,
    )
    assert "no-store" in sari.get(shown.url)["Cache-Control"]


def test_the_card_of_a_draft_is_for_those_who_write_on_it(network: Network) -> None:
    """Others get the card of what was submitted, or none."""
    post = written(network, card=True, channels=["instagram"])
    sari, card = client(network.sari), address("card", post, Format.FEED)
    sent = form(post, act="submit", card="1", channel="instagram")
    assert sari.post(address("write", post), sent).status_code == 302
    frozen = reverse("content:media", args=[Media.objects.get(width=1080, height=1350).pk])
    workflow.take(Step.RECALL, Post.objects.get(), by=network.sari, at=MORNING)

    assert sari.get(card)["Content-Type"] == "image/jpeg"
    for reader in (network.maya, network.wati):
        assert client(reader).get(card)["Location"] == frozen
    assert client(network.yosua).get(card).status_code == 404


def test_a_revision_without_a_card_gives_none_of_the_draft(network: Network) -> None:
    post = network.submitted()
    workflow.take(Step.RECALL, post, by=network.sari, at=MORNING)
    assert client(network.maya).get(address("card", post, Format.FEED)).status_code == 404
