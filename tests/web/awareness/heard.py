"""Offices that are heard: deliveries that went out, with what their networks told of them."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from channels.models import Account
from content import drafts, workflow
from content.models import Office, Person, Post
from content.workflow import Step
from scheduler.models import Delivery, Measured, State, VerbWord
from tests.people import MORNING, Network, content

NUMBERS = count(1)
TOLD = ("views", "reach", "likes", "replies", "reposts", "clicks")


def account_on(kind: str, office: Office) -> Account:
    """As it stands in the record; nobody ever calls it."""
    made, _new = Account.objects.get_or_create(
        office=office,
        kind=kind,
        handle=f"{kind}_{office.code.lower()}",
        defaults={"connected_at": MORNING},
    )
    return made


def post_of(
    network: Network, office: Office | None = None, *, origin: Post | None = None, **fields: Any
) -> Post:
    """An approved post, by whoever writes there."""
    office = office or network.pontianak
    template = fields.pop("template", "gema" if origin else "jam-layanan")
    post = drafts.create(
        office, template, by=_writer(network, office), at=MORNING, repost_of=origin
    )
    words = content(office=office.code, template={"key": template, "version": 1}, **fields)
    post = workflow.submit(post, words, by=_writer(network, office), at=MORNING)
    assert post.head is not None
    return workflow.take(Step.APPROVE, post, by=network.rina, at=MORNING, sha256=post.head.sha256)


def _writer(network: Network, office: Office) -> Person:
    return {network.jayapura.pk: network.yosua, network.centre.pk: network.citra}.get(
        office.pk, network.sari
    )


def told(
    network: Network,
    at: datetime,
    *,
    office: Office | None = None,
    kind: str = "x",
    post: Post | None = None,
    verb: VerbWord = VerbWord.PUBLISH,
    **figures: int,
) -> Measured:
    """One delivery that went out then. Figures that are not given are told by nobody."""
    office = office or (post.office if post else network.pontianak)
    post = post or post_of(network, office)
    assert post.head is not None
    sent = Delivery.objects.create(
        post=post,
        revision=post.head,
        account=account_on(kind, office),
        verb=verb,
        again=next(NUMBERS) % 30_000,
        state=State.SENT,
        due_at=at,
        deadline_at=at,
        finished_at=at,
        url=f"https://contoh.test/{next(NUMBERS)}",
    )
    assert figures.keys() <= set(TOLD)
    return Measured.objects.create(
        delivery=sent,
        post=post,
        origin=post.repost_of,
        account=sent.account,
        office=office,
        kind=kind,
        verb=verb,
        topic=post.topic,
        template=post.template_key,
        sent_at=at,
        measured_at=at if figures else None,
        **figures,
    )
