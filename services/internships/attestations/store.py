"""Attestations of the stays of a lycée's pupils."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, insert, select
from sqlalchemy.dialects.postgresql import distinct_on

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.attestations.model import Attested, Stayed
from services.internships.attestations.tables import attestations
from services.internships.periods.tables import periods
from services.internships.stays.model.states import HOSTED
from services.internships.stays.store.days import FIRST_DAY, LEFT_ON, SAME_PERIOD
from services.internships.stays.tables import placements

_SAME_PLACE = and_(
    attestations.c.uai == placements.c.uai,
    attestations.c.placement_id == placements.c.placement_id,
)
# What holds of each place: what was noted last.
_LAST = (
    select(attestations)
    .ext(distinct_on(attestations.c.uai, attestations.c.placement_id))
    .order_by(attestations.c.uai, attestations.c.placement_id, attestations.c.number.desc())
)
LAST = _LAST.subquery("last_attestation")
OF_PLACE = and_(LAST.c.uai == placements.c.uai, LAST.c.placement_id == placements.c.placement_id)


@dataclass(frozen=True)
class Noted:
    """One attestation as it is recorded or taken back."""

    id: UUID
    stay: Stayed
    told: Attested


class Attestations:
    """The attestations of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def stays(self, period_id: UUID, today: date) -> Mapping[UUID, Stayed]:
        """The stays of a period that have begun, locked, by placement."""
        statement = (
            select(placements, FIRST_DAY.label("first_on"), LEFT_ON.label("last_on"))
            .join(periods, SAME_PERIOD)
            .where(
                placements.c.period_id == period_id,
                placements.c.status.in_(HOSTED),
                today >= FIRST_DAY,
            )
            .order_by(placements.c.placement_id)
            .with_for_update(of=placements)
        )
        return {
            row.placement_id: Stayed(
                row.placement_id,
                Uai(row.uai),
                row.period_id,
                row.pupil_year_id,
                row.first_on,
                row.last_on,
            )
            for row in await self._uow.execute(statement)
        }

    async def told(self, placement_ids: Collection[UUID]) -> Mapping[UUID, Attested]:
        """What holds of these places."""
        statement = select(LAST).where(LAST.c.placement_id.in_(list(placement_ids)))
        return {
            row.placement_id: Attested(row.days, row.absence_days)
            for row in await self._uow.execute(statement)
        }

    async def add(self, act_id: UUID, noted: Sequence[Noted], received_on: date) -> None:
        """Record what one act noted."""
        rows = [
            {
                "uai": one.stay.uai,
                "attestation_id": one.id,
                "placement_id": one.stay.placement_id,
                "act_id": act_id,
                "received_on": received_on,
                "days": one.told.days,
                "absence_days": one.told.absences,
            }
            for one in noted
        ]
        if rows:
            await self._uow.execute(insert(attestations), rows)

    async def take_back(self, act_id: UUID) -> Sequence[Noted]:
        """Take back all that one act noted; what was noted before holds again."""
        return await self._forget(attestations.c.act_id == act_id)

    async def withdraw(self, placement_ids: Collection[UUID]) -> Sequence[Noted]:
        """Take back all that was ever noted of these places."""
        if not placement_ids:
            return []
        return await self._forget(attestations.c.placement_id.in_(list(placement_ids)))

    async def _forget(self, which: ColumnElement[bool]) -> Sequence[Noted]:
        statement = (
            select(attestations, placements.c.period_id, placements.c.pupil_year_id)
            .join(placements, _SAME_PLACE)
            .where(which)
            .order_by(attestations.c.number)
            .with_for_update(of=attestations)
        )
        rows = list(await self._uow.execute(statement))
        await self._uow.execute(delete(attestations).where(which))
        return [
            Noted(
                row.attestation_id,
                Stayed(
                    *(row.placement_id, Uai(row.uai), row.period_id, row.pupil_year_id),
                    *(row.received_on, row.received_on),
                ),
                Attested(row.days, row.absence_days),
            )
            for row in rows
        ]
