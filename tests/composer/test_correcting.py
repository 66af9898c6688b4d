from __future__ import annotations

from datetime import timedelta

from composer import correcting, echo, submitting
from composer.library import library
from composer.working import Working
from content import drafts, going_live, workflow
from content.models import Draft, Post
from content.workflow import Step
from tests.people import MORNING, Network

LATER = MORNING + timedelta(minutes=5)
OWN = "Ditulis sendiri untuk X. Info: 0800-0000-0101"


def published(network: Network) -> Post:
    """From a template, with a channel's own text, approved and out."""
    template = library()["jam-layanan"]
    working = Working(slots=template.examples, channels=template.channels, overrides={"x": OWN})
    post = drafts.create(
        network.pontianak, "jam-layanan", by=network.sari, at=MORNING, content=working.as_json()
    )
    post = submitting.submit(post, post.draft, by=network.sari, at=MORNING)
    assert post.head is not None
    post = workflow.take(Step.APPROVE, post, by=network.rina, at=MORNING, sha256=post.head.sha256)
    assert post.head is not None
    going_live.go_live([post.head], at=MORNING)
    return again(post)


def again(post: Post) -> Post:
    return Post.objects.select_related("office", "head", "approval", "live").get(pk=post.pk)


def test_a_correction_starts_from_what_the_public_sees(network: Network) -> None:
    post = correcting.take(Step.CORRECT, published(network), by=network.sari, at=LATER)
    working = Working.read(Draft.objects.get(post=post).content)
    assert working.correction is not None
    assert working.overrides == {"x": OWN}
    assert working.slots["tanggal"] == "2026-11-27"


def test_an_abandoned_correction_leaves_no_trace_in_title_and_draft(network: Network) -> None:
    post = published(network)
    title, words = post.title, Draft.objects.get(post=post)
    post = correcting.take(Step.CORRECT, post, by=network.sari, at=LATER)
    changed = Working(slots={}, channels=("x",), title="Judul lain")
    drafts.save(
        post,
        changed.as_json(),
        by=network.sari,
        at=LATER,
        seen=words.version + 1,
        title="Judul lain",
    )
    post = correcting.take(Step.ABANDON, again(post), by=network.sari, at=LATER)
    assert again(post).title == title
    working = Working.read(Draft.objects.get(post=post).content)
    assert working.correction is None
    assert working.overrides == {"x": OWN}


def test_a_repost_never_takes_words_that_nobody_approved(network: Network) -> None:
    post = correcting.take(Step.CORRECT, published(network), by=network.sari, at=LATER)
    changed = Working(
        slots={**library()["jam-layanan"].examples, "layanan": "izin tinggal saja"},
        channels=("newsroom",),
    )
    Draft.objects.filter(post=post).update(content=changed.as_json())
    draft = Draft.objects.get(post=post)
    submitting.submit(again(post), draft, by=network.sari, at=LATER)
    repost = echo.of_post(again(post), network.centre, by=network.citra, at=LATER)
    assert "izin tinggal saja" not in Working.read(repost.draft.content).slots["isi"]
