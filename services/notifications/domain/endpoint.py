"""Where a lycée has its facts sent outside (destination), and how patient one is with it."""

import ipaddress
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

EndpointId = NewType("EndpointId", UUID)
Networks = Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]

ENDPOINTS_MAX = 10
"""Of one lycée; each keeps a copy of what it is sent."""
URL_LENGTH_MAX = 500
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""Waits after a first, second… failure of one delivery; the last one repeats."""
PATIENCE = timedelta(days=5)
"""Nothing taken for that long: the endpoint is paused, and what waits stays."""
FAILURES_BEFORE_REST = 3
"""So many failures in a row are about the endpoint, and not about what it was sent."""
OLD_SECRET_KEPT = timedelta(hours=24)
"""Both secrets sign for a day: the receiver changes its own when it can."""
SECRET_SHOWN = timedelta(minutes=10)
KEPT = timedelta(days=90)
"""What was sent can be sent again for that long."""
REMOVED_KEPT = timedelta(days=30)
"""A removed endpoint can be brought back for that long."""

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
# The last label of a name is no number: what ends in one is an address, or nothing.
_NAME = re.compile(rf"(?=.{{1,253}}$)({_LABEL}\.)*(?!(\d+|0x[0-9a-f]*)$){_LABEL}")
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_PRINTED = re.compile(r"[!-~]+")


class Paused(StrEnum):
    """Why nothing is sent to an endpoint."""

    BY_HAND = "by-hand"
    FAILING = "failing"
    """It took nothing for five days."""
    GONE = "gone"
    """It answered 410: it wants nothing any more."""


class EndpointsTooMany(Conflict):
    """The lycée has as many as it may."""

    code = "endpoints-too-many"
    title = f"Dix destinations au plus\u202f: supprimez-en une ({ENDPOINTS_MAX} existent)"


class EndpointRefused(Invalid):
    """Its address is not one that may be sent to."""

    code = "endpoint-refused"
    title = "Cette adresse ne peut pas recevoir d’envois"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, field="url")


@dataclass(frozen=True)
class Endpoint:
    """An endpoint as it stands."""

    id: EndpointId
    uai: Uai
    label: str
    url: str = field(repr=False)
    events: tuple[str, ...]
    secret_id: UUID
    version: int
    created_at: datetime
    old_secret_id: UUID | None = None
    old_secret_until: datetime | None = None
    paused: Paused | None = None
    paused_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    retry_at: datetime | None = None
    last_status: int | None = None
    last_reason: str | None = None
    last_attempt_at: datetime | None = None
    delivered_at: datetime | None = None

    def expect(self, version: int) -> None:
        """Raises StaleVersion when somebody changed it meanwhile."""
        if version != self.version:
            raise StaleVersion(
                current={"label": self.label, "url": self.url, "version": self.version}
            )

    @property
    def secret_drawn_at(self) -> datetime:
        """Since when its secret is what it is."""
        until = self.old_secret_until
        return self.created_at if until is None else until - OLD_SECRET_KEPT

    def shows_its_secret(self, now: datetime) -> bool:
        """Whether it was drawn a moment ago: it is copied then, and shown no more."""
        return now < self.secret_drawn_at + SECRET_SHOWN


def checked_url(url: str, allowed: Networks) -> str:
    """The address as it will be used.

    https only; http for this machine, or one named by its number in a network the operator allows.
    Raises EndpointRefused. Where the name leads is looked at before each sending.
    """
    parts, host = _split(url)
    if parts.username or parts.password or parts.fragment:
        raise EndpointRefused(
            "Retirez de l’adresse le nom d’utilisateur, le mot de passe ou le «\u00a0#\u00a0»."
        )
    number = _as_number("127.0.0.1" if host == "localhost" else host)
    if number is None and not _NAME.fullmatch(host):
        raise EndpointRefused(
            "Le nom de la machine ne s’écrit pas ainsi\u202f: vérifiez l’adresse."
        )
    if number is not None and not may_be_reached(number, allowed):
        raise EndpointRefused(
            "Cette adresse est celle d’un réseau privé\u202f: donnez une adresse publique."
        )
    local = number is not None and any(number in network for network in allowed)
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise EndpointRefused("L’adresse doit commencer par https://")
    _check_port(url)
    return url


def may_be_reached(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, allowed: Networks
) -> bool:
    """Whether this machine may be sent to: public ones, and those of the operator's networks."""
    if any(address in network for network in allowed):
        return True
    if isinstance(address, ipaddress.IPv6Address):
        inside = _inside(address)
        if inside is not None:
            return may_be_reached(inside, allowed)
        if address not in _PUBLIC_V6:
            return False
    return address.is_global and not address.is_multicast


def _inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address of the other kind this one leads to, for those that carry one."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def delay_of_a_delivery(attempts: int) -> timedelta:
    """How long one delivery waits after so many attempts."""
    return DELAYS[min(attempts, len(DELAYS)) - 1]


def rest_of_an_endpoint(failures: int) -> timedelta | None:
    """How long nothing at all is sent after so many failures in a row; None: others are tried."""
    beyond = failures - FAILURES_BEFORE_REST
    return DELAYS[min(beyond, len(DELAYS) - 1)] if beyond >= 0 else None


def known_events(chosen: Collection[str], offered: Collection[str]) -> tuple[str, ...]:
    """The chosen kinds of events, in one order. Raises Invalid for none, or an unknown one."""
    if not chosen:
        raise Invalid("Choisissez au moins un fait à envoyer.", field="events")
    if not set(chosen) <= set(offered):
        raise Invalid("Choisissez une valeur de la liste.", field="events")
    return tuple(sorted(set(chosen)))


def _as_number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _split(url: str) -> tuple[SplitResult, str]:
    """The address in pieces, and its machine."""
    if _PRINTED.fullmatch(url) and len(url) <= URL_LENGTH_MAX:
        with suppress(ValueError):
            parts = urlsplit(url)
            if parts.hostname:
                return parts, parts.hostname
    raise EndpointRefused("Donnez une adresse entière, par exemple https://exemple.fr/passerelle")


def _check_port(url: str) -> None:
    try:
        urlsplit(url).port  # noqa: B018 # reading it is what checks it
    except ValueError:
        raise EndpointRefused("Le port de l’adresse n’est pas un nombre possible.") from None
