"""Does a template, filled with its own examples, fit what each network takes?"""

from __future__ import annotations

from collections.abc import Mapping

from channels.base import Limits
from channels.counting import count
from composer.office_words import OfficeWords
from composer.render import render
from composer.template.faults import Fault
from composer.template.model import Template


def too_long(
    template: Template, office: OfficeWords, limits: Mapping[str, Limits], folder: str = "templates"
) -> list[Fault]:
    """Texts that would not fit although an author gave this very example."""
    faults = []
    for channel, most in limits.items():
        short = most.is_short
        text = render(template, template.examples, office, channel, short=short).text
        length = count(text, most.counting)
        room = most.room(images=1)  # its card
        if length > room:
            name = template.file_for(channel, short=short)
            message = f"contoh untuk {channel} panjangnya {length}, paling banyak {room}"
            faults.append(Fault(f"{folder}/{template.key}/{name}.txt", 1, message))
    return faults
