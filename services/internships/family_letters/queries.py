"""Stays families may be written to about: one statement for a morning, one for a letter, one for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Uuid, and_, bindparam, case, exists, func, or_, select

from contracts.internships.agreements import AgreementStanding, Signer
from contracts.internships.family_letters import FamilyAid, FamilyLetterKind
from contracts.internships.mobility import AidState
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.store.agreements import CURRENT, OF_PLACEMENT
from services.internships.agreements.tables import agreement_signatures, agreements
from services.internships.base.parameters import LYCEES, given
from services.internships.families.model import FamilySlot
from services.internships.family_letters.model.pupil_stay import PupilStay
from services.internships.family_letters.tables import family_letter_stays
from services.internships.mobility.tables import mobility_aids
from services.internships.periods.tables import periods
from services.internships.pupils.tables import pupils
from services.internships.referents.tables import followings, referents
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, SAME_PERIOD
from services.internships.stays.tables import placements

P, L, F = placements.c, family_letter_stays.c, followings.c
PAGE_OPEN = timedelta(days=30)
"""After the last day of a stay: until then its page opens by the link of a mail."""
_AIDS = {
    AidState.PAID: FamilyAid.GIVEN,
    AidState.GRANTED: FamilyAid.GIVEN,
    AidState.ELIGIBLE: FamilyAid.ASKED,
    AidState.ASKED: FamilyAid.ASKED,
}
"""What a family is told of, the furthest first."""


@dataclass(frozen=True)
class WrittenStay:
    """A stay as a letter says it, and the day the letter counted to."""

    stay: PupilStay
    kind: FamilyLetterKind
    slot: FamilySlot
    asked: frozenset[FamilySlot]
    """For whose addresses the same letter was asked for."""
    counted_to: date
    reminder: int
    first_name: str
    site_key: str
    referent: str | None
    aid: FamilyAid | None

    def is_told(self, today: date, *, of_age: bool) -> bool:
        """Whether the letter is still true of the stay: asked again when it leaves."""
        moved = self.stay.counted_to(self.kind, self.counted_to) != self.counted_to
        return not moved and self.stay.is_told(self.kind, today, of_age=of_age)


async def read_stays_of_pupils(uow: UnitOfWork, today: date) -> Sequence[PupilStay]:
    """The confirmed places of the lycée that are ahead or go on."""
    found = await STAYS_OF_PUPILS.of(uow, {**given(uow.scope.uais), "over_after": today})
    return [_stay(row) for row in found]


async def read_stay_of_pupil(uow: UnitOfWork, placement_id: UUID) -> PupilStay | None:
    """One place that was confirmed, ended early or not; None where the pupil has no name any more."""
    asked = {**given(uow.scope.uais), "placement_id": placement_id}
    return next((_stay(row) for row in await ONE_STAY.of(uow, asked)), None)


async def read_written_stays(uow: UnitOfWork, letter_id: UUID) -> Sequence[WrittenStay]:
    """What a letter is about, of those that still stand, by first day; none for another lycée's."""
    asked = {**given(uow.scope.uais), "letter_id": letter_id}
    return [_written(row) for row in await WRITTEN_STAYS.of(uow, asked)]


async def read_shown_stays(
    uow: UnitOfWork, pupil_year_id: UUID, today: date
) -> Sequence[PupilStay]:
    """The stays of a pupil that the page of the family shows, by first day."""
    asked = {
        **given(uow.scope.uais),
        "pupil_year_id": pupil_year_id,
        "over_after": today - PAGE_OPEN,
    }
    return [_stay(row) for row in await SHOWN_STAYS.of(uow, asked)]


async def was_told_of_end(uow: UnitOfWork, placement_id: UUID, left_on: date) -> bool:
    """Whether the family was to be written that this place ended that day."""
    asked = exists().where(
        L.placement_id == placement_id,
        L.kind == FamilyLetterKind.INTERRUPTED.value,
        L.counted_to == left_on,
    )
    return bool((await uow.execute(select(asked))).scalar_one())


def _stay(row: Any) -> PupilStay:
    return PupilStay(
        placement_id=row.placement_id,
        pupil_year_id=row.pupil_year_id,
        first_on=row.first_on,
        last_on=row.last_on,
        confirmed_on=row.confirmed_on,
        issued_on=row.issued_on,
        awaits_representative=row.awaits_representative,
        awaits_pupil=row.awaits_pupil,
        signed_on=row.signed_on,
        left_on=row.ended_on,
    )


def _written(row: Any) -> WrittenStay:
    return WrittenStay(
        stay=_stay(row),
        kind=FamilyLetterKind(row.letter_kind),
        slot=FamilySlot(row.slot),
        asked=frozenset(map(FamilySlot, row.asked)),
        counted_to=row.counted_to,
        reminder=row.reminder,
        first_name=row.first_name,
        site_key=row.site_key,
        referent=row.referent,
        aid=next((told for one, told in _AIDS.items() if one.value in (row.aids or ())), None),
    )


