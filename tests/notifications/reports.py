"""Mails that come back, as mail servers write them."""

from email.message import EmailMessage
from email.policy import SMTP

_POSTFIX = """\
This is a MIME-encapsulated message.

--{mark}
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.organisation.example.

I'm sorry to have to inform you that your message could not be delivered.

<{to}>: host mx.quercy.example said: {diagnostic}

--{mark}
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.organisation.example
Arrival-Date: Tue, 24 Nov 2026 09:00:00 +0100

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--{mark}
Content-Type: message/rfc822-headers

Subject: Votre accord est =?utf-8?q?not=C3=A9?=
From: passerelle@organisation.example

--{mark}--
"""


def report(
    status: str,
    *,
    action: str = "failed",
    diagnostic: str = "",
    to: str = "h.delbosc@quercy.example",
) -> bytes:
    """A report about one recipient (RFC 3464)."""
    mark = "3C7A2E.1798.mx"
    head = (
        "From: MAILER-DAEMON@mx.organisation.example\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type=delivery-status;\n\tboundary="{mark}"\n\n'
    )
    body = _POSTFIX.format(
        mark=mark, to=to, action=action, status=status, diagnostic=diagnostic or f"550 {status} no"
    )
    return (head + body).replace("\n", "\r\n").encode()


def without_report(text: str, **headers: str) -> bytes:
    """What a server writes that knows of no reports, or somebody who is away."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "MAILER-DAEMON@mx.old.example"
    mail["Subject"] = "Mail delivery failed: returning message to sender"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()
