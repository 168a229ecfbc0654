"""What is left of the places companies offer, and when it is told."""

from datetime import datetime

from contracts.envelope import Envelope
from contracts.internships.periods import SiteHostingCountedV1, SiteHostingTalliedV1
from services.chassis.reactions import NotYet
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import reactions, timed
from services.partnerships.capacities.commands import JOB as CAPACITIES
from services.partnerships.capacities.commands import count_taken, publish_capacities
from services.partnerships.companies.model.company import SiteUnknown


async def _taken(
    event: SiteHostingTalliedV1 | SiteHostingCountedV1, version: int, uow: UnitOfWork
) -> None:
    try:
        await count_taken(
            uow,
            uai=uow.writing_for(),
            tally_id=event.tally_id,
            site_key=event.site_key,
            week=event.week,
            seats=event.seats,
            version=version,
        )
    except SiteUnknown as absent:
        if event.seats == 0:  # nothing was ever counted there
            return
        raise NotYet(f"no company has the site {event.site_key} so far") from absent


@reactions.on(SiteHostingTalliedV1, group="taken_seats", since="beginning")
async def count_taken_seats(
    event: SiteHostingTalliedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """What is left of the places a site offers."""
    await _taken(event, envelope.version, uow)


@reactions.on(SiteHostingCountedV1, group="own_taken_seats", since="beginning")
async def count_seats_kept_at_home(
    event: SiteHostingCountedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """Count seats while the head keeps hosts from the department."""
    await _taken(event, envelope.version, uow)


@timed.job(CAPACITIES)
async def publish_places(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the date; what is told is whatever is untold
    now: datetime,
) -> None:
    """Publish places, once a night after some were noted."""
    await publish_capacities(uow, uai=uow.writing_for(), now=now)
