"""What the registry holds for a lycée is counted in its tables and told, for others to compare."""

from datetime import datetime

from contracts.identifiers import RegistryTotalsId, Uai
from contracts.partnerships_totals import RegistryTotalsStatedV1
from contracts.publication import FactFamily
from services.chassis.facts_in_flight import wait_for_facts
from services.chassis.work import UnitOfWork
from services.partnerships.domain.calendar import local_date
from services.partnerships.storage.publications import Publications
from services.partnerships.storage.statements import Statements
from services.partnerships.use_cases.plan_reading_register import plan_reading_register
from services.partnerships.use_cases.plan_renewals import plan_renewals
from services.partnerships.use_cases.plan_statement import plan_statement


async def state_totals(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell the totals (totaux du registre), without what the head keeps, and plan the next night.

    The public register is read the next night too; agreements that run out are said this morning.
    """
    await plan_statement(uow, uai=uai, now=now)
    await plan_reading_register(uow, uai=uai, now=now)
    await plan_renewals(uow, uai=uai, now=now)
    today = local_date(now)
    publications = Publications(uow)
    if not await publications.tells(uai, FactFamily.COMPANIES, today):
        return
    actions_told = await publications.tells(uai, FactFamily.EXCHANGES, today)
    # A fact being recorded meanwhile is told before these totals and counted, or after and not.
    await wait_for_facts(uow, "department", uai)
    statements = Statements(uow)
    counted = await statements.count(uai)
    statement = await statements.next(uai)
    told = RegistryTotalsStatedV1(
        totals_id=RegistryTotalsId(statement.totals_id),
        companies=counted.companies,
        onboarded=counted.onboarded,
        partnerships_active=counted.partnerships_active,
        actions_held=counted.actions_held if actions_told else None,
        occurred_on=today,
    )
    uow.publish(told, version=statement.version, uai=uai)
