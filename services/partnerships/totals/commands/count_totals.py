"""What the registry holds for a lycée, counted at one place of the lycée's facts."""

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.identifiers import Uai
from contracts.publication import FactFamily
from services.chassis.outbox.last_events import REPUBLISH
from services.chassis.unit_of_work.events_in_flight import wait_for_facts
from services.chassis.unit_of_work.scheduled_jobs import is_overdue
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.publications.store.publications import Publications
from services.partnerships.publications.store.retellings import JOBS
from services.partnerships.totals.store import Counted, Statements


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
