"""What a correction or a withdrawal will do on each account, told before anybody confirms it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from channels import ralat, registry
from channels.base import Verb
from channels.corrections import Pictures, Way
from channels.models import Account
from content.models import Post, Revision
from scheduler import copies, errands, removal
from scheduler.models import OPEN, Delivery

Words = str | Promise

SAID: Mapping[Way, Words] = {
    Way.EDIT: _lazy("Kiriman yang sama diubah."),
    Way.REPLY: _lazy("Balasan “RALAT” di bawah kiriman. Kiriman semula tetap tampil."),
    Way.NEW_POST: _lazy(
        "Kiriman baru “RALAT” yang menyebut kiriman semula. Yang semula tetap tampil."
    ),
    Way.MESSAGE: _lazy("Pesan “RALAT” kepada semua yang menerima pesan pertama."),
    Way.BY_HAND: _lazy("Gema tidak bisa mengubahnya di sana. Anda yang mengubah, lalu mencatat."),
    Way.ANEW: _lazy("Kiriman semula dihapus, lalu diterbitkan lagi."),
}
WITH_A_KIT = _lazy("Anda mengubahnya di aplikasinya; Gema menyiapkan teks dan langkahnya.")
PICTURES_STAY = _lazy("Hanya teksnya yang berubah. Gambarnya tetap yang lama.")
NEW_THERE = _lazy("Belum pernah terbit di akun ini: diterbitkan sebagai kiriman baru.")
SAYS_SO = _lazy("Sudah memuat ralat ini.")
LEFT_OUT = _lazy("Kanal ini tidak ikut diralat. Kiriman semula tetap tampil apa adanya.")
FOLLOWS = _lazy("Membagikan kiriman aslinya, jadi mengikuti kiriman itu.")
IN_DOUBT = _lazy("Belum pasti apakah kiriman sebelumnya tampil di sana. Selesaikan itu dahulu.")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One account. ``may``: whether it can be chosen; ``live``: something of the post is there.

    ``anew``: a person may choose to delete and to publish anew, with these words. ``doubt``: the
    delivery to settle first.
    """

    account: Account
    sentence: Words
    caution: Words = ""
    may: bool = True
    live: bool = True
    url: str = ""
    words: str = ""
    anew: str = ""
    doubt: Delivery | None = None


def of_correction(post: Post, revision: Revision, offered: Iterable[Account]) -> list[Foreseen]:
    """``offered``: the accounts this person may publish it on. Then those that are left out."""
    live: dict[int, list[Delivery]] = {}
    for copy in removal.live_everywhere(post):
        live.setdefault(copy.account_id, []).append(copy)
    doubts = copies.open_ends(post, except_revision=revision.pk)
    told = [
        _foreseen(revision, account, live.pop(account.pk, []), doubts.get(account.pk))
        for account in offered
    ]
    left = [one[0] for one in live.values()]
    return [*told, *(Foreseen(one.account, LEFT_OUT, may=False, url=one.url) for one in left)]


def _foreseen(
    revision: Revision, account: Account, live: list[Delivery], doubt: Delivery | None
) -> Foreseen:
    if doubt is not None:
        return Foreseen(account, IN_DOUBT, may=False, doubt=doubt)
    if not live:
        return Foreseen(account, NEW_THERE, live=False)
    wrong = errands.to_put_right(live, revision)
    if not wrong:
        shared = all(one.verb == Verb.REPOST for one in live)
        return Foreseen(account, FOLLOWS if shared else SAYS_SO, may=False, url=live[0].url)
    return _of_copy(wrong[0], revision)


def _of_copy(copy: Delivery, revision: Revision) -> Foreseen:
    account, content = copy.account, revision.content
    way = errands.way_for(copy, content)
    beside = way in (Way.REPLY, Way.NEW_POST)
    text = str(content["texts"].get(account.kind, ""))
    return Foreseen(
        account,
        say(way, account.kind),
        caution=PICTURES_STAY if way is Way.EDIT and _pictures_stay(copy, content) else "",
        url=copy.url,
        words=ralat.words(way, content, account.kind, copy.url) if beside else "",
        anew=text if errands.may_be_renewed(copy) else "",
    )


