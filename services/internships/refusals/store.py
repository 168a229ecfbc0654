"""Refusals counted from the approaches, and what the department was last told of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SchoolYear, Uai
from contracts.internships.placements import EndReason
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.model.approach import DOINGS, Answer
from services.internships.approaches.tables import A, approaches, refusal_tallies
from services.internships.periods.tables import periods

T = refusal_tallies.c
Counts = Mapping[EndReason, int]


@dataclass(frozen=True)
class RefusalTally:
    """The refusals of one school year, as last told."""

    id: UUID
    school_year: SchoolYear
    counts: Counts
    version: int
    withheld: bool


class RefusalTallies:
    """The refusals of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def count(self, uai: Uai, since: SchoolYear) -> Mapping[SchoolYear, Counts]:
        """Refusals that stand, by school year from one on."""
        statement = (
            select(periods.c.school_year, A.answer, func.count().label("refusals"))
            .select_from(
                approaches.join(
                    periods, (periods.c.uai == A.uai) & (periods.c.period_id == A.period_id)
                )
            )
            .where(A.uai == uai, A.withdrawn_at.is_(None), periods.c.school_year >= since)
            .group_by(periods.c.school_year, A.answer)
        )
        found: dict[SchoolYear, dict[EndReason, int]] = {}
        for row in await self._uow.execute(statement):
            reason = DOINGS.get(Answer(row.answer))
            if reason is not None:
                counts = found.setdefault(SchoolYear(row.school_year), dict.fromkeys(EndReason, 0))
                counts[reason] += row.refusals
        return found

    async def told(self, uai: Uai, since: SchoolYear) -> Mapping[SchoolYear, RefusalTally]:
        """What was told from a school year on, locked."""
        statement = (
            select(refusal_tallies)
            .where(T.uai == uai, T.school_year >= since)
            .order_by(T.school_year)
            .with_for_update()
        )
        return {
            SchoolYear(row.school_year): RefusalTally(
                row.tally_id,
                SchoolYear(row.school_year),
                {reason: getattr(row, reason) for reason in EndReason},
                row.version,
                row.withheld,
            )
            for row in await self._uow.execute(statement)
        }

    async def keep(self, uai: Uai, tallies: Sequence[RefusalTally]) -> None:
        """Record what is being told."""
        for one in tallies:
            values = {reason.value: one.counts[reason] for reason in EndReason}
            values |= {"version": one.version, "withheld": one.withheld}
            own = {"uai": uai, "school_year": one.school_year, "tally_id": one.id}
            added = insert(refusal_tallies).values(**own, **values)
            await self._uow.execute(
                added.on_conflict_do_update(index_elements=["uai", "school_year"], set_=values)
            )
