"""A press desk to test with: everything reaches the newsroom through its adapter, as in life."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from channels.base import Image, Outgoing, Receipt, Remote
from channels.http import Wire
from channels.models import Account
from channels.newsroom.adapter import Newsroom
from content.models import Media, Office, Post
from content.models.media import MediaRole
from newsroom.board import NewsroomBoard
from newsroom.models import Item
from tests.people import MORNING, Network

SITE = "http://127.0.0.1:8000"
BODY = "Layanan paspor buka sampai pukul 16.00 WIB.\n\nBawalah:\n- KTP\n- kartu keluarga"


class NoJournal:
    """The newsroom has nothing that it must not forget."""

    noted: Mapping[str, Any] = {}

    def note(self, **facts: str | int | list[str]) -> None:
        raise AssertionError(facts)


@dataclass
class Press:
    """``now`` is the desk's clock; tests move it by hand."""

    network: Network
    now: datetime = MORNING
    keys: int = 0
    accounts: dict[int, Account] = field(default_factory=dict)

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def account(self, office: Office) -> Account:
        if office.pk not in self.accounts:
            self.accounts[office.pk] = self.network.account("newsroom", office)
        return self.accounts[office.pk]

    def adapter(self, account: Account) -> Newsroom:
        board = NewsroomBoard(lambda: self.now)
        wire = Wire(now=lambda: self.now, board=board, account=str(account.pk))
        return Newsroom(Newsroom.needs(), wire)

    def post(self, office: Office | None = None, **fields: Any) -> Post:
        return Post.objects.create(
            office=office or self.network.pontianak,
            author=self.network.sari,
            template_key="siaran-pers",
            created_at=self.now,
            changed_at=self.now,
            **fields,
        )

    def message(self, post: Post, text: str = BODY, **more: Any) -> Outgoing:
        self.keys += 1
        extra = {"post": str(post.public_id), "office": post.office.code, "topic": "layanan"}
        extra |= more.pop("extra", {})
        words = {"title": "Layanan paspor sampai sore", "key": f"gema-{self.keys}-0", **more}
        return Outgoing(text=text, extra=extra, **words)

    def publish(
        self, text: str = BODY, *, post: Post | None = None, on: Office | None = None, **more: Any
    ) -> Item:
        post = post or self.post()
        account = self.account(on or post.office)
        receipt = self.adapter(account).publish(self.message(post, text, **more), NoJournal())
        return item_of(receipt)

    def correct(self, item: Item, wrong: str, right: str, text: str = BODY, **more: Any) -> Item:
        correction = {"correction": {"wrong": wrong, "right": right}}
        return self.edit(item, text, extra=correction, **more)

    def edit(self, item: Item, text: str = BODY, **more: Any) -> Item:
        post = Post.objects.get(public_id=item.post)
        target = Remote(str(item.public_id), item.address)
        message = self.message(post, text, **more)
        return item_of(self.adapter(item.account).edit(target, message, NoJournal()))

    def withdraw(self, item: Item, note: str = "Tanggalnya belum pasti.") -> Item:
        target = Remote(str(item.public_id), item.address)
        return item_of(self.adapter(item.account).delete(target, "gema-x", NoJournal(), note))


def item_of(receipt: Receipt) -> Item:
    return Item.objects.select_related("office", "account").get(public_id=receipt.remote_id)


def photo(
    office: Office,
    *,
    width: int = 900,
    height: int = 600,
    colour: str = "teal",
    role: MediaRole = MediaRole.PHOTO,
    **words: str,
) -> Image:
    """A picture that is in the record, as an adapter gets it."""
    out = BytesIO()
    Pillow.new("RGB", (width, height), colour).save(out, "JPEG")
    data = out.getvalue()
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"{sha256[:24]}.jpg"
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    Media.objects.create(
        office=office,
        role=role,
        name=name,
        sha256=sha256,
        mime="image/jpeg",
        width=width,
        height=height,
        size=len(data),
        uploaded_at=MORNING,
    )
    said = {"alt": "Loket paspor", "caption": "Loket pagi hari", "credit": "Humas Contoh", **words}
    return Image(
        data,
        "image/jpeg",
        said["alt"],
        width,
        height,
        sha256,
        caption=said["caption"],
        credit=said["credit"],
    )


def read(client: Client, name: str, *args: str, status: int = 200) -> str:
    """What a stranger reads under this name."""
    response = client.get(reverse(f"newsroom:{name}", args=args))
    assert response.status_code == status, response.status_code
    return response.content.decode()
