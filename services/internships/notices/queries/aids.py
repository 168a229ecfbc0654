"""Mobility aids that notices are about."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from contracts.internships.mobility import AidKind, AidState
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.parameters import LYCEES, given
from services.internships.formations.tables import classes
from services.internships.mobility.tables import mobility_aids
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import bare_name
from services.internships.pupils.tables import pupils

M = mobility_aids.c


@dataclass(frozen=True)
class NoticedAid:
    """An aid where it stands; who was erased has no name here."""

    aid_id: UUID
    pupil: str
    erased: bool
    class_label: str
    starts_on: date
    ends_on: date
    kind: AidKind
    state: AidState
    state_on: date
    amount_euros: int | None
    moved_by: UUID | None


async def read_noticed_aids(
    uow: UnitOfWork, aid_ids: Collection[UUID]
) -> Mapping[UUID, NoticedAid]:
    """Those of these aids that are the lycée's, by their id."""
    found = await AIDS.of(uow, {**given(uow.scope.uais), "aid_ids": sorted(aid_ids)})
    return {row.aid_id: _aid(row) for row in found}


_OF_PUPIL = (pupils.c.uai == M.uai) & (pupils.c.pupil_year_id == M.pupil_year_id)
_OF_CLASS = (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id)
_OF_PERIOD = (periods.c.uai == M.uai) & (periods.c.period_id == M.period_id)
AIDS = Reading(
    select(
        *(M.aid_id, M.kind, M.state, M.state_on, M.amount_euros, M.moved_by),
        *(pupils.c.last_name, pupils.c.first_name, pupils.c.erased_at),
        *(classes.c.label, periods.c.starts_on, periods.c.ends_on),
    )
    .select_from(
        mobility_aids.join(pupils, _OF_PUPIL).join(classes, _OF_CLASS).join(periods, _OF_PERIOD)
    )
    .where(M.uai == LYCEES, M.aid_id == any_(bindparam("aid_ids", type_=ARRAY(Uuid)))),
    lambda rows: rows,
)
"""Some aids, with whose they are and for which period."""


def _aid(row: Any) -> NoticedAid:
    return NoticedAid(
        aid_id=row.aid_id,
        pupil=bare_name(row),
        erased=row.erased_at is not None,
        class_label=row.label,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        kind=AidKind(row.kind),
        state=AidState(row.state),
        state_on=row.state_on,
        amount_euros=row.amount_euros,
        moved_by=row.moved_by,
    )
