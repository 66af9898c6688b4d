"""Mail that came back, in the forms that the common servers give it. Written by us, after RFC 3464
and what these servers are documented to say.
"""

from __future__ import annotations

WORDS = "This message was created automatically. Mail to alif@media.test could not be delivered.\n"
OURS = """\
From: Humas Pontianak <pers@gema.contoh.test>
To: alif@media.test
Subject: Jam layanan
Message-ID: <0123456789abcdef.7@gema.contoh.test>
Status: 5.1.1
"""


def _report(head: str, message: str, reader: str, original: str = "message/rfc822") -> bytes:
    """Three parts: for people, for machines, and what came back."""
    return (
        f"{head}MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="batas"\n\n'
        f"--batas\nContent-Type: text/plain; charset=utf-8\n\n{WORDS}\n"
        f"--batas\nContent-Type: message/delivery-status\n\n{message}\n{reader}\n"
        f"--batas\nContent-Type: {original}\n\n{OURS}\n--batas--\n"
    ).encode()


def exim(to: str, diagnostic: str = "smtp; 550 5.1.1 <alif@media.test>: no such user") -> bytes:
    """Says 5.0.0 of everything it gives up."""
    said = f"Diagnostic-Code: {diagnostic}\n" if diagnostic else ""
    return _report(
        "Return-path: <>\n"
        f"Envelope-to: {to}\n"
        "X-Failed-Recipients: alif@media.test\n"
        "Auto-Submitted: auto-replied\n"
        "From: Mail Delivery System <Mailer-Daemon@relay.contoh.test>\n"
        f"To: {to}\n"
        "Subject: Mail delivery failed: returning message to sender\n",
        "Reporting-MTA: dns; relay.contoh.test\n",
        "Action: failed\n"
        "Final-Recipient: rfc822;alif@media.test\n"
        "Status: 5.0.0\n"
        f"Remote-MTA: dns; mx.media.test\n{said}",
    )


def postfix(to: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    return _report(
        "Return-Path: <>\n"
        "X-Original-To: kembali@gema.contoh.test\n"
        "Delivered-To: kembali@gema.contoh.test\n"
        "From: MAILER-DAEMON@relay.contoh.test (Mail Delivery System)\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        f"To: {to}\n"
        "Auto-Submitted: auto-replied\n",
        "Reporting-MTA: dns; relay.contoh.test\n"
        "X-Postfix-Queue-ID: 4Xabcd0123z1\n"
        "X-Postfix-Sender: rfc822; pers@gema.contoh.test\n"
        "Arrival-Date: Mon,  7 Dec 2026 10:00:00 +0700 (WIB)\n",
        "Final-Recipient: rfc822; alif@media.test\n"
        "Original-Recipient: rfc822;alif@media.test\n"
        f"Action: {action}\n"
        f"Status: {status}\n"
        "Remote-MTA: dns; mx.media.test\n"
        f"Diagnostic-Code: smtp; {status[0]}50 {status} <alif@media.test>: Recipient address\n"
        "    rejected: unknown or full\n",
        "text/rfc822-headers",
    )


def exchange(
    to: str, status: str = "5.1.10", said: str = "RESOLVER.ADR.RecipientNotFound"
) -> bytes:
    return _report(
        "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@media.test>\n"
        f"To: <{to}>\n"
        "Subject: Undeliverable: Jam layanan\n"
        "Auto-Submitted: auto-replied\n"
        "X-MS-Exchange-Message-Is-Ndr:\n",
        "Reporting-MTA: dns;mail.media.test\n"
        "Received-From-MTA: dns;relay.contoh.test\n"
        "Arrival-Date: Mon, 7 Dec 2026 03:00:00 +0000\n",
        "Final-Recipient: rfc822;alif@media.test\n"
        "Action: failed\n"
        f"Status: {status}\n"
        f"Diagnostic-Code: smtp;550 {status} {said}; Recipient not found by SMTP address lookup\n"
        "X-Display-Name: =?utf-8?B?QWxpZg==?=\n",
    )


def gmail(to: str, status: str = "5.1.1") -> bytes:
    """Its words for people come in two forms, with a picture beside them."""
    whole = _report(
        f"Delivered-To: {to}\n"
        "Return-Path: <>\n"
        "X-Failed-Recipients: alif@media.test\n"
        "Auto-Submitted: auto-replied\n"
        "From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>\n"
        f"To: {to}\n"
        "Subject: Delivery Status Notification (Failure)\n",
        "Reporting-MTA: dns; googlemail.example\n"
        "Received-From-MTA: dns; pers@gema.contoh.test\n"
        "Arrival-Date: Sun, 06 Dec 2026 19:00:00 -0800 (PST)\n"
        "X-Original-Message-ID: <0123456789abcdef.7@gema.contoh.test>\n",
        "Final-Recipient: rfc822; alif@media.test\n"
        "Action: failed\n"
        f"Status: {status}\n"
        "Remote-MTA: dns; mx.media.test. (192.0.2.25, the server for the domain media.test.)\n"
        f"Diagnostic-Code: smtp; 550-{status} The email account that you tried to reach does not\n"
        f" exist. 550 {status} https://support.example/mail/?p=NoSuchUser - gsmtp\n"
        "Last-Attempt-Date: Sun, 06 Dec 2026 19:00:01 -0800 (PST)\n",
    )
    plain = b"Content-Type: text/plain; charset=utf-8\n\n" + WORDS.encode()
    related = (
        b'Content-Type: multipart/related; boundary="dalam"\n\n'
        b"--dalam\nContent-Type: text/html\n\n<p>Action: failed</p>\n"
        b"--dalam\nContent-Type: image/png; name=icon.png\n"
        b"Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--dalam--\n"
    )
    return whole.replace(plain, related)


def answer(to: str) -> bytes:
    """Somebody who writes back, and quotes a report."""
    return (
        f"From: alif@media.test\nTo: {to}\nSubject: Re: Jam layanan\n\n"
        "Terima kasih.\n> Action: failed\n> Status: 5.1.1\n"
    ).encode()


def forwarded(to: str) -> bytes:
    """A report inside of another message is not about that one."""
    inner = exim(to).decode()
    return (
        f"From: alif@media.test\nTo: {to}\nSubject: Fwd: Mail delivery failed\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="luar"\n\n'
        "--luar\nContent-Type: text/plain\n\nIni apa?\n"
        f"--luar\nContent-Type: message/rfc822\n\n{inner}\n--luar--\n"
    ).encode()
