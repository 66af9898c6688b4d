from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from content import drafts, workflow
from content.models import Event, Membership, Person, Post, Revision, Role, Status, Verdict
from content.refusals import Incomplete, NoteMissing, NotOpen, NotYours, OwnWork, Refusal, Stale
from content.scope import Scope
from content.workflow import RULES, Step, take
from tests.people import MORNING, Network, content

LATER = MORNING + timedelta(minutes=5)


def at_status(network: Network, status: Status, *, was_out: bool) -> Post:
    """A post put at one point of its way, whatever led there."""
    post = network.submitted()
    out = {"published_at": MORNING} if was_out else {}
    Post.objects.filter(pk=post.pk).update(status=status, **out)
    return Post.objects.select_related("office", "head").get(pk=post.pk)


def someone_with(network: Network, roles: frozenset[Role]) -> Person:
    people = {Role.WRITER: network.sari, Role.PUBLISHER: network.tono, Role.MODERATOR: network.rina}
    return next(person for role, person in people.items() if role in roles)


def attempt(step: Step, post: Post, by: Person) -> Post:
    if step is Step.SUBMIT:
        return workflow.submit(post, content(), by=by, at=LATER)
    sha256 = post.head.sha256 if post.head else None
    return take(step, post, by=by, at=LATER, note="karena begini", sha256=sha256)


@pytest.mark.parametrize("was_out", [False, True])
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", [s for s in Step if RULES[s].roles])
def test_a_step_works_only_where_the_table_says(
    network: Network, step: Step, status: Status, was_out: bool
) -> None:
    rule = RULES[step]
    post = at_status(network, status, was_out=was_out)
    before = post.events.count()
    if status in rule.start and rule.public in (None, was_out):
        moved = attempt(step, post, someone_with(network, rule.roles))
        assert moved.status == (rule.end or status)
        assert post.events.count() == before + 1
    else:
        with pytest.raises(NotOpen):
            attempt(step, post, someone_with(network, rule.roles))
        assert Post.objects.get(pk=post.pk).status == status
        assert post.events.count() == before


def test_approving_is_a_signature_over_the_exact_content(network: Network) -> None:
    post = network.approved()

    assert post.status == Status.APPROVED
    assert post.approval is not None
    assert post.head is not None
    assert post.approval.verdict == Verdict.APPROVE
    assert post.approval.sha256 == post.head.sha256
    assert post.head.is_intact()
    event = post.events.get(kind="post.approve")
    assert (event.by, event.at) == (network.rina, MORNING)


def test_a_decision_about_other_words_is_refused(network: Network) -> None:
    post = network.submitted()
    with pytest.raises(Stale):
        take(Step.APPROVE, post, by=network.rina, at=LATER, sha256="0" * 64)
    assert not Event.objects.filter(kind="post.approve").exists()


def test_nobody_decides_on_what_he_wrote(network: Network) -> None:
    Membership.objects.create(person=network.sari, office=network.pontianak, role=Role.MODERATOR)
    post = network.submitted()
    assert post.head is not None
    with pytest.raises(OwnWork):
        take(Step.APPROVE, post, by=network.sari, at=LATER, sha256=post.head.sha256)


def test_nobody_decides_on_what_he_edited(network: Network) -> None:
    Membership.objects.create(person=network.edi, office=network.pontianak, role=Role.MODERATOR)
    draft = network.draft()
    drafts.save(draft, {"slots": {"a": "b"}}, by=network.edi, at=MORNING, seen=1)
    post = workflow.submit(draft, content(), by=network.sari, at=MORNING)
    assert post.head is not None
    for step in (Step.APPROVE, Step.RETURN, Step.REJECT):
        with pytest.raises(OwnWork):
            take(step, post, by=network.edi, at=LATER, note="n", sha256=post.head.sha256)


def test_opening_an_approved_post_again_ends_its_approval(network: Network) -> None:
    post = take(Step.REOPEN, network.approved(), by=network.sari, at=LATER)
    assert (post.status, post.approval) == (Status.DRAFT, None)


def test_an_approved_post_cannot_be_edited_behind_the_back_of_its_approval(
    network: Network,
) -> None:
    post = network.approved()
    with pytest.raises(drafts.NotADraft):
        drafts.save(post, {"slots": {}}, by=network.sari, at=LATER, seen=1)


