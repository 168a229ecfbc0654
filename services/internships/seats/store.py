"""What the department was last told of each site's seats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SchoolYear, SiteKey, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.tables import host_sites
from services.internships.periods.tables import periods
from services.internships.seats.model import Cell, Stay
from services.internships.seats.tables import tallies
from services.internships.stays.model.states import HOSTED
from services.internships.stays.store.days import FIRST_DAY, LEFT_ON, SAME_PERIOD
from services.internships.stays.tables import placements


@dataclass(frozen=True)
class PublishedTally:
    """One line of the tally as last told."""

    id: UUID
    cell: Cell
    seats: int
    version: int
    withheld: bool = False
    """Whether the department was not told this count: the family was closed."""


class Tallies:
    """The tallies of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, uai: Uai, since: SchoolYear) -> Mapping[Cell, PublishedTally]:
        """What was told for a lycée from a school year on, locked."""
        statement = (
            select(tallies)
            .where(tallies.c.uai == uai, tallies.c.school_year >= since)
            .order_by(tallies.c.tally_id)
        )
        told = {}
        for row in await self._uow.execute(statement.with_for_update()):
            cell = Cell(SiteKey(row.site_key), SchoolYear(row.school_year), row.week)
            told[cell] = PublishedTally(row.tally_id, cell, row.seats, row.version, row.withheld)
        return told

    async def keep(self, uai: Uai, told: Sequence[PublishedTally]) -> None:
        """Record what is being told."""
        if not told:
            return
        rows = [
            {
                "uai": uai,
                "tally_id": one.id,
                "site_key": one.cell.site_key,
                "school_year": one.cell.school_year,
                "week": one.cell.week,
                "seats": one.seats,
                "version": one.version,
                "withheld": one.withheld,
            }
            for one in told
        ]
        statement = insert(tallies)
        await self._uow.execute(
            statement.on_conflict_do_update(
                index_elements=["uai", "tally_id"],
                set_={name: statement.excluded[name] for name in ("seats", "version", "withheld")},
            ),
            rows,
        )

    async def stays(self, uai: Uai, since: SchoolYear) -> Sequence[Stay]:
        """The stays at hosts of a lycée from a school year on, up to their end, as the tally sees them."""
        statement = (
            select(
                placements.c.pupil_year_id,
                host_sites.c.site_key,
                periods.c.school_year,
                FIRST_DAY.label("starts_on"),
                LEFT_ON.label("ends_on"),
            )
            .select_from(
                placements.join(periods, SAME_PERIOD).join(
                    host_sites, host_sites.c.site_id == placements.c.site_id
                )
            )
            .where(
                placements.c.uai == uai,
                placements.c.status.in_(HOSTED),
                periods.c.school_year >= since,
            )
        )
        return [
            Stay(
                row.pupil_year_id,
                SiteKey(row.site_key),
                SchoolYear(row.school_year),
                row.starts_on,
                row.ends_on,
            )
            for row in await self._uow.execute(statement)
        ]
