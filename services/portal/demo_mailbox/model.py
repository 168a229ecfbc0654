"""Mails of the demonstration: what the mailbox shows of one."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from uuid import UUID

KEPT_MAX = 500
BYTES_MAX = 1024 * 1024
"""Mails of ours are a few kilobytes."""
LINE_MAX = 300
"""Characters kept of an address or a subject for the list."""
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
# Links of a mail open beside the mailbox: the frame they are in may go nowhere.
_BASE = '<base target="_blank">'


@dataclass(frozen=True)
class DemoMail:
    """A mail that did not leave."""

    id: UUID
    received_at: datetime
    sender: str
    recipient: str
    subject: str


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    kind: str
    content: bytes

    @property
    def href(self) -> str:
        """The file itself as an address: what saves it, whatever it claims to be."""
        return f"data:application/octet-stream;base64,{b64encode(self.content).decode()}"


@dataclass(frozen=True)
class ReadMail:
    """What a mail holds: its headers in order, its text, its HTML, the files that go with it."""

    headers: tuple[tuple[str, str], ...]
    text: str | None
    html: str | None
    attachments: tuple["Attachment", ...] = ()

    def header(self, name: str) -> str:
        """The first header of this name, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def framed(self) -> str:
        """The HTML as it is put in a frame."""
        html = self.html or ""
        head = _HEAD.search(html)
        return html[: head.end()] + _BASE + html[head.end() :] if head else _BASE + html

    def pieces(self, origin: str) -> list[tuple[str, bool]]:
        """The text, cut where it holds an address of this origin: those may be followed."""
        text, pieces, end = self.text or "", [], 0
        for found in _ADDRESS.finditer(text):
            if found[0].startswith(f"{origin.rstrip('/')}/"):
                pieces += [(text[end : found.start()], False), (found[0], True)]
                end = found.end()
        return [*pieces, (text[end:], False)]


def read_mail(content: bytes) -> ReadMail:
    """Read a mail; one that is not well formed is shown as far as it can be read."""
    message = message_from_bytes(content, policy=policy.default)
    headers = tuple((name, _line(str(value))) for name, value in message.items())
    text, html = _body(message, "plain"), _body(message, "html")
    return ReadMail(headers, text, html, tuple(_attachments(message)))


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    # Its own list of them fails on a mail that says it has parts and has none.
    for part in message.iter_attachments() if isinstance(message.get_payload(), list) else ():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            name = shortened(part.get_filename() or "") or "Fichier sans nom"
            yield Attachment(name, part.get_content_type(), content)


def read_head(content: bytes) -> tuple[str, str]:
    """Sender and subject, for the list: reading all of a mail takes five times as long."""
    head = BytesHeaderParser(policy=policy.default).parsebytes(content)
    return shortened(str(head["From"] or "")), shortened(str(head["Subject"] or ""))


def shortened(text: str) -> str:
    """One line of a list."""
    return _line(text)[:LINE_MAX]


def _line(text: str) -> str:
    """On one line, with nothing PostgreSQL refuses."""
    return " ".join(text.replace("\x00", "").encode("utf-8", "replace").decode().split())


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    if part is None:
        return None
    try:
        return str(part.get_content())
    except (LookupError, ValueError, AttributeError):  # an unknown charset, a broken encoding
        raw = part.get_payload(decode=True)
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
