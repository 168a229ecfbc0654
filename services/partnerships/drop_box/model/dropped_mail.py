"""A mail sent in copy to somebody's drop address (adresse de dépôt): what an exchange keeps of it."""

import email
import email.errors
import email.policy
import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from enum import StrEnum
from typing import cast
from zoneinfo import ZoneInfo

from contracts.strays import without_strays
from services.partnerships.base.lengths import NOTE_CHARACTERS_MAX
from services.partnerships.drop_box.model.mail_authentication import HEADER, is_authentic

PARIS = ZoneInfo("Europe/Paris")
CORRESPONDENTS_MAX = 50
"""Addresses looked at; a mail to more is a mailing."""
SUBJECT_CHARACTERS_MAX = 200
TOKEN = re.compile(r"[a-z2-7]{24}")
"""What comes before the « @ » of a drop address."""
_WRITTEN = re.compile(r"[a-z2-7]{24}@", re.IGNORECASE)
READ_BYTES_MAX = 500_000
"""What is read of a mail: its text comes first, what is attached to it is not kept."""
HEADS_BYTES_MAX = 200_000
HEADER_CHARACTERS_MAX = 1_000
"""Of one header: the time to read one grows with its square."""
PART_CHARACTERS_MAX = 300
"""Of one that says what a part is; each part has some."""
ADDRESSES_CHARACTERS_MAX = 10_000
"""Of one that names people, or says who vouches for them: those are read in another way."""
PARTS_MAX = 100
NESTED_MAX = 12
_HEADS_END = re.compile(rb"(?:\r\n|\n|\r(?!\n)){2}")
_MAILING = frozenset({"bulk", "junk", "list", "auto_reply"})
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")
_SKIPPED = frozenset({"script", "style", "title"})
_UNREADABLE = (
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    email.errors.MessageError,
)
"""What the parser raises: what people's programs write is not always a mail, and is listed as such."""
_NAMES_PEOPLE = frozenset({"from", "to", "cc", HEADER})
BY, TO, SUBJECT = "De\u00a0: ", "À\u00a0: ", "Objet\u00a0: "
_NO_SUBJECT = "(sans objet)"
_TAG = re.compile(r"[a-zA-Z/!?]")
_NAME = re.compile(r"[a-z][a-z0-9]*")
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "blockquote"})


