"""Having owners tell the department what differs from what they told last, and companies without a card."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from itertools import groupby

from contracts.identifiers import Uai
from deploy.operations.units import units_of
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.operations.publication_lag import lycees_told_of
from services.chassis.outbox.last_events import REPUBLISH
from services.chassis.reactions.group_inbox import DEPARTMENT
from services.chassis.unit_of_work.scheduled_jobs import is_waiting
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.chassis.web.views.french import plural
from services.partnerships.missing_companies.commands import enter_companies, withdraw_companies
from services.partnerships.missing_companies.model import MissingCompany
from services.partnerships.missing_companies.queries import missing_companies

PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.2
REGISTRY = "partnerships"


async def republish(
    settings: Settings, *, now: datetime, patience: float = PATIENCE_SECONDS
) -> tuple[list[str], bool]:
    """Ask every owner of figures to tell what differs; what to say, and whether somebody is still at it."""
    lines, left = [], False
    for service in SERVICES:
        if service.timed is None or REPUBLISH not in service.timed.jobs:
            continue
        async with units_of(settings, service.name) as units:
            async with units.begin(DEPARTMENT) as uow:
                lycees = sorted(await lycees_told_of(uow))
            for uai in lycees:
                async with units.begin(Scope(frozenset({uai})), uai=uai, now=now) as uow:
                    key = f"0:-1:{now.isoformat()}"
                    await uow.schedule(REPUBLISH, key=key, due_at=now, uai=uai)
            waiting = await _still_waiting(units, lycees, patience)
        left |= bool(waiting)
        done = plural(len(lycees) - waiting, "lycée")
        lines.append(f"{service.name}\u202f: chiffres comptés de nouveau pour {done}.")
        if waiting:
            lines.append(
                f"{service.name}\u202f: il reste {plural(waiting, 'lycée')}, que le service fera quand il "
                "tournera («\u00a0passerelle doctor\u00a0» dit ce qui l’en empêche)."
            )
    return lines, left


async def _still_waiting(units: UnitsOfWork, lycees: Sequence[Uai], patience: float) -> int:
    """How many lycées the service has not done within some seconds."""
    waiting = list(lycees)
    try:
        async with asyncio.timeout(patience):
            while waiting:
                async with units.begin(Scope(frozenset(waiting[:1]))) as uow:
                    if not await is_waiting(uow, (REPUBLISH,), uai=waiting[0]):
                        waiting.pop(0)
                        continue
                await asyncio.sleep(POLL_SECONDS)
    except TimeoutError:
        pass
    return len(waiting)


async def list_missing(settings: Settings) -> list[str]:
    """The companies that were told of and have no card, one a line, and what can be done."""
    async with units_of(settings, REGISTRY) as units, units.begin(DEPARTMENT) as uow:
        missing = await missing_companies(uow)
    if not missing:
        return ["Le registre a toutes les entreprises dont il a parlé."]
    known = {False: "", True: "\u202f; au registre depuis, sous une autre fiche"}
    lines = [
        f"{one.facts.company_id}  {one.name} (dite par {one.uai}{known[one.replaced]})"
        for one in missing
    ]
    lines.append(
        f"{plural(len(missing), 'entreprise')} que les autres services connaissent, et le registre non. "
        "--enter leur redonne une fiche d’après leurs faits\u202f; --withdraw dit partout qu’elles n’y sont plus."
    )
    return lines


async def settle_missing(settings: Settings, *, enter: bool, now: datetime) -> list[str]:
    """Enter all of them again, or withdraw them; what to say."""
    act = enter_companies if enter else withdraw_companies
    done = 0
    async with units_of(settings, REGISTRY) as units:
        async with units.begin(DEPARTMENT) as uow:
            missing = sorted(await missing_companies(uow), key=lambda one: one.uai)
        for uai, some in groupby(missing, key=lambda one: one.uai):
            done += await _settle(units, uai, list(some), act, now)
    said = "Fiches rendues" if enter else "Entreprises retirées"
    lines = [f"{said}\u202f: {done}."]
    if enter and done:
        lines.append(
            "Un nom que la loi ne rend pas public n’est dans aucun fait\u202f: ces fiches s’appellent "
            "«\u00a0Entreprise à renommer\u00a0». Adresses, contacts et échanges sont à saisir de nouveau."
        )
    if left := len(missing) - done:
        lines.append(
            f"{plural(left, 'entreprise')} au registre sous une autre fiche\u202f: --withdraw les retire."
        )
    return lines


async def _settle(
    units: UnitsOfWork,
    uai: Uai,
    missing: Sequence[MissingCompany],
    act: Callable[..., Awaitable[int]],
    now: datetime,
) -> int:
    async def work(uow: UnitOfWork) -> int:
        return await act(uow, missing=missing, now=now)

    return await units.run(work, Scope(frozenset({uai})), uai=uai, now=now)