def test_of_two_people_deciding_at_once_one_is_told_what_the_other_did(network: Network) -> None:
    seen_by_rina = network.submitted()
    seen_by_bayu = Post.objects.get(pk=seen_by_rina.pk)
    assert seen_by_rina.head is not None
    sha256 = seen_by_rina.head.sha256
    take(Step.APPROVE, seen_by_rina, by=network.rina, at=LATER, sha256=sha256)

    with pytest.raises(Refusal, match="Rina baru saja menyetujui"):
        take(Step.RETURN, seen_by_bayu, by=network.bayu, at=LATER, note="perbaiki", sha256=sha256)
    assert Post.objects.get(pk=seen_by_rina.pk).status == Status.APPROVED


def test_of_two_people_typing_at_once_one_wins_and_the_other_keeps_his_words(
    network: Network,
) -> None:
    post = network.draft()
    drafts.save(post, {"slots": {"judul": "Edi"}}, by=network.edi, at=MORNING, seen=1)
    with pytest.raises(drafts.Overtaken, match="Edi menyimpan") as told:
        drafts.save(post, {"slots": {"judul": "Sari"}}, by=network.sari, at=LATER, seen=1)
    assert told.value.theirs.slots() == {"judul": "Edi"}
    drafts.save(post, {"slots": {"judul": "Sari"}}, by=network.sari, at=LATER, seen=2)


def test_the_same_form_sent_twice_makes_one_post(network: Network) -> None:
    import_key = network.draft().public_id
    made = [
        drafts.create(
            network.pontianak, "libur", by=network.sari, at=MORNING, request_key=import_key
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_returning_and_rejecting_need_a_reason(network: Network) -> None:
    post = network.submitted()
    assert post.head is not None
    for step in (Step.RETURN, Step.REJECT):
        with pytest.raises(NoteMissing):
            take(step, post, by=network.rina, at=LATER, note="  ", sha256=post.head.sha256)


def test_a_moderator_of_one_region_does_not_reach_another(network: Network) -> None:
    post = drafts.create(network.jayapura, "libur", by=network.yosua, at=MORNING)
    post = workflow.submit(post, content(), by=network.yosua, at=MORNING)
    assert post.head is not None
    with pytest.raises(NotYours):
        take(Step.APPROVE, post, by=network.maya, at=LATER, sha256=post.head.sha256)
    assert not Post.objects.visible_to(_scope(network.maya)).filter(pk=post.pk).exists()
    assert Post.objects.visible_to(_scope(network.rina)).filter(pk=post.pk).exists()


def test_a_task_counts_only_from_until(network: Network) -> None:
    Membership.objects.filter(person=network.maya).update(ends_at=LATER)
    post = network.submitted()
    assert post.head is not None
    with pytest.raises(NotYours):
        take(Step.APPROVE, post, by=network.maya, at=LATER, sha256=post.head.sha256)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": " "}, "title"),
        ({"texts": {}}, "channels"),
        ({"texts": {"x": " "}}, "text-x"),
        ({"texts": {"x": "NIK saya 6171 0541 0190 0001, tolong dicek"}}, "text-x"),
        ({"slots": {"isi": "paspor saya A1234567"}}, "slot-isi"),
        (
            {"media": [{"sha256": "a" * 64, "alt": "", "caption": "", "credit": ""}]},
            "alt-aaaaaaaaaaaa",
        ),
        (
            {
                "media": [
                    {"sha256": "a" * 64, "alt": "paspor A1234567", "caption": "", "credit": ""}
                ]
            },
            "alt-aaaaaaaaaaaa",
        ),
    ],
)
def test_what_must_not_go_out_is_refused_and_the_place_is_named(
    network: Network, changes: dict[str, object], place: str
) -> None:
    post = network.draft()
    with pytest.raises(Incomplete) as told:
        workflow.submit(post, content(**changes), by=network.sari, at=MORNING)
    assert place in [fault.place for fault in told.value.faults]
    assert Post.objects.get(pk=post.pk).status == Status.DRAFT
    assert not Revision.objects.exists()


def test_a_region_sees_the_published_echo_of_its_own_post(network: Network) -> None:
    origin = network.approved()
    echo = drafts.create(network.centre, "gema", by=network.citra, at=LATER, repost_of=origin)
    seen = Post.objects.visible_to(_scope(network.sari)).filter(pk=echo.pk)
    assert not seen.exists()
    Post.objects.filter(pk=echo.pk).update(published_at=LATER)
    assert seen.exists()
    assert not Post.objects.visible_to(_scope(network.yosua)).filter(pk=echo.pk).exists()


def test_what_is_written_once_stays_as_it_is(network: Network) -> None:
    post = network.approved()
    assert post.head is not None
    with pytest.raises(TypeError):
        post.head.save()
    with pytest.raises(TypeError):
        post.head.delete()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Revision.objects.filter(pk=post.head.pk).update(body="{}")
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Event.objects.update(note="anders")


def _scope(person: Person) -> Scope:
    return Scope.of(person, LATER)
