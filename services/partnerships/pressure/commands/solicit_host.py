"""A pupil, a teacher or the bureau asked a host to take somebody."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import SiteKey
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.companies.store.companies import Companies
from services.partnerships.pressure.commands.note_solicitation import note_solicitation


async def solicit_host(
    uow: UnitOfWork, *, approach_id: UUID, site_key: SiteKey, on: date, now: datetime
) -> None:
    """Count it among what the lycée asked of hosts (démarche); said again, it changes nothing.

    A site that an undone import took away meanwhile is asked nothing any more.
    """
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        return
    lycee = uow.writing_for()
    await Acquaintances(uow).add_all(lycee, {found})
    await note_solicitation(uow, uai=lycee, source_id=approach_id, site_id=found[1], on=on, now=now)
