"""What is wrong with a deployment, since when, and what to do; whatever is down meanwhile."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import httpx2

from deploy.doctor.disk_room import without_room
from deploy.doctor.estranged_roles import changed_roles
from deploy.doctor.missing_companies import companies_missing
from deploy.doctor.older_databases import older_databases
from deploy.nats.durables import service_durables
from deploy.operations.bus_reader import oldest_waiting, operator_bus
from deploy.operations.units import units_of
from deploy.services import SERVICES
from services.chassis.base.demonstration import loading_percent
from services.chassis.base.settings import Settings
from services.chassis.nats.refusals import (
    OLDEST_SERVER,
    REFUSALS,
    SERVER_TOO_OLD,
    UNKNOWN_KEY,
)
from services.chassis.operations.collect import Watched
from services.chassis.operations.findings import findings
from services.chassis.operations.measures import Finding, Readings
from services.chassis.operations.setup_checks import remarks
from services.chassis.service.spec import Service
from services.chassis.web.views.french import ago, datetime_fr

ANSWER_WITHIN_SECONDS = 5.0
TABLES_WITHIN_SECONDS = 30.0
"""Who asks the doctor waits, unlike who looks at a page: a database that is busy is not silent."""


@dataclass(frozen=True)
class Trouble:
    """One finding, and the services it was found in."""

    finding: Finding
    services: tuple[str, ...]


async def examine(
    settings: Settings, *, address: str | None = None, now: datetime | None = None
) -> list[Trouble]:
    """Everything wrong, what hides the rest first.

    `address` is where people reach the services, when it is known.
    """
    at = now or datetime.now(UTC)
    async with operator_bus(settings) as bus, AsyncExitStack() as stack:
        watched = [
            Watched(
                service.name,
                await stack.enter_async_context(units_of(settings, service.name)),
                bus,
                durables=service_durables(service, settings.department),
                gauges=service.gauges,
                disk=settings.data_folder if service.watches_disk else None,
                oldest_waiting=partial(oldest_waiting, bus),
                tables_within_seconds=TABLES_WITHIN_SECONDS,
            )
            for service in SERVICES
        ]
        readings = await asyncio.gather(*(one.read(at) for one in watched))
        unable = await without_room(settings, bus)
        changed = await changed_roles(settings)
        older = await older_databases(settings) if bus.connected else []
        missing = await companies_missing(settings)
        older_bus = _refused([bus.refusal] if bus.refusal == SERVER_TOO_OLD else [])
        shut_out = await _services_in_trouble(address) if address else []
    refused = [(service.name, older_bus) for service in SERVICES if older_bus]
    return gathered([*refused, *changed, *unable, *shut_out, *older, *missing, *_judged(readings)])


def _judged(readings: Sequence[Readings]) -> list[tuple[str, Finding]]:
    return [(one.service, finding) for one in readings for finding in findings(one)]


def gathered(found: Sequence[tuple[str, Finding]]) -> list[Trouble]:
    """The same trouble of several services once, since when it is known the longest."""
    services: dict[tuple[str, str], list[str]] = {}
    told: dict[tuple[str, str], Finding] = {}
    for service, finding in found:
        key = finding.code, finding.what
        services.setdefault(key, []).append(service)
        known = told.get(key)
        if known is None or (finding.since and (not known.since or finding.since < known.since)):
            told[key] = finding
    return [Trouble(finding, tuple(services[key])) for key, finding in told.items()]


async def _services_in_trouble(address: str) -> list[tuple[str, Finding]]:
    """What only the services themselves can tell: that they do not answer, that the bus refuses them."""
    async with httpx2.AsyncClient(
        base_url=address, timeout=ANSWER_WITHIN_SECONDS, trust_env=False
    ) as client:
        told = await asyncio.gather(*(_asked(client, service, address) for service in SERVICES))
    return [
        (service.name, finding) for service, finding in zip(SERVICES, told, strict=True) if finding
    ]


async def _asked(client: httpx2.AsyncClient, service: Service, address: str) -> Finding | None:
    try:
        answer = await client.get(f"/api/{service.name}/health/live")
        if answer.status_code == httpx2.codes.OK:
            answer = await client.get(f"/api/{service.name}/health/ready")
            return _refused(answer.json()["problems"]["bus"])
    except (httpx2.HTTPError, OSError, ValueError, LookupError):
        # Whatever answers there instead is no service of ours.
        pass
    return Finding(
        "service-silent",
        f"Le service ne répond pas à {address}.",
        "Vérifiez que son processus tourne, et que la porte d’entrée le connaît.",
    )


def _refused(problems: Sequence[str]) -> Finding | None:
    """What the bus answers a service it does not let in; None when it does, or is away."""
    if UNKNOWN_KEY in problems:
        return Finding(
            "bus-refuses",
            "Le bus refuse ce service\u202f: il n’en connaît pas la clé.",
            "Relancez Passerelle, qui lui donne les clés du dossier des identifiants.",
        )
    if SERVER_TOO_OLD in problems:
        oldest = ".".join(map(str, OLDEST_SERVER))
        return Finding(
            "bus-too-old",
            "nats-server est trop ancien\u202f: rien n’est plus publié ni reçu.",
            f"Installez nats-server {oldest} ou plus récent, puis relancez-le\u202f; ce qui attend part de lui-même.",
        )
    if any(one in REFUSALS.values() for one in problems):
        return Finding(
            "bus-refuses",
            "Le bus refuse ce service\u202f: trop de connexions sont ouvertes.",
            "Fermez celles de qui en a trop (les abonnés extérieurs d’abord), ou relancez le bus\u202f;"
            " le service revient de lui-même.",
        )
    return None


def told(troubles: Sequence[Trouble], now: datetime) -> str:
    """The report, in French."""
    if not troubles:
        names = ", ".join(service.name for service in SERVICES)
        return f"Rien à signaler\u202f: les bases et le bus répondent, rien n’attend ({names})."
    return "\n\n".join(_told(trouble, now) for trouble in troubles)


def told_of_loading(settings: Settings) -> str:
    """How far a demonstration is that is being loaded, in French; empty when none is."""
    percent = loading_percent(settings.data_folder)
    if percent is None:
        return ""
    return (
        f"\nLa démonstration se charge encore\u202f: {percent}\u202f%. D’ici là, des pages paraissent"
        " vides et des faits attendent."
    )


def told_besides(names: Sequence[str]) -> str:
    """What is still to be told to the installation, in French; empty when there is nothing."""
    lines = [f"• {one.what}\n  → {one.todo}" for one in remarks(names)]
    return (
        "\n".join(["\nÀ compléter avant que d’autres s’en servent\u202f:", *lines]) if lines else ""
    )


def _told(trouble: Trouble, now: datetime) -> str:
    finding = trouble.finding
    lines = [f"✗ {finding.what} [{', '.join(trouble.services)}]"]
    if finding.since:
        lines.append(f"  Depuis le {datetime_fr(finding.since)} ({ago(finding.since, now)}).")
    return "\n".join([*lines, f"  → {finding.todo}"])