def _awaits(signer: Signer) -> Any:
    """Whether an agreement that was issued waits for somebody."""
    signatures = agreement_signatures.alias(f"by_{signer.value}").c
    return exists().where(
        signatures.uai == agreements.c.uai,
        signatures.agreement_id == agreements.c.agreement_id,
        signatures.signer == signer.value,
        signatures.signed_on.is_(None),
    )


_WAITING = or_(
    agreements.c.standing == AgreementStanding.ISSUED.value,
    agreements.c.standing == AgreementStanding.PARTLY_SIGNED.value,
)
_OF_PUPIL = (pupils.c.uai == P.uai) & (pupils.c.pupil_year_id == P.pupil_year_id)
_READ = (
    *(P.placement_id, P.pupil_year_id, P.confirmed_on, P.ended_on),
    *(FIRST_DAY.label("first_on"), LAST_DAY.label("last_on")),
    case((_WAITING, agreements.c.issued_on)).label("issued_on"),
    _awaits(Signer.REPRESENTATIVE).label("awaits_representative"),
    _awaits(Signer.PUPIL).label("awaits_pupil"),
    case((agreements.c.standing == AgreementStanding.SIGNED.value, agreements.c.signed_on)).label(
        "signed_on"
    ),
)
_STAYS = (
    placements.join(periods, SAME_PERIOD)
    .join(pupils, _OF_PUPIL)
    .outerjoin(agreements, OF_PLACEMENT & CURRENT)
)
_NAMED = (P.uai == LYCEES, pupils.c.last_name.is_not(None), P.confirmed_on.is_not(None))
_CONFIRMED = P.status == PlacementStatus.CONFIRMED.value
_INTERRUPTED = P.status == PlacementStatus.INTERRUPTED.value
# Who left the lycée before the end comes no more, or is gone.
_STILL_THERE = or_(pupils.c.left_on.is_(None), pupils.c.left_on > LAST_DAY)
_OVER_AFTER = bindparam("over_after", type_=Date)
_HOSTED = or_(and_(_CONFIRMED, _STILL_THERE), _INTERRUPTED)
STAYS_OF_PUPILS = Reading(
    select(*_READ)
    .select_from(_STAYS)
    .where(*_NAMED, _CONFIRMED, _STILL_THERE, _OVER_AFTER <= LAST_DAY)
    .order_by(FIRST_DAY, P.placement_id),
    lambda rows: rows,
)
"""The stays of a lycée, each with what the family still has to sign."""
ONE_STAY = Reading(
    select(*_READ)
    .select_from(_STAYS)
    .where(*_NAMED, _HOSTED, P.placement_id == bindparam("placement_id", type_=Uuid)),
    lambda rows: rows,
)
SHOWN_STAYS = Reading(
    select(*_READ)
    .select_from(_STAYS)
    .where(
        *_NAMED,
        _HOSTED,
        P.pupil_year_id == bindparam("pupil_year_id", type_=Uuid),
        _OVER_AFTER <= LAST_DAY,
    )
    .order_by(FIRST_DAY, P.placement_id),
    lambda rows: rows,
)
_AID = mobility_aids.c
_FOLLOWED = (F.uai == P.uai) & (F.period_id == P.period_id) & (F.pupil_year_id == P.pupil_year_id)
_SAME = family_letter_stays.alias("same")
_ASKED = (
    select(func.array_agg(_SAME.c.slot))
    .where(
        _SAME.c.uai == L.uai,
        _SAME.c.placement_id == L.placement_id,
        _SAME.c.kind == L.kind,
        _SAME.c.threshold == L.threshold,
        _SAME.c.counted_to == L.counted_to,
    )
    .scalar_subquery()
)
_AIDED = (
    select(func.array_agg(_AID.state))
    .where(_AID.uai == P.uai, _AID.pupil_year_id == P.pupil_year_id, _AID.period_id == P.period_id)
    .scalar_subquery()
)
WRITTEN_STAYS = Reading(
    select(
        *_READ,
        *(L.slot, L.counted_to, L.reminder, L.kind.label("letter_kind")),
        *(pupils.c.first_name, P.site_key, referents.c.name.label("referent")),
        *(_ASKED.label("asked"), _AIDED.label("aids")),
    )
    .select_from(
        _STAYS.join(family_letter_stays, (L.uai == P.uai) & (L.placement_id == P.placement_id))
        .outerjoin(followings, _FOLLOWED)
        .outerjoin(
            referents, (referents.c.uai == F.uai) & (referents.c.referent_id == F.referent_id)
        )
    )
    .where(*_NAMED, _HOSTED, L.letter_id == bindparam("letter_id", type_=Uuid))
    .order_by(FIRST_DAY, P.placement_id),
    lambda rows: rows,
)
"""The stays of a letter whose pupil still has a name."""
