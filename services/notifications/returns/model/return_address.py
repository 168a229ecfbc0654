"""The address a mail comes back to: it says which one it was."""

import re
from uuid import UUID

_LOCAL = re.compile(r"rebond\+([0-9a-f]{32})")


def return_address(mail_id: UUID, domain: str) -> str:
    """Where what does not reach the reader of a mail is sent back to."""
    return f"rebond+{mail_id.hex}@{domain}"


def mail_of(address: str, domain: str) -> UUID | None:
    """Which mail came back to an address of our domain of returns; None for every other address."""
    local, _, at = address.lower().rpartition("@")
    found = _LOCAL.fullmatch(local)
    return UUID(found[1]) if found and at == domain else None
