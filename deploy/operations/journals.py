"""Reading the journals of the services: facts only, there is nothing personal in them."""

from collections.abc import Sequence
from uuid import UUID

from deploy.operations.units import units_of
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.operations.delivery_status import Fate, fates
from services.chassis.operations.events import Fact, find, latest, shown_headers
from services.chassis.reactions.group_inbox import DEPARTMENT
from services.chassis.web.views.french import PARIS


async def latest_lines(settings: Settings, limit: int) -> list[str]:
    """One line for each of the last facts of all services, oldest first."""
    found: list[Fact] = []
    for service in SERVICES:
        async with units_of(settings, service.name) as units, units.begin(DEPARTMENT) as uow:
            found += await latest(uow, limit)
    return [
        _line(fact)
        for fact in sorted(found, key=lambda one: (one.recorded_at, one.position))[-limit:]
    ]


async def find_fact(settings: Settings, event_id: UUID) -> Fact | None:
    """One fact, wherever it was recorded."""
    for service in SERVICES:
        async with units_of(settings, service.name) as units, units.begin(DEPARTMENT) as uow:
            fact = await find(uow, event_id)
            if fact is not None:
                return fact
    return None


async def page(settings: Settings, event_id: UUID) -> str | None:
    """Everything about one fact and what became of it; None when nobody recorded it."""
    fact = await find_fact(settings, event_id)
    if fact is None:
        return None
    became: list[Fate] = []
    for service in SERVICES:
        async with units_of(settings, service.name) as units, units.begin(DEPARTMENT) as uow:
            became += await fates(uow, service, fact.mention)
    return "\n".join([*_recorded(fact), "", *_became(became)])


def _line(fact: Fact) -> str:
    when = fact.recorded_at.astimezone(PARIS).strftime("%d/%m %H:%M:%S")
    return f"{when}  {fact.event_id}  {fact.subject}  {fact.payload}{_state(fact)}"


def _state(fact: Fact) -> str:
    if fact.redacted_at:
        return "  (retiré)"
    if fact.sent_at:
        return ""
    return "  (refusé)" if fact.send_error else "  (pas encore envoyé)"


def _recorded(fact: Fact) -> list[str]:
    sent = fact.sent_at.isoformat() if fact.sent_at else fact.send_error or "pas encore"
    headers = [f"{name}: {value}" for name, value in shown_headers(fact.headers).items()]
    content = fact.shown or "(le contenu n’est plus conservé)"
    return [f"sujet: {fact.subject}", f"envoyé: {sent}", *headers, "", content]


def _became(fates: Sequence[Fate]) -> list[str]:
    if not fates:
        return ["Aucun lecteur n’écoute ce fait."]
    return [f"{fate.consumer}\u00a0: {fate.sentence}{_at(fate)}" for fate in fates]


def _at(fate: Fate) -> str:
    parked = f" ({fate.parked.parked_id})" if fate.parked else ""
    return f" le {fate.at.astimezone(PARIS):%d/%m %H:%M:%S}{parked}" if fate.at else ""
