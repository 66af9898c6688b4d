"""The two screens Gema is looked at on, as options for a playwright context."""

from __future__ import annotations

from typing import Any

# A browser in Pontianak; nothing moves, so that nothing is looked at half-way.
ANY: dict[str, Any] = {
    "locale": "id-ID",
    "timezone_id": "Asia/Pontianak",
    "reduced_motion": "reduce",
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
