"""An item as schema.org knows it, for search engines. A data block: browsers never run it."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from newsroom.models import Item

# The same three that Django's json_script escapes, so that no text can end the block.
_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def news_article(item: Item) -> SafeString:
    """Times with the office's own distance from UTC. Empty for a withdrawn item."""
    if item.is_withdrawn:
        return mark_safe("")
    zone = item.office.zoneinfo
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": item.headline,
        "mainEntityOfPage": item.address,
        "datePublished": item.published_at.astimezone(zone).isoformat(timespec="seconds"),
        "dateModified": item.updated_at.astimezone(zone).isoformat(timespec="seconds"),
        "inLanguage": item.language,
        "isAccessibleForFree": True,
        "author": {"@type": "GovernmentOrganization", "name": item.office.name},
        "publisher": {"@type": "Organization", "name": settings.GEMA.newsroom.title},
        "image": [photo.absolute_large for photo in item.photos],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": f"{note.wrong} → {note.right}",
                "datePublished": note.at.astimezone(zone).isoformat(timespec="seconds"),
            }
            for note in item.notes
        ],
    }
    kept = {name: said for name, said in facts.items() if said not in ([], "")}
    written = json.dumps(kept, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(written)  # noqa: S308 - escaped in the line above
