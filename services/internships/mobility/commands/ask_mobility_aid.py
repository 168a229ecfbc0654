"""Somebody of the lycée notes that an aid is asked for a pupil."""

from datetime import date, datetime
from uuid import UUID

from contracts.internships.mobility import AidKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.mobility.commands.publish_mobility_aid import publish_mobility_aid
from services.internships.mobility.model.mobility_aid import AidAlreadyAsked, MobilityAid, asked
from services.internships.mobility.store import MobilityAids
from services.internships.participations.store import Participations
from services.internships.pupils.store.pupils import Pupils


async def ask_mobility_aid(
    uow: UnitOfWork,
    *,
    pupil_year_id: UUID,
    period_id: UUID,
    kind: AidKind,
    on: date,
    now: datetime,
) -> UUID:
    """Note it (demande d’aide à la mobilité), and return its id.

    Raises NotFound, PupilErased, PupilNotConcerned, AidStepInTheFuture, AidAlreadyAsked.
    """
    pupil = await Pupils(uow).get_for_update(pupil_year_id)
    await Participations(uow).get(period_id, pupil_year_id)
    role = uow.actor.role if uow.actor else None
    first = asked(on, today=local_date(now), role=role)
    aid = MobilityAid(uow.new_id(), pupil.uai, pupil.id, period_id, kind, 1, [first])
    if not await MobilityAids(uow).ask(aid):
        raise AidAlreadyAsked
    await publish_mobility_aid(uow, aid=aid, step=first, version=1, now=now)
    return aid.id
