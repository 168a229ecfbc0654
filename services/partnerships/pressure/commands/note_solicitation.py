"""A lycée asked something of a site."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.pressure.store.solicitations import Solicitations

JOB = "tell_solicitations"
"""The name under which tables of installations hold it: it is not renamed with the code."""


async def note_solicitation(
    uow: UnitOfWork,
    *,
    uai: Uai,
    source_id: UUID,
    site_id: UUID,
    on: date,
    by_place: bool = False,
    now: datetime,
) -> None:
    """Note it for all bureaux at once (sollicitation); the department is told at night.

    `source_id`: the exchange, or the proposed place. At night, and all together: told beside the
    confirmation of a place, a host would say where a pupil of that formation went.
    """
    await Solicitations(uow).add(
        uai, source_id=source_id, site_id=site_id, on=on, by_place=by_place
    )
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)
