"""What keeps a draft from being submitted, each with its place and what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels import ralat
from channels.base import Channel, Limits
from channels.counting import allowed, count, excess_bytes, parts
from channels.frames import frame_of
from composer.slots import Slot, SlotError, out_of_order, parse
from composer.template.model import Template
from composer.working import Working
from content import privacy
from content.fit import Misfit, Unfit
from content.models import Media

if TYPE_CHECKING:
    from composer.compose import Picture


@dataclass(frozen=True, slots=True)
class Problem:
    """``place`` is the id of the field it is about: slot-…, text-…, alt-<media id>, channels."""

    place: str
    sentence: str


def of_draft(
    template: Template, working: Working, title: str, media: Mapping[int, Media]
) -> Iterator[Problem]:
    for slot in template.slots:
        yield from of_slot(slot, working.slots.get(slot.name, ""))
    yield from of_order(template, working.slots)
    if not title:
        yield Problem("title", _("Judul masih kosong."))
    if not working.channels:
        yield Problem("channels", _("Pilih setidaknya satu kanal."))
    for photo in working.media:
        if photo.id not in media:
            yield Problem("media", _("Satu gambar tidak ditemukan lagi. Unggah ulang."))
        elif not photo.alt.strip():
            yield Problem(f"alt-{photo.id}", _("Gambar ini belum punya teks alternatif."))
    yield from of_correction(working)
    yield from of_empty_places(template, working)
    yield from of_privacy(working)


def of_correction(working: Working) -> Iterator[Problem]:
    """A correction in public says both: what was wrong, and what is right."""
    if working.correction is None:
        return
    if not working.correction.wrong:
        yield Problem("correction-wrong", _("Tuliskan apa yang keliru."))
    if not working.correction.right:
        yield Problem("correction-right", _("Tuliskan apa yang benar."))


def of_empty_places(template: Template, working: Working) -> Iterator[Problem]:
    """Words kept from before a slot was filled still show its empty place."""
    kept = [(place, text) for place, text in _kept(working) if "[" in text]
    for slot in template.slots:
        for place, text in kept:
            if f"[{slot.label}]" in text:
                sentence = _("Di sini masih tertulis [%(label)s]. Ganti dengan isinya.")
                yield Problem(place, sentence % {"label": slot.label})


def _kept(working: Working) -> Iterator[tuple[str, str]]:
    """What was written over what the slots make."""
    yield "title", working.title
    yield from _overrides(working)
    if working.card:
        yield "card_alt", working.card_alt


def of_credit(kind: str, label: str, text: str, working: Working) -> Iterator[Problem]:
    """An echo names whose words it carries, in each text; the newsroom says it by itself."""
    credit = working.credit
    if credit is None:
        return
    names = (credit.handle, credit.office, working.slots.get("sumber", ""))
    if not any(name and name in text for name in names):
        said = {"channel": label, "source": credit.handle or credit.office}
        yield Problem(
            f"text-{kind}",
            _("Teks %(channel)s tidak menyebut sumbernya. Tambahkan %(source)s.") % said,
        )


def of_privacy(working: Working) -> Iterator[Problem]:
    """Numbers of people, in what was typed by hand. What is made of it is checked when frozen."""
    for place, text in _typed(working):
        for finding in privacy.find(text):
            yield Problem(place, _(finding.sentence))


def _typed(working: Working) -> Iterator[tuple[str, str]]:
    yield from ((f"slot-{name}", text) for name, text in working.slots.items())
    yield from _overrides(working)
    for photo in working.media:
        yield f"alt-{photo.id}", photo.alt
        yield f"caption-{photo.id}", photo.caption
        yield f"credit-{photo.id}", photo.credit
    if working.card:
        yield "card_alt", working.card_alt
    if working.correction is not None:
        yield "correction-wrong", working.correction.wrong
        yield "correction-right", working.correction.right


def _overrides(working: Working) -> Iterator[tuple[str, str]]:
    chosen = (kind for kind in working.channels if kind in working.overrides)
    yield from ((f"text-{kind}", working.overrides[kind]) for kind in chosen)


def of_slot(slot: Slot, typed: str) -> Iterator[Problem]:
    try:
        value = parse(slot, typed)
    except SlotError as wrong:
        sentence = _(wrong.msgid)
        yield Problem(f"slot-{slot.name}", sentence % wrong.params if wrong.params else sentence)
        return
    if slot.required and not value:
        yield Problem(f"slot-{slot.name}", _("%(label)s belum diisi.") % {"label": _(slot.label)})


def of_order(template: Template, typed: Mapping[str, str]) -> Iterator[Problem]:
    """Dates that can be read, but come before one they should follow."""
    read = {}
    for slot in template.slots:
        with suppress(SlotError):
            read[slot.name] = parse(slot, typed.get(slot.name, ""))
    for slot, wrong in out_of_order(template.slots, read):
        params = {**wrong.params, "other": _(str(wrong.params["other"]))}
        yield Problem(f"slot-{slot.name}", _(wrong.msgid) % params)


def of_channel(
    kind: str,
    label: str,
    limits: Limits,
    text: str,
    used: int,
    pictures: Sequence[Picture],
) -> Iterator[Problem]:
    yield from _of_text(kind, label, limits, text, used - limits.room(len(pictures)))
    yield from _of_pictures(kind, label, limits, pictures)


def of_beside(
    kind: str, label: str, adapter: type[Channel], beside: str, pictures: int
) -> Iterator[Problem]:
    """The words of a correction that stands beside the first post."""
    limits, way = adapter.limits, adapter.capabilities.correction
    over = count(beside, limits.counting) - ralat.room(way, limits.room(pictures))
    if beside and over > 0:
        sentence = ngettext(
            "Ralat untuk %(channel)s lebih %(n)d huruf. Pendekkan yang keliru atau yang benar.",
            "Ralat untuk %(channel)s lebih %(n)d huruf. Pendekkan yang keliru atau yang benar.",
            over,
        )
        yield Problem("correction-right", sentence % {"channel": label, "n": over})


def _of_text(kind: str, label: str, limits: Limits, text: str, over: int) -> Iterator[Problem]:
    place = f"text-{kind}"
    if not text.strip():
        yield Problem(place, _("Teks %(channel)s masih kosong.") % {"channel": label})
    if over > 0:
        yield Problem(
            place,
            ngettext(
                "Teks %(channel)s lebih %(n)d huruf. Pendekkan.",
                "Teks %(channel)s lebih %(n)d huruf. Pendekkan.",
                over,
            )
            % {"channel": label, "n": over},
        )
    elif excess_bytes(text, limits):
        yield Problem(
            place,
            _("Teks %(channel)s memuat terlalu banyak emoji atau huruf bertanda. Kurangi.")
            % {"channel": label},
        )
    if not allowed(text, limits.counting):
        yield Problem(
            place, _("Teks %(channel)s memuat tanda yang ditolak jaringan.") % {"channel": label}
        )
    runs = parts(text)
    hashtags = sum(run.kind == "hashtag" for run in runs)
    if limits.hashtags is not None and hashtags > limits.hashtags:
        yield Problem(
            place,
            _("%(channel)s menerima paling banyak %(n)d tagar.")
            % {"channel": label, "n": limits.hashtags},
        )
    if limits.links is not None and len({r.text for r in runs if r.kind == "link"}) > limits.links:
        yield Problem(
            place,
            _("%(channel)s menerima paling banyak %(n)d tautan yang berbeda.")
            % {"channel": label, "n": limits.links},
        )


def _of_pictures(
    kind: str, label: str, limits: Limits, pictures: Sequence[Picture]
) -> Iterator[Problem]:
    place, (fewest, most) = f"media-{kind}", limits.images
    if len(pictures) < fewest:
        yield Problem(
            place,
            _("%(channel)s butuh gambar. Pakai kartu, atau tambahkan foto.") % {"channel": label},
        )
    if len(pictures) > most:
        yield Problem(
            place,
            _(
                "%(channel)s menerima paling banyak %(n)d gambar, termasuk kartu. Di bawah fotonya,"
                " pilih mana yang tidak ikut."
            )
            % {"channel": label, "n": most},
        )
    for picture in pictures:
        yield from _of_picture(place, label, limits, picture)


def _of_picture(place: str, label: str, limits: Limits, picture: Picture) -> Iterator[Problem]:
    plan = picture.fitting.plan if picture.fitting else None
    if isinstance(plan, Unfit):
        yield Problem(place, unfit_sentence(plan, label, picture))
    if picture.card is not None and not _takes_card(limits, picture):
        yield Problem(place, _("Kartu tidak cocok untuk %(channel)s.") % {"channel": label})
    if limits.alt and len(picture.alt) > limits.alt:
        yield Problem(
            place,
            _("Teks alternatif untuk %(channel)s paling banyak %(n)d huruf.")
            % {"channel": label, "n": limits.alt},
        )


def _takes_card(limits: Limits, picture: Picture) -> bool:
    """A card is drawn in the format that the channel wants, and never cut."""
    return frame_of(limits).takes(picture.width, picture.height)


def unfit_sentence(unfit: Unfit, label: str, picture: Picture) -> str:
    """What the network would refuse at the hour, said while there is time for another picture."""
    named = {"channel": label, "picture": picture.alt[:40] or f"{picture.number}"}
    match unfit.why:
        case Misfit.TOO_SMALL if unfit.width < unfit.least:
            return _(
                "Gambar “%(picture)s” terlalu kecil untuk %(channel)s: di sana lebarnya tinggal"
                " %(width)d piksel, sedangkan paling sedikit %(least)d. Pilih gambar yang lebih"
                " besar."
            ) % {**named, "width": unfit.width, "least": unfit.least}
        case Misfit.TOO_SMALL:
            return (
                _("Gambar “%(picture)s” terlalu kecil untuk %(channel)s. Pilih yang lebih besar.")
                % named
            )
        case Misfit.NO_KIND:
            return (
                _("%(channel)s tidak menerima jenis gambar “%(picture)s”. Unggah sebagai JPEG.")
                % named
            )
        case Misfit.TOO_HEAVY:
            return (
                _("Gambar “%(picture)s” terlalu berat untuk %(channel)s. Pilih gambar lain.")
                % named
            )
