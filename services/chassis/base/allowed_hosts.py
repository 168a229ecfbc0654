"""The names Passerelle answers to: a request that asks for another one was led here by somebody else.

A page of another site whose name was made to lead to this machine (DNS rebinding) would else be of the
same origin as ours, and a cache before us might keep an answer under a name it does not have.
"""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from services.chassis.base.parse_input import address_parts

MACHINES = re.compile(r"/api/[a-z]+/(health/(live|ready)|metrics)")
"""Asked by probes, at the address of each process: they tell nothing to who has no token."""


@dataclass(frozen=True)
class Hosts:
    """The names of an installation, in small letters; this machine always has its own."""

    names: frozenset[str]

    @classmethod
    def of(cls, urls: Iterable[str], names: Iterable[str]) -> "Hosts":
        """Hosts of some addresses, and others."""
        of_urls = (parts.netloc for parts in map(address_parts, urls) if parts)
        return cls(frozenset(filter(None, map(name_of, (*of_urls, *names)))))

    def answers(self, path: str, asked: Sequence[str]) -> bool:
        """Whether a request is answered, by its headers `Host`: one, of a name that is known."""
        if MACHINES.fullmatch(path):
            return True
        return len(asked) == 1 and self._knows(asked[0])

    def _knows(self, host: str) -> bool:
        name = name_of(host)
        return name in self.names or is_this_machine(name)


def name_of(host: str) -> str:
    """The name as it is compared: `Passerelle.example.:443` is `passerelle.example`; empty for none."""
    bare = host.strip()
    with suppress(ValueError):
        return str(ipaddress.ip_address(bare))  # of an IPv6 address without its brackets
    parts = address_parts(f"//{bare}")
    if parts is None or parts.netloc != bare or "@" in bare:
        return ""
    return (parts.hostname or "").removesuffix(".")


def is_this_machine(host: str) -> bool:
    """Whether nobody else reaches this address."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
