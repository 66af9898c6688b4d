"""A network as pages name it. (A class handed to a page would be called by it.)"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from channels import registry


@dataclass(frozen=True, slots=True)
class Sign:
    kind: str
    label: str
    icon: str


def sign(kind: str) -> Sign:
    adapter = registry.load(kind)
    return Sign(kind, _(adapter.label), adapter.icon)


def called(kind: str, handle: str, name: str = "") -> str:
    """An account as people write of it: by its @name, where its network has such names."""
    has = kind not in registry.CHANNELS or registry.load(kind).capabilities.handles
    return f"@{handle}" if has else name or handle


def signs() -> list[Sign]:
    """All networks, in the order in which people see them."""
    return [sign(kind) for kind in registry.CHANNELS]
