"""Alternative text for a card: what it says, in the order the eye reads it."""

from __future__ import annotations

from composer.cards.clean import clean, quoted
from composer.cards.model import CardContent
from composer.cards.words import LAYOUT_NAMES

MOST = 900  # the networks take 1000 and more


def alt_text(content: CardContent) -> str:
    """A proposal in Indonesian; a person may change it."""
    sentences = [f"{LAYOUT_NAMES[content.layout]}: {clean(content.title)}"]
    sentences += [clean(content.kicker), _figure(content), clean(content.lead)]
    sentences += [f"{clean(fact.label)}: {clean(fact.value)}" for fact in content.facts]
    if content.items:
        sentences.append("Daftar: " + "; ".join(clean(item) for item in content.items))
    if content.quote:
        said = quoted(clean(content.quote.text))
        sentences.append(f"Kutipan {clean(content.quote.speaker)}: {said}")
    sentences.append(clean(content.footnote))
    if content.link:
        sentences.append(f"Kode QR menuju {content.link.split('://', 1)[-1]}")
    return _within(" ".join(_sentence(text) for text in sentences if text), MOST)


def _figure(content: CardContent) -> str:
    if not content.figure:
        return ""
    parts = (content.figure.value, content.figure.unit, content.figure.caption)
    return clean(" ".join(part for part in parts[:2] if part)) + (
        f", {clean(parts[2])}" if parts[2] else ""
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ".”")) else f"{text}."


def _within(text: str, most: int) -> str:
    """Cut at a word."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
