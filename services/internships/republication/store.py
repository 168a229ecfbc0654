"""What the department was told last, put back from the journal into the tables that remember it.

An older copy of the database remembers older tellings: the next one would be taken for older, or be left out.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Column, Table, func, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SchoolYear, Uai
from contracts.internships.mobility import MobilityAidSuppressedV1, MobilityAidTotalledV1
from contracts.internships.periods import (
    CoverageChangedV1,
    PublicationChangedV1,
    SiteHostingCountedV1,
    SiteHostingTalliedV1,
)
from contracts.internships.placements import EndReason
from contracts.internships.search import RefusalTalliedV1
from contracts.small_totals import FEWEST
from services.chassis.outbox.last_events import LastFact, last_facts
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.coverage.model import Counts
from services.internships.coverage.store.coverages import Coverage, Coverages
from services.internships.mobility.tables import mobility_totals
from services.internships.periods.tables import periods
from services.internships.publications.tables import publications
from services.internships.refusals.store import RefusalTallies, RefusalTally
from services.internships.seats.model import Cell
from services.internships.seats.store import PublishedTally, Tallies
from services.internships.stays.tables import placements

FIRST_YEAR = SchoolYear("1900-1901")


class LastTold:
    """What the lycées in scope told last, as their journal has it."""

    def __init__(self, uow: UnitOfWork, uai: Uai) -> None:
        self._uow = uow
        self._uai = uai

    async def keep_publications(self) -> None:
        """Take back what the head decided: a fact has the whole of it, and nothing closed may be told."""
        of = publications.c
        for last in (await last_facts(self._uow, self._uai, PublicationChangedV1)).values():
            event = last.event
            values = {
                "publication_id": event.publication_id,
                "steps": [step.model_dump(mode="json") for step in event.steps],
                "version": last.version,
            }
            first = insert(publications).values(uai=self._uai, family=event.family, **values)
            await self._uow.execute(
                first.on_conflict_do_update(
                    index_elements=["uai", "family"],
                    set_=values,
                    where=of.version <= last.version,
                )
            )

    async def differing_coverages(
        self, told: Mapping[str, LastFact[CoverageChangedV1]]
    ) -> list[Coverage]:
        """The figures that were told otherwise than they are, ready to be told as the next version."""
        coverages = Coverages(self._uow)
        found = []
        for row in await coverages.since(self._uai, FIRST_YEAR):
            last = told.get(str(row.id))
            if last and last.version >= row.version and _counts(last.event) != row.counts:
                found.append(await coverages.next(replace(row, version=last.version), row.counts))
        return found

    async def keep_tallies(self) -> None:
        """Remember the seats as they were told last."""
        told: Mapping[str, LastFact[SiteHostingTalliedV1 | SiteHostingCountedV1]]
        told = await last_facts(self._uow, self._uai, SiteHostingTalliedV1, SiteHostingCountedV1)
        known = await Tallies(self._uow).of(self._uai, FIRST_YEAR)
        newer = []
        for last in told.values():
            event = last.event
            cell = Cell(event.site_key, event.school_year, event.week)
            row = known.get(cell)
            withheld = isinstance(event, SiteHostingCountedV1)
            if row is None or (row.id == event.tally_id and row.version <= last.version):
                newer.append(
                    PublishedTally(event.tally_id, cell, event.seats, last.version, withheld)
                )
        await Tallies(self._uow).keep(self._uai, newer)

    async def keep_refusals(self) -> None:
        """Remember the refusals as they were told last."""
        told = await last_facts(self._uow, self._uai, RefusalTalliedV1)
        known = await RefusalTallies(self._uow).told(self._uai, FIRST_YEAR)
        newer = [
            RefusalTally(
                last.event.tally_id,
                last.event.school_year,
                {reason: getattr(last.event, reason) for reason in EndReason},
                last.version,
                withheld=False,
            )
            for last in told.values()
            if (row := known.get(last.event.school_year)) is None or row.version <= last.version
        ]
        await RefusalTallies(self._uow).keep(self._uai, newer)

    async def keep_aids(self) -> None:
        """Remember of how many pupils the totals of aids were that were told last."""
        told: Mapping[str, LastFact[MobilityAidTotalledV1 | MobilityAidSuppressedV1]]
        told = await last_facts(
            self._uow, self._uai, MobilityAidTotalledV1, MobilityAidSuppressedV1
        )
        of = mobility_totals.c
        for last in told.values():
            event = last.event
            first = insert(mobility_totals).values(
                uai=self._uai,
                school_year=event.school_year,
                totals_id=event.totals_id,
                version=last.version,
                told_pupils=event.pupils if isinstance(event, MobilityAidTotalledV1) else 1,
            )
            # Of one to four pupils it was told that they are too few, and not how many.
            pupils = (
                event.pupils
                if isinstance(event, MobilityAidTotalledV1)
                else func.least(func.greatest(of.told_pupils, 1), FEWEST - 1)
            )
            await self._uow.execute(
                first.on_conflict_do_update(
                    index_elements=["uai", "school_year"],
                    set_={"told_pupils": pupils, "version": last.version},
                    where=of.version <= last.version,
                )
            )

    async def periods_missing(self, ids: Collection[str]) -> set[str]:
        """Those of these periods the database no longer has."""
        return await self._missing(periods, periods.c.period_id, ids)

    async def references_missing(self, references: Collection[str]) -> set[str]:
        """Those of these references that no placement has."""
        return await self._missing(placements, placements.c.reference, references)

    async def _missing(self, table: Table, column: Column[UUID], ids: Collection[str]) -> set[str]:
        wanted = [UUID(one) for one in ids]
        statement = select(column).where(table.c.uai == self._uai, column.in_(wanted))
        there = {str(one) for one in (await self._uow.execute(statement)).scalars()}
        return set(ids) - there


def _counts(told: CoverageChangedV1) -> Counts:
    return Counts(
        told.concerned,
        told.exempted,
        told.left,
        told.host_agreed,
        told.agreement_issued,
        told.agreement_signed,
    )
