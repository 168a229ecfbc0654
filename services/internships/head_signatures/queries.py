"""What waits for the head of a lycée: agreements nobody but them can sign, by class and period."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, func, or_, select

from contracts.identifiers import Uai
from contracts.internships.agreements import Signer
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_states import OUT
from services.internships.agreements.store.agreements import CURRENT, OF_PLACEMENT
from services.internships.agreements.tables import agreement_signatures, agreements
from services.internships.base.parameters import TODAY
from services.internships.formations.tables import classes
from services.internships.periods.tables import periods
from services.internships.pupils.tables import pupils
from services.internships.stays.store.days import LAST_DAY, SAME_PERIOD
from services.internships.stays.tables import placements

S = agreement_signatures.c
_OF_AGREEMENT = (S.uai == agreements.c.uai) & (S.agreement_id == agreements.c.agreement_id)
_OF_PUPIL = (pupils.c.uai == placements.c.uai) & (
    pupils.c.pupil_year_id == placements.c.pupil_year_id
)
_OF_CLASS = (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id)


@dataclass(frozen=True)
class PileToSign:
    """The agreements of one class for one period that the head is to sign."""

    uai: Uai
    period_id: UUID
    class_id: UUID
    class_label: str
    starts_on: date
    ends_on: date
    count: int


async def read_piles_to_sign(
    uow: UnitOfWork, uais: Collection[Uai], today: date
) -> Sequence[PileToSign]:
    """The piles of these lycées, those whose pupils leave first on top."""
    return await PILES_TO_SIGN.of(uow, {"headed": sorted(uais), "today": today})


def _pile(row: Any) -> PileToSign:
    return PileToSign(
        uai=Uai(row.uai),
        period_id=row.period_id,
        class_id=row.class_id,
        class_label=row.label,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        count=row.waiting,
    )


_BY = (
    *(periods.c.uai, periods.c.period_id, periods.c.starts_on, periods.c.ends_on),
    *(classes.c.class_id, classes.c.label),
)
PILES_TO_SIGN = Reading(
    select(*_BY, func.count().label("waiting"))
    .select_from(
        agreement_signatures.join(agreements, _OF_AGREEMENT)
        .join(placements, OF_PLACEMENT)
        .join(periods, SAME_PERIOD)
        .join(pupils, _OF_PUPIL)
        .join(classes, _OF_CLASS)
    )
    .where(
        S.uai == any_(bindparam("headed", type_=ARRAY(Text))),
        S.signer == Signer.HEAD.value,
        S.signed_on.is_(None),
        CURRENT,
        or_(*(agreements.c.standing == one.value for one in OUT)),
        placements.c.status == "confirmed",
        TODAY <= LAST_DAY,
    )
    .group_by(*_BY)
    .order_by(periods.c.starts_on, classes.c.label, periods.c.period_id),
    lambda rows: [_pile(row) for row in rows],
)
"""The piles of the lycées somebody is the head of."""
