"""Totals of the registry: counted, compared with what was published, stated at night."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from contracts.identifiers import RegistryTotalsId, SchoolYear, Uai
from contracts.partnerships.totals import RegistryTotalsStatedV1
from contracts.publication import FactFamily
from contracts.small_totals import is_too_few
from services.chassis.outbox.last_events import REPUBLISH
from services.chassis.unit_of_work.events_in_flight import wait_for_facts
from services.chassis.unit_of_work.scheduled_jobs import is_overdue, is_waiting
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.commands import JOB as PLEDGES
from services.partnerships.commitments.store.declarations import Declarations
from services.partnerships.commitments.store.tax_pledges import TaxPledges
from services.partnerships.declaration_letters.commands import plan_declaration_letters
from services.partnerships.directory_entries.commands import (
    plan_reading_register,
)
from services.partnerships.notices.commands import plan_reminders
from services.partnerships.publications.commands import plan_statement
from services.partnerships.publications.store import JOBS, Publications
from services.partnerships.renewals.commands import plan_renewals
from services.partnerships.totals.store import Counted, Statements


@dataclass(frozen=True)
class CountedFigures:
    """The figures once every fact up to `sequence` was told; None: too few to be told.

    What the head keeps, or is to be told tonight, is not among them.
    """

    sequence: int
    figures: Mapping[str, int | None]


async def count_figures(uow: UnitOfWork, *, uai: Uai, now: datetime) -> CountedFigures:
    """Count what of the registry the department shows and no statement holds."""
    sequence, today = await wait_for_facts(uow, "department", uai), local_date(now)
    if await is_overdue(uow, (*JOBS.values(), REPUBLISH), uai=uai, now=now):
        return CountedFigures(sequence, {})
    tells, found = Publications(uow).tells, dict[str, int | None]()
    if await tells(uai, FactFamily.COMPANIES, today):
        filed = await Declarations(uow).of_lycee(uai)
        found["declarations"] = sum(one.valid_until >= today for one in filed)
        found["under_agreement"] = await Statements(uow).count_agreements(uai, today)
        if not await is_waiting(uow, (PLEDGES,), uai=uai):
            pledges = TaxPledges(uow)
            total = await pledges.total(uai, today.year)
            stands = (await pledges.standing(uai, today.year, total, running=True)).total
            few = is_too_few(stands.count)
            found["pledging_companies"] = None if few else stands.count
            found["pledged_euros"] = None if few else stands.euros
    if await tells(uai, FactFamily.EXCHANGES, today):
        found |= await Statements(uow).count_held(uai, SchoolYear.of(today))
    return CountedFigures(sequence, found)


@dataclass(frozen=True)
class CountedTotals:
    """The totals once every fact up to `sequence` was told, and no other."""

    sequence: int
    counted: Counted


async def count_totals(uow: UnitOfWork, *, uai: Uai, now: datetime) -> CountedTotals | None:
    """Count what the department can compare; None while the head keeps it, or it is yet to be told."""
    # A fact being recorded meanwhile is told before these totals and counted, or after and not.
    sequence = await wait_for_facts(uow, "department", uai)
    counted = await Statements(uow).count(uai)
    # Asked after the count: what was counted while a family was closed would be told to nobody.
    publications, today = Publications(uow), local_date(now)
    told = await publications.tells(uai, FactFamily.COMPANIES, today)
    if not told or await is_overdue(uow, (*JOBS.values(), REPUBLISH), uai=uai, now=now):
        return None
    if not await publications.tells(uai, FactFamily.EXCHANGES, today):
        counted = replace(counted, actions_held=None)
    return CountedTotals(sequence, counted)


async def state_totals(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell the totals (totaux du registre), without what the head keeps, and plan the next night.

    The public directory is read the next night too; agreements that run out are said this morning,
    what waits for the bureau, and to companies what they are to renew.
    """
    await plan_statement(uow, uai=uai, now=now)
    await plan_reading_register(uow, uai=uai, now=now)
    await plan_renewals(uow, uai=uai, now=now)
    await plan_reminders(uow, uai=uai, now=now)
    await plan_declaration_letters(uow, uai=uai, now=now)
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
