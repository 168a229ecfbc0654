"""What a lock holds."""

import re
from dataclasses import dataclass

from packaging.utils import canonicalize_name

USERS = "requirements.lock"
_BLOCK = re.compile(r"^(?=[\w.-]+==)", re.MULTILINE)
_PIN = re.compile(r"([\w.-]+)==([^ \n]+)")
_ASKED_BY = re.compile(r"^    #(?: via)? +(?!via\b)([\w.-]+)", re.MULTILINE)


@dataclass(frozen=True)
class Locked:
    """One pinned package, with who asks for it: packages, or `passerelle` itself."""

    name: str
    version: str
    hashed: bool
    asked_by: frozenset[str]


def locked(text: str) -> dict[str, Locked]:
    """The packages of a lock, by their canonical name."""
    found: dict[str, Locked] = {}
    for block in _BLOCK.split(text)[1:]:
        pin = _PIN.match(block)
        assert pin is not None
        name = canonicalize_name(pin[1])
        found[name] = Locked(
            name,
            pin[2],
            "--hash=sha256:" in block,
            frozenset(map(canonicalize_name, _ASKED_BY.findall(block))),
        )
    return found
