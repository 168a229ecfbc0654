"""The mobility aids of the lycées in scope, each with its steps."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SchoolYear, Uai
from contracts.internships.mobility import (
    AidKind,
    AidState,
    MobilityAidSuppressedV1,
    MobilityAidTotalledV1,
)
from contracts.small_totals import FEWEST, TOO_FEW, SmallTotal, Standing, floor_standing
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.outbox.last_events import last_facts
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.mobility.model.aid_total import YearTotal
from services.internships.mobility.model.mobility_aid import AidStep, MobilityAid
from services.internships.mobility.tables import mobility_aid_steps as steps
from services.internships.mobility.tables import mobility_aids as aids
from services.internships.mobility.tables import mobility_totals as totals
from services.internships.pupils.tables import pupils

_Told = MobilityAidTotalledV1 | MobilityAidSuppressedV1
GRANTED = (AidState.GRANTED.value, AidState.PAID.value)


class MobilityAids:
    """Aids are read with their steps, and written one step at a time."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def find(self, aid_id: UUID) -> MobilityAid:
        """One aid. Raises NotFound."""
        return await self._one(select(aids).where(aids.c.aid_id == aid_id))

    async def get(self, aid_id: UUID, *, version: int) -> MobilityAid:
        """One aid, locked. Raises NotFound, StaleVersion."""
        statement = select(aids).where(aids.c.aid_id == aid_id)
        aid = await self._one(statement.with_for_update())
        if aid.version != version:
            raise StaleVersion
        return aid

    async def of_pupil(self, pupil_year_id: UUID) -> Sequence[MobilityAid]:
        """All of a pupil, the last asked for first."""
        statement = select(aids).where(aids.c.pupil_year_id == pupil_year_id)
        return await self._with_steps(
            (await self._uow.execute(statement.order_by(aids.c.aid_id.desc()))).all()
        )

    async def ask(self, aid: MobilityAid) -> bool:
        """Record a new one; False when there is one of its kind already."""
        values = {
            "uai": aid.uai,
            "aid_id": aid.id,
            "pupil_year_id": aid.pupil_year_id,
            "period_id": aid.period_id,
            "kind": aid.kind.value,
            "version": aid.version,
            "moved_by": self._uow.actor_id,
            **_last(aid.last),
        }
        statement = (
            insert(aids)
            .values(**values)
            .on_conflict_do_nothing(constraint="mobility_aids_one_of_a_kind")
        )
        if not (await self._uow.execute(statement)).rowcount:
            return False
        await self._add(aid, aid.last, position=1)
        return True

    async def move(self, aid: MobilityAid, step: AidStep) -> None:
        """Record one more step."""
        await self._add(aid, step, position=len(aid.steps) + 1)
        await self._set(aid, step)

    async def step_back(self, aid: MobilityAid) -> AidStep | None:
        """Take the last step back, and return the one before; the first goes with its aid."""
        own = (aids.c.uai == aid.uai, aids.c.aid_id == aid.id)
        if len(aid.steps) == 1:
            await self._uow.execute(delete(aids).where(*own))
            return None
        await self._uow.execute(
            delete(steps).where(
                *(steps.c.uai == aid.uai, steps.c.aid_id == aid.id),
                steps.c.position == len(aid.steps),
            )
        )
        await self._set(aid, aid.steps[-2])
        return aid.steps[-2]

    async def total(self, uai: Uai, year: SchoolYear) -> YearTotal:
        """What was granted in a year, counted again, and what was last told of it; locked."""
        of_year = select(pupils.c.pupil_year_id).where(
            pupils.c.uai == uai, pupils.c.school_year == year
        )
        counted = select(
            func.count(aids.c.pupil_year_id.distinct()).label("pupils"),
            func.coalesce(func.sum(aids.c.amount_euros), 0).label("euros"),
        ).where(aids.c.uai == uai, aids.c.state.in_(GRANTED), aids.c.pupil_year_id.in_(of_year))
        told = select(totals.c.told_pupils).where(totals.c.uai == uai, totals.c.school_year == year)
        last = (await self._uow.execute(told.with_for_update())).scalar_one_or_none()
        found = (await self._uow.execute(counted)).one()
        return YearTotal(found.pupils, found.euros, last)

    async def standing(
        self, uai: Uai, year: SchoolYear, total: YearTotal, *, running: bool
    ) -> Standing:
        """What the department reads of a year, or is to be told of it."""
        now = SmallTotal(total.pupils, total.amount_euros)
        if total.is_to_tell(running=running):
            return Standing(now, to_tell=True)
        if (told := total.told or 0) < FEWEST:
            return Standing(SmallTotal(told, 0), to_tell=False)
        last = await self._last(uai, year, MobilityAidTotalledV1)
        said = await self._last(uai, year, MobilityAidTotalledV1, MobilityAidSuppressedV1)
        return floor_standing(last, said, now)

    async def _last(
        self,
        uai: Uai,
        year: SchoolYear,
        *events: type[MobilityAidTotalledV1] | type[MobilityAidSuppressedV1],
    ) -> SmallTotal | None:
        for one in (await last_facts(self._uow, uai, *events)).values():
            if one.event.school_year == year:
                return _small(one.event)
        return None

    async def tell(self, uai: Uai, year: SchoolYear, told: int) -> tuple[UUID, int]:
        """Note what is being told; the id of the total, and which telling of it this is."""
        first = insert(totals).values(
            uai=uai, school_year=year, totals_id=self._uow.new_id(), told_pupils=told, version=1
        )
        statement = first.on_conflict_do_update(
            index_elements=["uai", "school_year"],
            set_={"version": totals.c.version + 1, "told_pupils": told},
        ).returning(totals.c.totals_id, totals.c.version)
        row = (await self._uow.execute(statement)).one()
        return row.totals_id, row.version

    async def _one(self, statement: Any) -> MobilityAid:
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        [aid] = await self._with_steps([row])
        return aid

    async def _add(self, aid: MobilityAid, step: AidStep, *, position: int) -> None:
        values = {
            "uai": aid.uai,
            "aid_id": aid.id,
            "position": position,
            "state": step.state.value,
            "happened_on": step.on,
            "amount_euros": step.amount_euros,
            "said_as": step.role,
        }
        await self._uow.execute(insert(steps).values(**values))

    async def _set(self, aid: MobilityAid, step: AidStep) -> None:
        await self._uow.execute(
            update(aids)
            .where(aids.c.uai == aid.uai, aids.c.aid_id == aid.id)
            .values(version=aid.version + 1, moved_by=self._uow.actor_id, **_last(step))
        )

    async def _with_steps(self, rows: Sequence[Any]) -> Sequence[MobilityAid]:
        ids = [row.aid_id for row in rows]
        statement = select(steps).where(steps.c.aid_id.in_(ids)).order_by(steps.c.position)
        found: dict[UUID, list[AidStep]] = {aid_id: [] for aid_id in ids}
        for row in await self._uow.execute(statement) if ids else ():
            step = AidStep(AidState(row.state), row.happened_on, row.amount_euros, row.said_as)
            found[row.aid_id].append(step)
        return [_aid(row, found[row.aid_id]) for row in rows]


def _small(told: _Told) -> SmallTotal:
    if isinstance(told, MobilityAidSuppressedV1):
        return TOO_FEW
    return SmallTotal(told.pupils, told.amount_euros)


def _last(step: AidStep) -> dict[str, Any]:
    return {
        "state": step.state.value,
        "state_on": step.on,
        "amount_euros": step.amount_euros,
    }


def _aid(row: Any, found: Sequence[AidStep]) -> MobilityAid:
    return MobilityAid(
        id=row.aid_id,
        uai=Uai(row.uai),
        pupil_year_id=row.pupil_year_id,
        period_id=row.period_id,
        kind=AidKind(row.kind),
        version=row.version,
        steps=found,
    )
