"""How often one visitor may ask what is open to all: kept in memory, forgotten after a while."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from starlette.requests import Request

from services.chassis.base.errors import PasserelleError

NETWORK_BITS = {4: 24, 6: 48}
"""How much of an address names the network that it stands in: about as many subscribers of a provider in both."""
VISITORS_MAX = 10_000
"""Visitors remembered by one process; the one seen longest ago goes first."""


class TooOften(PasserelleError):
    """Asked too many times: the next time waits."""

    status = 429
    code = "too-often"
    title = "Trop de demandes\u202f: attendez avant de recommencer"

    def __init__(self, retry_after_seconds: int) -> None:
        minutes = -(-retry_after_seconds // 60)
        super().__init__(f"Trop de demandes\u202f: réessayez dans {minutes}\u00a0min.")
        self.retry_after_seconds = retry_after_seconds


@dataclass
class Pace:
    """So many times in so many seconds for each visitor; each process counts for itself."""

    times: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _seen: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)

    def count(self, visitor: str) -> None:
        """Count one more. Raises TooOften instead when it is one too many."""
        now = self.clock()
        seen = self._seen.setdefault(visitor, deque())
        self._seen.move_to_end(visitor)
        while seen and seen[0] <= now - self.seconds:
            seen.popleft()
        if len(seen) >= self.times:
            raise TooOften(max(1, int(seen[0] + self.seconds - now) + 1))
        seen.append(now)
        while len(self._seen) > VISITORS_MAX:
            self._seen.popitem(last=False)


def visitor_of(request: Request) -> str:
    """The address somebody comes from, as the gateway tells it."""
    return request.client.host if request.client else "unknown"


def network_of(request: Request) -> str:
    """The network somebody comes from: who holds one address of it often holds the others."""
    visitor = visitor_of(request)
    try:
        address = ip_address(visitor)
    except ValueError:
        return visitor
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network((address, NETWORK_BITS[address.version]), strict=False))
