"""The bytes of a mail: the same for every copy of it.

Written here rather than by `email.message`, which takes ten times as long and draws a boundary
of its own for each copy.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from services.notifications.mail_server.model.address import Address

HEADER_LENGTH_MAX = 500
LINE_LENGTH_MAX = 76
FILE = "invitation.ics"
"""What an invitation is called beside the mail; never who or what it is about."""
ENCODED_WORD_BYTES = 39
"""64 characters with what surrounds them: beside the longest name of a header, under 76."""
# Line ends of every kind, and what is not shown: nothing a header may hold.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# A secret that is no more, of a copy that says what an earlier one said: a pupil who was withdrawn.
_LEFT_OVER = re.compile(r"\[[0-9a-f]{32}:\w+:(?:html|text)\]")
_PLAIN = re.compile(r"[A-Za-z0-9 ,.'!?()/:-]*")


class HeaderRefused(ValueError):
    """A header holds a line end or a hidden character, or is endless: somebody tries something."""


@dataclass(frozen=True)
class Letter:
    """Everything all copies of a mail share. `html` and `text` hold markers instead of secrets."""

    message_id: str
    composed_at: datetime
    sender: Address = field(repr=False)
    sender_name: str
    to: Address = field(repr=False)
    reply_to: Address | None = field(repr=False)
    subject: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    calendar: str | None = field(default=None, repr=False)
    """What its reader's calendar takes over (RFC 5545)."""
    calendar_method: str | None = None
    """As which message (RFC 5546): REQUEST or CANCEL."""


def checked_header(text: str) -> str:
    """The text, fit for a header. Raises HeaderRefused."""
    if len(text) > HEADER_LENGTH_MAX or _CONTROL.search(text):
        raise HeaderRefused
    return text


def as_bytes(letter: Letter, secrets: dict[str, str], stop: str | None = None) -> bytes:
    """The mail as it travels, its secrets put in. Raises HeaderRefused.

    `stop`: the link mail readers show as a button of theirs (RFC 2369), and do what it says by
    sending there themselves (RFC 8058).
    """
    boundary = f"=_{letter.message_id.strip('<>').partition('@')[0]}"
    headers = {
        "Date": format_datetime(letter.composed_at),
        "From": _mailbox("From", letter.sender_name, letter.sender),
        "To": str(letter.to),
        "Reply-To": str(letter.reply_to) if letter.reply_to else None,
        "Subject": _words("Subject", letter.subject),
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": "fr",
        "List-Unsubscribe": f"<{checked_header(stop)}>" if stop else None,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" if stop else None,
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{boundary}"',
    }
    if letter.calendar is not None:
        headers["Content-Type"] = f'multipart/mixed; boundary="{boundary}.mixed"'

    lines = [f"{name}: {text}" for name, text in headers.items() if text is not None]
    parts = (("plain", letter.text), ("html", letter.html))
    told = [_part(boundary, kind, _told(text, secrets)) for kind, text in parts]
    end = f"\r\n--{boundary}--\r\n".encode("ascii")
    head = "\r\n".join(lines).encode("ascii")
    if letter.calendar is None:
        return b"\r\n".join([head, *told, end])
    return b"\r\n".join([head, *_with_calendar(letter, boundary, [*told], end)])


def _with_calendar(letter: Letter, boundary: str, told: list[bytes], end: bytes) -> Iterator[bytes]:
    """The texts with an invitation beside them as calendars look for it: Gmail and Thunderbird in the
    alternatives, Outlook there by its method, and whoever opens files as one that is attached.
    """
    method = checked_header(letter.calendar_method or "")
    content = (letter.calendar or "").encode()
    inner = f'multipart/alternative; boundary="{boundary}"'
    yield f"\r\n--{boundary}.mixed\r\nContent-Type: {inner}\r\n".encode("ascii")
    yield from told
    kind = f"text/calendar; method={method}; charset=utf-8"
    yield _in_base64(f"--{boundary}\r\nContent-Type: {kind}", content)
    yield end
    kind = f'application/ics; name="{FILE}"\r\nContent-Disposition: attachment; filename="{FILE}"'
    yield _in_base64(f"--{boundary}.mixed\r\nContent-Type: {kind}", content)
    yield f"\r\n--{boundary}.mixed--\r\n".encode("ascii")


def _in_base64(head: str, content: bytes) -> bytes:
    lines = [content[at : at + 57] for at in range(0, len(content), 57)]
    encoded = b"\r\n".join(binascii.b2a_base64(line, newline=False) for line in lines)
    return f"\r\n{head}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode("ascii") + encoded


def _told(text: str, secrets: dict[str, str]) -> str:
    for marker, secret in secrets.items():
        text = text.replace(marker, secret)
    return _LEFT_OVER.sub("…", text) if "[" in text else text


def _part(boundary: str, kind: str, text: str) -> bytes:
    head = (
        f"\r\n--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    content = "\n".join(text.splitlines()).encode()
    quoted = binascii.b2a_qp(content, istext=True).replace(b"\n", b"\r\n")
    return head.encode("ascii") + quoted


def _mailbox(header: str, name: str, address: Address) -> str:
    return f"{_words(header, name, quoted=True)} <{address}>"


def _words(header: str, text: str, *, quoted: bool = False) -> str:
    """Words of a header: as they are when they are plain, else encoded and folded."""
    checked_header(text)
    short = len(header) + len(text) + 4 <= LINE_LENGTH_MAX
    if short and _PLAIN.fullmatch(text):
        return f'"{text}"' if quoted else text
    return "\r\n ".join(_encoded(word) for word in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces an encoded word can hold (75 characters), no letter cut in two."""
    piece, size = "", 0
    for letter in text:
        length = len(letter.encode())
        if size + length > ENCODED_WORD_BYTES:
            yield piece
            piece, size = "", 0
        piece, size = piece + letter, size + length
    yield piece


def _encoded(word: str) -> str:
    encoded = binascii.b2a_base64(word.encode(), newline=False).decode("ascii")
    return f"=?utf-8?b?{encoded}?="
