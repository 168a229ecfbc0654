"""Commands of attestations (attestations de PFMP): noted, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import AttestationId, PeriodId, PlacementId, PupilYearId
from contracts.internships.attestations import AttestationReceivedV1, AttestationUndoneV1
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.attestations.model import AttestationInTheFuture, Attested, check
from services.internships.attestations.store import Attestations, Noted
from services.internships.base.days import local_date


def publish_undone(uow: UnitOfWork, *, taken: Noted, on: date) -> None:
    """Tell that what was noted holds no more, by ids alone."""
    undone = AttestationUndoneV1(
        attestation_id=AttestationId(taken.id),
        placement_id=PlacementId(taken.stay.placement_id),
        pupil_year_id=PupilYearId(taken.stay.pupil_year_id),
        period_id=PeriodId(taken.stay.period_id),
        occurred_on=on,
    )
    uow.publish(undone, version=2, uai=taken.stay.uai)


@dataclass(frozen=True)
class AttestationsNoted:
    """What one act did (`act_id` takes back what it noted), and how many it left alone."""

    act_id: UUID
    new: int
    corrected: int
    withdrawn: int
    meanwhile: int
    """Those of which somebody else noted something since the page was shown: left as they are."""


async def note_attestations(
    uow: UnitOfWork,
    *,
    period_id: UUID,
    shown: Mapping[UUID, Attested],
    told: Mapping[UUID, Attested | None],
    received_on: date,
    now: datetime,
) -> AttestationsNoted:
    """Note what papers say (attestations reçues), by placement; where nothing is said, what was noted goes.

    `shown`: what was noted of each when it was told. Raises NotFound, AttestationInvalid,
    AttestationInTheFuture; nothing is recorded then.
    """
    today, attestations = local_date(now), Attestations(uow)
    if received_on > today:
        raise AttestationInTheFuture(field="received_on")
    stays = await attestations.stays(period_id, today)
    if not told.keys() <= stays.keys():
        raise NotFound
    known = await attestations.told(told.keys())
    changed = {place: one for place, one in told.items() if known.get(place) != one}
    own = {place: one for place, one in changed.items() if known.get(place) == shown.get(place)}
    said = {place: one for place, one in sorted(own.items()) if one is not None}
    for place, one in said.items():
        check(stays[place], one)
    noted = [Noted(uow.new_id(), stays[place], one) for place, one in said.items()]
    act_id = uow.new_id()
    await attestations.add(act_id, noted, received_on)
    for paper in noted:
        uow.publish(_received(paper, received_on), version=1, uai=paper.stay.uai)
    for paper in await attestations.withdraw(own.keys() - said.keys()):
        publish_undone(uow, taken=paper, on=today)
    corrected = len(said.keys() & known.keys())
    return AttestationsNoted(
        act_id, len(said) - corrected, corrected, len(own) - len(said), len(changed) - len(own)
    )


def _received(noted: Noted, on: date) -> AttestationReceivedV1:
    return AttestationReceivedV1(
        attestation_id=AttestationId(noted.id),
        placement_id=PlacementId(noted.stay.placement_id),
        pupil_year_id=PupilYearId(noted.stay.pupil_year_id),
        period_id=PeriodId(noted.stay.period_id),
        days=noted.told.days,
        occurred_on=on,
    )


async def undo_attestations(uow: UnitOfWork, *, act_id: UUID, now: datetime) -> tuple[UUID, int]:
    """Take an act back (annulation): what was noted before holds; its period, and how many.

    Raises NotFound when nothing of it is left.
    """
    taken = await Attestations(uow).take_back(act_id)
    if not taken:
        raise NotFound
    for one in taken:
        publish_undone(uow, taken=one, on=local_date(now))
    return taken[0].stay.period_id, len(taken)
