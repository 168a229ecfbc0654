"""Keep this service's copy of the lycées' names."""

from datetime import datetime

from contracts.identifiers import PublicText, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Lycees
from services.partnerships.publications.commands.plan_statement import plan_statement


async def copy_lycee(
    uow: UnitOfWork, *, uai: Uai, name: PublicText, version: int, now: datetime
) -> None:
    """Keep a lycée's name; an older one never overwrites a newer one. Its totals are told from now on."""
    await Lycees(uow).keep(uai, name, version)
    await plan_statement(uow, uai=uai, now=now)