class Ignored(StrEnum):
    """Why a mail is no exchange with anybody."""

    AUTOMATIC = "automatic"
    """An answer of a machine: an absence, a receipt, a mail of ours."""
    MAILING = "mailing"
    """A list, or a mail to a crowd."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class DroppedMail:
    """What is read of a mail. `key` tells two copies of it."""

    key: str
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    occurred_on: date
    subject: str = field(repr=False)
    body: str = field(repr=False)
    ignored: Ignored | None = None
    authentic: bool = False
    """Whether the relay found that `sender` wrote it."""

    @property
    def correspondents(self) -> tuple[str, ...]:
        """Everybody it names: who wrote it, and whom it was written to."""
        return tuple(dict.fromkeys((self.sender, *self.recipients)))

    def note(self, *, received: bool) -> str:
        """What the exchange keeps: the direction, the subject and the text."""
        return cut(note_of(self.subject, self.body, received=received))

    @property
    def text(self) -> str:
        """The text of the mail while somebody has to look at it: with whom is said too."""
        who = f"{BY}{_line(self.sender)}\n{TO}{_line(', '.join(self.recipients))}"
        return cut(f"{who}\n{SUBJECT}{self.subject or _NO_SUBJECT}\n\n{self.body}".strip())


def note_of(subject: str, body: str, *, received: bool) -> str:
    """The note of an exchange by mail, of any length."""
    head = f"{'Reçu' if received else 'Envoyé'}\u00a0: {subject or _NO_SUBJECT}"
    return f"{head}\n\n{body}".strip()


def _line(text: str) -> str:
    return " ".join(text.split())


def cut(text: str) -> str:
    """No longer than a note may be."""
    if len(text) <= NOTE_CHARACTERS_MAX:
        return text
    return f"{text[: NOTE_CHARACTERS_MAX - 2]}\u00a0…"


def read_mail(
    content: bytes,
    *,
    sender: str | None,
    domain: str | None = None,
    relay: str | None = None,
    now: datetime,
) -> DroppedMail:
    """Read a mail, whatever it holds; attached files are left out.

    `sender` is the envelope's; drop addresses, of `domain`, are secret and left out as well. `relay`
    is the name whose word is taken for who wrote it.
    """
    try:
        begins = content[:READ_BYTES_MAX]
        _check_size(begins)
        message = email.message_from_bytes(begins, policy=_BOUNDED)
        mail = _read(message, sender, domain, now)
        authentic = is_authentic(message, mail.sender, relay=relay)
        said_id = _header(message, "Message-ID")
        return replace(mail, authentic=authentic, key=_key(mail, said_id, authentic=authentic))
    except _UNREADABLE:
        key = hashlib.sha256(content).hexdigest()
        today = now.astimezone(PARIS).date()
        return DroppedMail(key, "", (), today, "", "", Ignored.UNREADABLE)


def _check_size(begins: bytes) -> None:
    """Raises ValueError for what would take long to read, and is no mail somebody wrote."""
    if _HEADS_END.search(begins, 0, HEADS_BYTES_MAX) is None and len(begins) > HEADS_BYTES_MAX:
        raise ValueError
    if begins.count(b"\n--") > PARTS_MAX or begins.lower().count(b"boundary") > NESTED_MAX:
        raise ValueError


class _BoundedPolicy(email.policy.EmailPolicy):
    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(list(sourcelines))
        if name.lower() in _NAMES_PEOPLE:
            return name, value[:ADDRESSES_CHARACTERS_MAX]
        of_a_part = name.lower().startswith("content-")
        return name, value[: PART_CHARACTERS_MAX if of_a_part else HEADER_CHARACTERS_MAX]


_BOUNDED = cast("email.policy.EmailPolicy[EmailMessage]", _BoundedPolicy())


def _read(
    message: EmailMessage, sender: str | None, domain: str | None, now: datetime
) -> DroppedMail:
    written_by = _addresses(message, "from")
    recipients = tuple(one for one in _addresses(message, "to", "cc") if not _is_drop(one, domain))
    return DroppedMail(
        key="",
        sender=written_by[0] if written_by else "",
        recipients=recipients[:CORRESPONDENTS_MAX],
        occurred_on=_day(message, now),
        subject=" ".join(_clean(_header(message, "Subject")).split())[:SUBJECT_CHARACTERS_MAX],
        body=_without_drops(_body(message), domain),
        ignored=_why_ignored(message, sender, recipients),
    )


def _key(mail: DroppedMail, said_id: str, *, authentic: bool) -> str:
    """What two copies share: their id and who wrote them, of a mail that is vouched for.

    Of another, its words too: who knows the id of a mail to come could have it taken for a copy.
    """
    words = [mail.sender] if authentic and said_id else [mail.text, str(mail.ignored)]
    return hashlib.sha256("\n".join([said_id, *words]).encode()).hexdigest()


def _why_ignored(
    message: EmailMessage, sender: str | None, recipients: tuple[str, ...]
) -> Ignored | None:
    automatic = _header(message, "Auto-Submitted").lower() not in ("", "no")
    if not sender or automatic or message["X-Autoreply"] or message["X-Autorespond"]:
        return Ignored.AUTOMATIC
    precedence = _header(message, "Precedence").lower()
    if precedence in _MAILING or message["List-Id"] or len(recipients) > CORRESPONDENTS_MAX:
        return Ignored.MAILING
    return None


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, "")).strip()


def _addresses(message: EmailMessage, *names: str) -> tuple[str, ...]:
    written = [str(value) for name, value in message.raw_items() if name.lower() in names]
    found = (_clean(address).strip().casefold() for _, address in getaddresses(written))
    return tuple(dict.fromkeys(one for one in found if "@" in one))


def _is_drop(address: str, domain: str | None) -> bool:
    return domain is not None and address.endswith(f"@{domain}")


def _without_drops(body: str, domain: str | None) -> str:
    """An answer quotes whom the mail before was written to."""
    if domain is None:
        return body
    kept, at = [], 0
    for found in _WRITTEN.finditer(body):
        end = found.end() + len(domain)
        if body[found.end() : end].lower() == domain.lower():
            kept += [body[at : found.start()], "…"]
            at = end
    return "".join([*kept, body[at:]])


def _day(message: EmailMessage, now: datetime) -> date:
    """The day it says, unless that is to come, or nonsense."""
    today = now.astimezone(PARIS).date()
    try:
        said = parsedate_to_datetime(_header(message, "Date")).astimezone(PARIS).date()
    except (ValueError, TypeError, OverflowError):
        return today
    return said if date(2000, 1, 1) <= said <= today else today


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        content = part.get_content()
    except (LookupError, UnicodeError, KeyError):
        raw = part.get_payload(decode=True)
        content = raw.decode("latin-1") if isinstance(raw, bytes) else ""
    text = str(content)
    if part.get_content_subtype() == "html":
        text = _as_text(text)
    return _BLANK_LINES.sub("\n\n", _clean(text)).strip()


def _clean(text: str) -> str:
    """Without what is not shown, as a form would refuse it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(c for c in lines if c in "\n\t" or c.isprintable())
    return without_strays(shown)


def _as_text(page: str) -> str:
    """The words of a page, read once from its start to its end, however it is written."""
    words, *tags = page.split("<")
    pieces, ends = [words], ""
    for tag in tags:
        if ends == "-->" or tag.startswith("!--"):
            _, closed, words = tag.partition("-->")
            ends = "" if closed else "-->"
        elif ends and not tag.lower().startswith(ends):
            words = ""
        elif not _TAG.match(tag):
            words = f"<{tag}"
        else:
            said, _, words = tag.partition(">")
            ends = ""
            name = _NAME.match(said.lower())
            if name and name[0] in _SKIPPED:
                ends, words = f"/{name[0]}", ""
            elif name and name[0] in _BREAKS:
                pieces.append("\n")
        pieces.append(words)
    lines = (" ".join(line.split()) for line in html.unescape("".join(pieces)).split("\n"))
    return "\n".join(lines)


def written_by_one_of(mail: DroppedMail, known: Iterable[str]) -> bool:
    """Whether somebody of the company wrote it: it was received, and not sent."""
    return mail.sender in {one.casefold() for one in known}