def say(way: Way, kind: str) -> Words:
    """What will happen to a copy on this network."""
    has_kit = registry.load(kind).capabilities.by_hand is not None
    return WITH_A_KIT if way is Way.BY_HAND and has_kit else SAID[way]


def _pictures_stay(copy: Delivery, content: Mapping[str, Any]) -> bool:
    kind = copy.account.kind
    before, now = (errands.pictures_of(one, kind) for one in (copy.revision.content, content))
    stay = registry.load(kind).capabilities.edited_pictures is Pictures.STAY
    return stay and list(before) != list(now)


def of_draft(post: Post) -> list[Foreseen]:
    """While a correction is being written: how each account will be put right."""
    live = [one for one in removal.live_everywhere(post) if one.verb != Verb.REPLY]
    return [_of_written(copy) for copy in live]


def _of_written(copy: Delivery) -> Foreseen:
    if copy.verb == Verb.REPOST:
        return Foreseen(copy.account, FOLLOWS, url=copy.url)
    way = errands.way_for(copy, copy.revision.content)
    return Foreseen(copy.account, say(way, copy.account.kind), url=copy.url)


TAKEN_DOWN = _lazy("Dihapus.")
TOLD = _lazy("Tidak bisa dihapus. Semua yang menerimanya mendapat pesan “DITARIK”.")
NOTICE_STAYS = _lazy("Isinya diganti tulisan DITARIK dengan alasan Anda.")
DELETED_WITH_A_KIT = _lazy("Anda menghapusnya di aplikasinya; Gema menyiapkan langkahnya.")
DELETED_BY_HAND = _lazy("Gema tidak bisa menghapusnya di sana. Anda yang menghapus, lalu mencatat.")
CANCELLED = _lazy("Belum terbit: dibatalkan.")
HANDED_OVER = _lazy(
    "Menunggu dikerjakan orang. Bila sudah tampil: catat, lalu hapus di aplikasinya."
)
AS_SOON = _lazy("Sedang dikirim atau belum pasti. Begitu tampil, langsung dihapus.")


def of_rest(post: Post) -> list[Foreseen]:
    """Of a withdrawn post: what is still to be read, and nobody takes down."""
    return [_removed(copy) for copy in removal.still_up(post)]


def of_withdrawal(posts: Sequence[Post]) -> list[Foreseen]:
    """Of a post and of what echoes it: what is live, then what is on its way."""
    live = [copy for post in posts for copy in removal.live_everywhere(post)]
    lines = [_removed(copy) for copy in live]
    # A press list that is half out is live, and on its way.
    coming = Delivery.objects.filter(post__in=posts).exclude(pk__in=[copy.pk for copy in live])
    coming = coming.exclude(verb=Verb.DELETE)
    coming = coming.select_related("account__office").order_by("due_at", "pk")
    handed = coming.filter(copies.HANDED_OVER)
    begun = coming.filter(copies.UNSEEN | copies.BEGUN).exclude(copies.HANDED_OVER)
    planned = coming.filter(state__in=OPEN).exclude(copies.UNSEEN)
    told = ((handed, HANDED_OVER), (begun, AS_SOON), (planned, CANCELLED))
    return lines + [Foreseen(row.account, said, live=False) for some, said in told for row in some]


def _removed(copy: Delivery) -> Foreseen:
    can = registry.load(copy.account.kind).capabilities
    if can.by_hand:
        said: Words = DELETED_WITH_A_KIT
    elif not removal.can_take_down(copy):
        said = DELETED_BY_HAND
    elif can.correction is Way.MESSAGE:
        said = TOLD
    else:
        said = NOTICE_STAYS if can.one_per_post else TAKEN_DOWN
    return Foreseen(copy.account, said, url=copy.url)
