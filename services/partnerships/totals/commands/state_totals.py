"""What the registry holds for a lycée is counted in its tables and told, for others to compare."""

from dataclasses import asdict
from datetime import datetime

from contracts.identifiers import RegistryTotalsId, Uai
from contracts.partnerships.totals import RegistryTotalsStatedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.directory_entries.commands.plan_reading_register import (
    plan_reading_register,
)
from services.partnerships.publications.commands.plan_statement import plan_statement
from services.partnerships.renewals.commands.plan_renewals import plan_renewals
from services.partnerships.totals.commands.count_totals import count_totals
from services.partnerships.totals.store import Statements


async def state_totals(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell the totals (totaux du registre), without what the head keeps, and plan the next night.

    The public register is read the next night too; agreements that run out are said this morning.
    """
    await plan_statement(uow, uai=uai, now=now)
    await plan_reading_register(uow, uai=uai, now=now)
    await plan_renewals(uow, uai=uai, now=now)
    totals = await count_totals(uow, uai=uai, now=now)
    if totals is None:
        return
    statement = await Statements(uow).next(uai)
    told = RegistryTotalsStatedV1(
        totals_id=RegistryTotalsId(statement.totals_id),
        **asdict(totals.counted),
        occurred_on=local_date(now),
    )
    uow.publish(told, version=statement.version, uai=uai)
