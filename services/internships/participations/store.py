"""Which pupils each period is for, and where each stands: one statement says it for all uses."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    any_,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
)

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.participations.model import (
    ExemptionReason,
    Participation,
    PupilNotConcerned,
)
from services.internships.periods.tables import (
    exemptions,
    period_classes,
    period_formations,
    periods,
)
from services.internships.pupils.tables import pupils
from services.internships.stays.model.states import ENDED, HOSTED
from services.internships.stays.tables import placements

_stay = placements.alias("stay")
_STAYS_UNTIL = func.coalesce(_stay.c.own_ends_on, periods.c.ends_on)
EXPECTED_UNTIL = (
    select(
        func.coalesce(
            func.max(_STAYS_UNTIL).filter(_stay.c.status == "confirmed"),
            func.greatest(func.max(_STAYS_UNTIL), periods.c.ends_on),
        )
    )
    .where(
        _stay.c.uai == periods.c.uai,
        _stay.c.period_id == periods.c.period_id,
        _stay.c.pupil_year_id == pupils.c.pupil_year_id,
        or_(*(_stay.c.status == status.value for status in {*HOSTED, *ENDED})),
    )
    .correlate(periods, pupils)
    .scalar_subquery()
)
"""The day the PFMP is over for a pupil: the last one at the host, where it is not the period's."""
LEFT_BEFORE_THE_END = and_(pupils.c.left_on.is_not(None), pupils.c.left_on <= EXPECTED_UNTIL)
"""Whether the pupil left before the PFMP was over for them, as far as is known now."""
SETTLED = period_formations.c.settled.is_not(None)
"""Whether what the lists of classes say changes nothing any more."""
_COUNTED = pupils.c.pupil_year_id == any_(period_formations.c.settled)
LEFT = case(
    (SETTLED, pupils.c.pupil_year_id == any_(period_formations.c.settled_left)),
    else_=LEFT_BEFORE_THE_END,
)


def not_over_for_a_pupil(today: date) -> ColumnElement[bool]:
    """Whether the PFMP goes on for the pupil of the row: days of their own may be after the period’s.

    Never a year after: what is long over is not looked at pupil by pupil.
    """
    lately = periods.c.ends_on >= today - timedelta(days=366)
    return or_(periods.c.ends_on >= today, and_(lately, today <= EXPECTED_UNTIL))


EXEMPTED = exemptions.c.reason.is_not(None)
AGREED = placements.c.status == "confirmed"
FLAGS = (
    LEFT.label("has_left"),
    EXEMPTED.label("exempted"),
    (placements.c.status == "proposed").label("proposed"),
    AGREED.label("host_agreed"),
    placements.c.agreement_issued_on.is_not(None).label("issued"),
    placements.c.agreement_signed_on.is_not(None).label("signed"),
)


def concerned(*columns: Any, by_classes: bool = False) -> Select[Any]:
    """Select one row per period and pupil it is for, with exemption and live placement if any.

    A period that was settled is for the pupils it was for then; `by_classes`: for those its
    classes have now, whatever was settled.
    """
    own = periods.c.uai
    to_formations = and_(
        period_formations.c.uai == own, period_formations.c.period_id == periods.c.period_id
    )
    in_its_classes = and_(
        pupils.c.school_year == periods.c.school_year,
        pupils.c.formation_id == period_formations.c.formation_id,
        _class_is_picked(),
    )
    # Each branch has an index of its own: the plan is one of both, not a walk through the lycée.
    follows = in_its_classes if by_classes else or_(and_(~SETTLED, in_its_classes), _COUNTED)
    to_pupils = and_(pupils.c.uai == own, follows)
    to_exemption = and_(
        exemptions.c.uai == own,
        exemptions.c.period_id == periods.c.period_id,
        exemptions.c.pupil_year_id == pupils.c.pupil_year_id,
    )
    to_placement = and_(
        placements.c.uai == own,
        placements.c.period_id == periods.c.period_id,
        placements.c.pupil_year_id == pupils.c.pupil_year_id,
        or_(placements.c.status == "proposed", AGREED),
    )
    source = (
        periods.join(period_formations, to_formations)
        .join(pupils, to_pupils)
        .outerjoin(exemptions, to_exemption)
        .outerjoin(placements, to_placement)
    )
    return select(*columns).select_from(source)


def _class_is_picked() -> Any:
    picked = and_(
        period_classes.c.uai == periods.c.uai, period_classes.c.period_id == periods.c.period_id
    )
    return or_(
        ~exists().where(picked),
        exists().where(picked, period_classes.c.class_id == pupils.c.class_id),
    )


def participation(row: Any) -> Participation:
    """Read the columns of FLAGS."""
    return Participation(
        left=bool(row.has_left),
        exempted=bool(row.exempted),
        proposed=bool(row.proposed),
        host_agreed=bool(row.host_agreed),
        agreement_issued=bool(row.issued),
        agreement_signed=bool(row.signed),
    )


class Participations:
    """Where the pupils of the lycées in scope stand for their periods."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get(self, period_id: UUID, pupil_year_id: UUID) -> Participation:
        """Where a pupil stands. Raises PupilNotConcerned."""
        statement = concerned(*FLAGS).where(
            periods.c.period_id == period_id, pupils.c.pupil_year_id == pupil_year_id
        )
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise PupilNotConcerned
        return participation(row)

    async def pupils_of(self, period_id: UUID) -> frozenset[UUID]:
        """The pupils a period is for."""
        statement = concerned(pupils.c.pupil_year_id).where(periods.c.period_id == period_id)
        return frozenset((await self._uow.execute(statement)).scalars())

    async def exempt(
        self, uai: Uai, period_id: UUID, pupil_year_id: UUID, reason: ExemptionReason
    ) -> None:
        """Record an exemption."""
        await self._uow.execute(
            insert(exemptions).values(
                uai=uai, period_id=period_id, pupil_year_id=pupil_year_id, reason=reason
            )
        )

    async def lift(self, uai: Uai, period_id: UUID, pupil_year_id: UUID) -> ExemptionReason | None:
        """Forget an exemption; returns its reason, None when there was none."""
        removed = await self._uow.execute(
            delete(exemptions)
            .where(
                exemptions.c.uai == uai,
                exemptions.c.period_id == period_id,
                exemptions.c.pupil_year_id == pupil_year_id,
            )
            .returning(exemptions.c.reason)
        )
        reason = removed.scalar_one_or_none()
        return ExemptionReason(reason) if reason else None
