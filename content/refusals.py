"""Why a step was not taken. Each class is one thing the person does next; each has a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from content.trail import words

if TYPE_CHECKING:
    from content.freeze import Fault
    from content.models import Event, Status
    from content.privacy import Finding
    from content.workflow import Step


class Refusal(Exception):
    """Nothing was changed. ``str()`` is a sentence for the person."""


class NotYours(Refusal):
    """Ask someone whose task it is."""

    def __init__(self, step: Step) -> None:
        super().__init__(
            _("Langkah “%(step)s” bukan bagian dari penugasan Anda.") % {"step": step.label}
        )


class OwnWork(Refusal):
    """A second pair of eyes has to decide."""

    def __init__(self, step: Step) -> None:
        super().__init__(
            _("Anda ikut menulis kiriman ini, jadi orang lain yang memutuskan. Terima kasih!")
        )


class NotOpen(Refusal):
    """The post is at another point of its way."""

    def __init__(self, step: Step, status: Status) -> None:
        super().__init__(
            _("Kiriman ini berstatus “%(status)s”, sehingga “%(step)s” tidak bisa dilakukan.")
            % {"status": status.label, "step": step.label}
        )


class NoteMissing(Refusal):
    """Write why, then press again."""

    def __init__(self, *, public: bool) -> None:
        super().__init__(
            _("Tuliskan alasannya: publik akan membacanya.")
            if public
            else _("Tuliskan alasannya, supaya penyusun tahu apa yang perlu dilakukan.")
        )


class NotForThePublic(Refusal):
    """Write the reason again, without the number of a person."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(_(finding.sentence))


class Stale(Refusal):
    """Somebody was quicker: read again, then decide."""

    def __init__(self, event: Event | None) -> None:
        self.event = event
        super().__init__(_stale_sentence(event))


class Incomplete(Refusal):
    """Mend these places, then submit again."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(_("Belum bisa diajukan. Perbaiki dahulu bagian yang ditandai."))


def _stale_sentence(event: Event | None) -> str:
    if event is None or event.by is None:
        return _("Kiriman ini baru saja berubah. Baca lagi, lalu putuskan. Catatan Anda tetap ada.")
    return _(
        "%(name)s baru saja %(did)s kiriman ini. Baca lagi, lalu putuskan. Catatan Anda tetap ada."
    ) % {"name": event.by.name, "did": words(event.kind)}
