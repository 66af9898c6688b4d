"""What a message to a mailing list has to keep to: RFC 5321, 5322, 2369, 2919, 8058, 3834."""

from __future__ import annotations

import email.policy
import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.parser import BytesParser

ONCE = ("From", "To", "Date", "Message-ID", "Subject", "List-Id", "List-Unsubscribe",
        "List-Unsubscribe-Post", "Auto-Submitted", "Reply-To", "MIME-Version")  # fmt: skip
NEVER = ("Cc", "Bcc", "Return-Path")
MESSAGE_ID = re.compile(r"<[^<>@\s]+@[^<>@\s]+>")
LEAVE = re.compile(r"<https?://[^<>\s]+>")
ONE_CLICK = "List-Unsubscribe=One-Click"
MOST_OF_A_LINE = 998


def wrong(data: bytes, recipients: Sequence[str]) -> str:
    """The first rule that is broken; empty for none."""
    return _bytes_wrong(data) or _headers_wrong(parsed(data), recipients)


def parsed(data: bytes) -> EmailMessage:
    return BytesParser(EmailMessage, policy=email.policy.SMTP).parsebytes(data)


def _bytes_wrong(data: bytes) -> str:
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data):
        return "a line that does not end in CRLF"
    if any(len(line) > MOST_OF_A_LINE for line in data.split(b"\r\n")):
        return "a line that is too long"
    if not data.isascii():
        return "eight bits without 8BITMIME"
    return ""


def _headers_wrong(message: EmailMessage, recipients: Sequence[str]) -> str:
    """Each rule with the words for breaking it; what has to be there once comes first."""
    odd = [name for name in ONCE if len(message.get_all(name) or ()) != 1]
    odd += [name for name in NEVER if message[name]]
    if odd:
        return f"{odd[0]} is not there as often as it has to be"
    addressed = [one.addr_spec.lower() for one in message["To"].addresses]
    rules = {
        "To is not the one recipient": len(recipients) == 1 and addressed == list(recipients),
        "Message-ID has no form": MESSAGE_ID.fullmatch(message["Message-ID"]),
        "List-Unsubscribe is no address of the web": LEAVE.fullmatch(message["List-Unsubscribe"]),
        "no leaving by one click": message["List-Unsubscribe-Post"] == ONE_CLICK,
        "Date says nothing": message["Date"].datetime,
        "Auto-Submitted says nothing": message["Auto-Submitted"] == "auto-generated",
        "it is not well formed": not message.defects,
    }
    return next((words for words, kept in rules.items() if not kept), "")
