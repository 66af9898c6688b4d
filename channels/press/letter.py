"""One message as one reader gets it. Pure: words in, bytes out.

RFC 5322 for the whole, RFC 2369 and 2919 for the list, RFC 8058 for leaving by one click, RFC 3834
so that no holiday notice answers. Nothing is fetched when it is opened: no counting picture, no
address that tells who has read it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from channels.base import Image, Outgoing, Verb
from channels.press.address import MOST_NAME
from channels.press.ledger import Envelope

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
# The words the press knows, in front of the title.
PREFIX = {Verb.PUBLISH: "", Verb.EDIT: "RALAT: ", Verb.DELETE: "DITARIK: "}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is the same for all readers. ``page``: where it stands in the newsroom, with pictures.

    ``parts``: the pictures, packed once; packing them for each reader would take most of the time.
    """

    subject: str
    text: str
    language: str
    sender: str
    sender_name: str
    reply_to: str
    list_id: str
    page: str = ""
    parts: tuple[EmailMessage, ...] = ()


def sheet_text(message: Outgoing, verb: Verb) -> str:
    """A RALAT says at its head what was wrong, as the newsroom does."""
    said = message.extra.get("correction") if verb is Verb.EDIT else None
    head = ""
    if said:
        head = f"RALAT\nSemula: {said.get('wrong', '')}\nYang benar: {said.get('right', '')}\n\n"
    return f"{head}{message.text}"


def withdrawal(note: str) -> str:
    said = "Siaran ini kami tarik. Mohon tidak dimuat, atau dicabut bila sudah dimuat."
    return f"{said}\n\nAlasan: {note}" if note else said


def subject(title: str, verb: Verb) -> str:
    words = " ".join(title.split())
    prefix = PREFIX[verb]
    return words if words.upper().startswith(prefix) else f"{prefix}{words}"


def parts(images: Sequence[Image]) -> tuple[EmailMessage, ...]:
    """The pictures as attachments that say what they show."""
    return tuple(_part(image, number) for number, image in enumerate(images, start=1))


def letter(sheet: Sheet, envelope: Envelope, now: datetime) -> bytes:
    """All of it, lines ended as SMTP wants them. Raises ValueError for what no header can hold."""
    body = EmailMessage(SMTP)
    text = _plain(sheet, envelope)
    body.set_content(text, cte="quoted-printable")
    body.add_alternative(_html(sheet, text), subtype="html", cte="quoted-printable")
    whole = _with_parts(body, sheet.parts)
    for name, value in _headers(sheet, envelope, now).items():
        whole[name] = value
    return whole.as_bytes()


def return_path(bounces: str, word: str) -> str:
    """``kembali+c12.1f0c@host``, see ``tokens.copy_word``; as it is where that is too long."""
    name, at, host = bounces.rpartition("@")
    own = f"{name}+{word}"
    return f"{own}{at}{host}" if name and len(own) <= MOST_NAME else bounces


def _headers(sheet: Sheet, envelope: Envelope, now: datetime) -> dict[str, object]:
    name, _, domain = sheet.sender.rpartition("@")
    to_name, _, to_domain = envelope.email.rpartition("@")
    answers = {"In-Reply-To": envelope.answers, "References": envelope.answers}
    return {
        "From": Address(sheet.sender_name, name, domain),
        "To": Address(envelope.name, to_name, to_domain),
        "Reply-To": sheet.reply_to,
        "Subject": sheet.subject,
        "Date": format_datetime(now),
        "Message-ID": envelope.message_id,
        **(answers if envelope.answers else {}),
        "List-Id": sheet.list_id,
        "List-Unsubscribe": f"<{envelope.leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Precedence": "list",
        "Content-Language": sheet.language,
    }


def _with_parts(body: EmailMessage, attached: Sequence[EmailMessage]) -> EmailMessage:
    if not attached:
        return body
    body.make_mixed()
    for part in attached:
        body.attach(part)
    return body


def _part(image: Image, number: int) -> EmailMessage:
    part = EmailMessage(SMTP)
    main, _, sub = image.mime.partition("/")
    name = f"foto-{number}.{EXTENSIONS.get(image.mime, sub)}"
    part.set_content(image.data, main, sub, disposition="attachment", filename=name)
    if image.alt:
        part["Content-Description"] = " ".join(image.alt.split())[:200]
    del part["MIME-Version"]  # of a whole message only
    return part


def pictures_said(images: Sequence[Image]) -> str:
    """The attachments in words, for whoever cannot see them and for the caption in the paper."""
    lines = [
        " ".join(filter(None, (f"Foto {number}:", *_about(image))))
        for number, image in enumerate(images, start=1)
    ]
    return "\n".join(lines)


def _about(image: Image) -> tuple[str, str]:
    credit = f"(Foto: {image.credit})" if image.credit else ""
    return (image.caption or image.alt, credit)


def _plain(sheet: Sheet, envelope: Envelope) -> str:
    page = f"Di ruang berita: {sheet.page}" if sheet.page else ""
    blocks = (sheet.text.strip(), page, f"-- \n{envelope.foot}")
    return "\n\n".join(filter(None, blocks)) + "\n"


def _html(sheet: Sheet, text: str) -> str:
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    paragraphs = "".join(f"<p>{_lines(block)}</p>\n" for block in blocks)
    title = html.escape(sheet.subject)
    return (
        f'<!doctype html>\n<html lang="{html.escape(sheet.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title></head>\n"
        '<body style="margin:0 auto;max-width:38em;padding:16px;'
        'font:16px/1.55 system-ui,sans-serif">\n'
        f'<h1 style="font-size:22px;line-height:1.3">{title}</h1>\n{paragraphs}</body></html>\n'
    )


def _lines(block: str) -> str:
    if block.startswith("-- \n"):
        block = block.removeprefix("-- \n")
    return "<br>\n".join(_linked(line) for line in block.split("\n"))


def _linked(line: str) -> str:
    said, last = [], 0
    for found in _LINK.finditer(line):
        address = html.escape(found[0])
        said += [html.escape(line[last : found.start()]), f'<a href="{address}">{address}</a>']
        last = found.end()
    return "".join([*said, html.escape(line[last:])])
