"""A report of a mail server about a mail of ours (rapport de non-remise, RFC 3464), whatever came with it."""

import email
import email.errors
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

READ_BYTES_MAX = 200_000
"""What is read: a report comes first, the mail it is about after it."""
PARTS_MAX = 30
_FAILED = "failed"
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
_CODE = re.compile(r"\b([45]\d\d)\b")
_SAID_MAX = 1_000
_UNREADABLE = (
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    email.errors.MessageError,
)
"""What the parser raises: what programs send is not always a mail."""


@dataclass(frozen=True)
class Failure:
    """A mail that will not arrive; `status` and `code` as the last server said, where it did."""

    status: str | None
    code: int | None = None


def failure_in(content: bytes) -> Failure | None:
    """The failure a mail that came back tells of.

    None for all else: a delay, a receipt, an answer of somebody who is away, a mail of anybody.
    """
    try:
        message = email.message_from_bytes(content[:READ_BYTES_MAX], policy=email.policy.compat32)
        return _reported(message) or _named_in_a_header(message)
    except _UNREADABLE:
        return None


def _reported(message: Message) -> Failure | None:
    for recipient in _recipients(message):
        if _said(recipient, "Action").casefold() == _FAILED:
            status = _STATUS.search(_said(recipient, "Status"))
            diagnostic = _said(recipient, "Diagnostic-Code")
            code = _CODE.search(diagnostic)
            return Failure(
                _finer(status[1] if status else None, diagnostic), int(code[1]) if code else None
            )
    return None


def _finer(status: str | None, diagnostic: str) -> str | None:
    """« 5.0.0 » says nothing: what the server before it said does."""
    if status and not status.endswith(".0.0"):
        return status
    said = _STATUS.search(diagnostic)
    return said[1] if said else status


def _recipients(message: Message) -> Iterator[Message]:
    """The blocks about one recipient each, after that about the server."""
    for count, part in enumerate(message.walk()):
        if count > PARTS_MAX:
            return
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            yield from (one for one in blocks if isinstance(one, Message))


def _named_in_a_header(message: Message) -> Failure | None:
    """Servers that write no report name those the mail did not reach in a header."""
    if not _said(message, "X-Failed-Recipients"):
        return None
    text = next((one for one in message.walk() if one.get_content_type() == "text/plain"), None)
    said = str(text.get_payload())[:READ_BYTES_MAX] if text else ""
    status = _STATUS.search(said)
    return Failure(status[1] if status and status[1].startswith("5") else None)


def _said(block: Message, name: str) -> str:
    return str(block.get(name, ""))[:_SAID_MAX].strip()
