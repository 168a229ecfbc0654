"""What the registry told last, put back from the journal into the tables that remember it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Column, Table, delete, func, select, true, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from contracts.partnerships.actions import ActionAxesTotalledV1
from contracts.partnerships.capacities import HostingCapacityDeclaredV1
from contracts.partnerships.closures import SiteClosedV1, SiteReopenedV1
from contracts.partnerships.commitments import (
    RegulatedWorkDeclarationExpiredV1,
    RegulatedWorkDeclarationExpiryAnnouncedV1,
    RegulatedWorkDeclarationFiledV1,
    TaxPledgesSuppressedV1,
    TaxPledgesTotalledV1,
)
from contracts.partnerships.companies import CompanyOnboardedV1
from contracts.partnerships.hosting_limits import SiteStaffStatedV1
from contracts.partnerships.merges import CompanyMergedV1
from contracts.small_totals import FEWEST
from services.chassis.outbox.last_events import LastFact, last_facts
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import cardless_meetings, onboardings
from services.partnerships.avenir_totals.tables import axis_totals
from services.partnerships.capacities.tables import capacities
from services.partnerships.closures.tables import site_closures
from services.partnerships.commitments.tables import declarations, tax_totals
from services.partnerships.companies.store.former_cards import absorbed
from services.partnerships.companies.tables.companies import companies, sites
from services.partnerships.pressure.tables import site_staff


class LastTold:
    """What a lycée told last, as its journal has it."""

    def __init__(self, uow: UnitOfWork, uai: Uai) -> None:
        self._uow = uow
        self._uai = uai

    async def keep_meetings(self) -> None:
        """Remember each first meeting that was told; those with a company that has no card, apart."""
        told = await last_facts(self._uow, self._uai, CompanyOnboardedV1)
        ids = [one.event.company_id for one in told.values()]
        carded = set(await self._there(companies.c.company_id, ids))
        # What became another card counts as that card's.
        known = carded | set(await absorbed(self._uow, ids))
        for one in told.values():
            event = one.event
            row = {
                "uai": self._uai,
                "company_id": event.company_id,
                "reason": event.reason,
                "onboarded_on": event.occurred_on,
            }
            if event.company_id in carded:
                first = insert(onboardings).values(**row, told=1)
                await self._uow.execute(
                    first.on_conflict_do_update(
                        index_elements=["uai", "company_id"],
                        set_={"told": func.greatest(onboardings.c.told, 1)},
                    )
                )
            elif event.company_id not in known:
                apart = insert(cardless_meetings).values(**row)
                await self._uow.execute(apart.on_conflict_do_nothing())
        own = cardless_meetings.c
        entered = select(companies.c.company_id).where(companies.c.company_id == own.company_id)
        await self._uow.execute(
            delete(cardless_meetings).where(own.uai == self._uai, entered.exists())
        )

    async def keep_sites(self) -> None:
        """Take back which sites are closed, and how many people work there: a fact has the whole of it."""
        closed = await last_facts(self._uow, self._uai, SiteClosedV1, SiteReopenedV1)
        staff = await last_facts(self._uow, self._uai, SiteStaffStatedV1)
        ids = [UUID(one) for one in {*closed, *staff}]
        there = {str(one) for one in await self._there(sites.c.site_id, ids)}
        for site_id in sorted(there & closed.keys()):
            said = closed[site_id]
            on = said.event.closed_on if isinstance(said.event, SiteClosedV1) else None
            await self._keep(site_closures, said.version, site_id=UUID(site_id), closed_on=on)
        for site_id in sorted(there & staff.keys()):
            stated = staff[site_id]
            await self._keep(
                site_staff,
                stated.version,
                site_id=UUID(site_id),
                staff=stated.event.staff,
                stated_on=stated.event.occurred_on,
            )

    async def _keep(self, table: Table, version: int, *, site_id: UUID, **values: object) -> None:
        first = insert(table).values(site_id=site_id, version=version, **values)
        await self._uow.execute(
            first.on_conflict_do_update(
                index_elements=["site_id"],
                set_={**values, "version": version},
                where=table.c.version <= version,
            )
        )

    async def merges_apart(
        self, merged: Mapping[str, LastFact[CompanyMergedV1]]
    ) -> Mapping[str, LastFact[CompanyMergedV1]]:
        """Those of these merges whose cards are two again."""
        ids = [one.event.absorbed_id for one in merged.values()]
        back = set(await self._there(companies.c.company_id, ids))
        return {about: one for about, one in merged.items() if one.event.absorbed_id in back}

    async def keep_offers(self) -> None:
        """Remember which declarations and places offered were told."""
        for column, flag, events in (
            (
                declarations.c.declaration_id,
                declarations,
                (
                    RegulatedWorkDeclarationFiledV1,
                    RegulatedWorkDeclarationExpiryAnnouncedV1,
                    RegulatedWorkDeclarationExpiredV1,
                ),
            ),
            (capacities.c.capacity_id, capacities, (HostingCapacityDeclaredV1,)),
        ):
            told = await last_facts(self._uow, self._uai, *events)
            of = flag.c
            await self._uow.execute(
                update(flag)
                .where(of.uai == self._uai, column.in_([UUID(one) for one in told]))
                .values(told=true())
            )

    async def keep_pledges(self) -> None:
        """Remember of how many companies the totals of pledges were that were told last."""
        told: Mapping[str, LastFact[TaxPledgesTotalledV1 | TaxPledgesSuppressedV1]]
        told = await last_facts(self._uow, self._uai, TaxPledgesTotalledV1, TaxPledgesSuppressedV1)
        of = tax_totals.c
        for last in told.values():
            event = last.event
            whole = isinstance(event, TaxPledgesTotalledV1)
            values = {
                "totals_id": event.totals_id,
                "version": last.version,
                "told_companies": event.companies if isinstance(event, TaxPledgesTotalledV1) else 1,
                "told_euros": event.amount_euros if isinstance(event, TaxPledgesTotalledV1) else 0,
            }
            first = insert(tax_totals).values(uai=self._uai, year=event.year, **values)
            # Of one to four companies it was told that they are too few, and not how many.
            few = {
                "told_companies": func.least(func.greatest(of.told_companies, 1), FEWEST - 1),
                "version": last.version,
            }
            await self._uow.execute(
                first.on_conflict_do_update(
                    index_elements=["uai", "year"],
                    set_=values if whole else few,
                    where=of.version <= last.version,
                )
            )

    async def keep_axes(self) -> None:
        """Remember the totals by axis that were told last."""
        told: Mapping[str, LastFact[ActionAxesTotalledV1]]
        told = await last_facts(self._uow, self._uai, ActionAxesTotalledV1)
        for last in told.values():
            event = last.event
            values = {
                "totals_id": event.totals_id,
                "version": last.version,
                "discovery": event.discovery,
                "initiative": event.initiative,
                "guidance": event.guidance,
            }
            first = insert(axis_totals).values(
                uai=self._uai, school_year=event.school_year, **values
            )
            await self._uow.execute(
                first.on_conflict_do_update(
                    index_elements=["uai", "school_year"],
                    set_=values,
                    where=axis_totals.c.version <= last.version,
                )
            )

    async def there(self, column: Column[UUID], ids: Collection[str]) -> set[str]:
        """Those of these ids that a row of the lycée has."""
        found = await self._there(column, [UUID(one) for one in ids], own=True)
        return {str(one) for one in found}

    async def _there(
        self, column: Column[UUID], ids: Collection[UUID], *, own: bool = False
    ) -> Collection[UUID]:
        statement = select(column).where(column.in_(list(ids)))
        if own:
            statement = statement.where(column.table.c.uai == self._uai)
        return (await self._uow.execute(statement)).scalars().all()
