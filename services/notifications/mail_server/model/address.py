"""Addresses a mail may be sent to: one mailbox, readable as it is written, or none.

Stricter than RFC 5321 on purpose: what an address of a lycée or of a company never holds (quotes,
comments, lists, letters of another alphabet that look like ours) is refused, not interpreted.
"""

import re
import unicodedata
from dataclasses import dataclass

LENGTH_MAX = 254
LOCAL_LENGTH_MAX = 64
LABEL_LENGTH_MAX = 63

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_FRENCH_LABEL = re.compile(
    r"[a-z0-9àâäæçéèêëîïôöœùûüÿñ]([a-z0-9àâäæçéèêëîïôöœùûüÿñ-]*[a-z0-9àâäæçéèêëîïôöœùûüÿñ])?"
)
_PUNYCODE = "xn--"


class AddressRefused(ValueError):
    """No mail is sent there. Says nothing of the address: it may end in a log."""


@dataclass(frozen=True)
class Address:
    """One mailbox. `domain` is in lower case, and in ASCII as it travels."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"


def checked_address(text: str) -> Address:
    """Read one address, with nothing around it. Raises AddressRefused."""
    local, at, domain = text.strip(" ").rpartition("@")
    if not at or len(text) > LENGTH_MAX or len(local) > LOCAL_LENGTH_MAX:
        raise AddressRefused
    if not _LOCAL.fullmatch(local):
        raise AddressRefused
    labels = unicodedata.normalize("NFC", domain).lower().split(".")
    address = Address(local, ".".join(_label(label) for label in labels))
    # A mailbox of a whole top-level domain, or a number, is a slip of the pen.
    if len(labels) == 1 or labels[-1].isdigit() or len(str(address)) > LENGTH_MAX:
        raise AddressRefused
    return address


def _label(label: str) -> str:
    """One part of a domain as it travels: letters of French alone are put in ASCII."""
    shown = _decoded(label) if label.startswith(_PUNYCODE) else label
    if not _FRENCH_LABEL.fullmatch(shown):
        raise AddressRefused
    try:
        travels = shown.encode("idna").decode("ascii")
    except UnicodeError:
        raise AddressRefused from None
    if len(travels) > LABEL_LENGTH_MAX or not _LABEL.fullmatch(travels):
        raise AddressRefused
    return travels


def _decoded(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        raise AddressRefused from None
