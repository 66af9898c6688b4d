"""The files that the channels of a composition need: made from its photos, or the photos as they
are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from composer.compose import ChannelText, Composition, Picture
from composer.problems import unfit_sentence
from content.fit import Cut, Focus
from content.fitted import fitted, original
from content.freeze import Fault
from content.intake.cutting import CannotFit
from content.intake.store import NotStored
from content.models import Media, Office, Person
from content.pictures import MissingPicture
from content.refusals import Incomplete


@dataclass(frozen=True, slots=True)
class File:
    """What one channel gets of one photo. ``focus``: the point that matters, in it."""

    media: Media
    focus: Focus


# By channel and photo.
Files = Mapping[tuple[str, int], File]


def files_of(composition: Composition, office: Office, *, by: Person, at: datetime) -> Files:
    """Raises Incomplete with a sentence for each that cannot be made."""
    files: dict[tuple[str, int], File] = {}
    faults: list[Fault] = []
    for channel, picture, media in _photos(composition):
        try:
            files[channel.kind, media.pk] = _file(picture, media, office, by, at)
        except CannotFit as e:
            sentence = unfit_sentence(e.unfit, channel.label, picture)
            faults.append(Fault(f"media-{channel.kind}", sentence))
        except MissingPicture:
            faults.append(Fault("media", _("Satu gambar tidak ditemukan lagi. Unggah ulang.")))
        except NotStored as e:
            faults.append(Fault("media", str(e)))
    if faults:
        raise Incomplete(list(dict.fromkeys(faults)))
    return files


def cut_from(whole: Media, files: Files) -> list[File]:
    """What was made of a photo, each once, in the order of the channels."""
    made = [file for (_kind, photo), file in files.items() if photo == whole.pk]
    once = {file.media.sha256: file for file in made if file.media.sha256 != whole.sha256}
    return list(once.values())


def _photos(composition: Composition) -> Iterator[tuple[ChannelText, Picture, Media]]:
    for channel in composition.channels:
        for picture in channel.pictures:
            if picture.media is not None:
                yield channel, picture, picture.media


def _file(picture: Picture, media: Media, office: Office, by: Person, at: datetime) -> File:
    fitting = picture.fitting
    if fitting is None or not isinstance(fitting.plan, Cut):
        raise ValueError("a photo is fitted before its file is made")
    plan = fitting.plan
    made = fitted(media, plan, fitting.frame, office, by=by, at=at)
    return File(made, plan.point(original(media), picture.focus))
