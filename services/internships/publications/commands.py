"""A head opens or closes a family of facts."""

from datetime import date, datetime, time

from contracts.identifiers import PublicationId, Uai
from contracts.internships.periods import PublicationChangedV1
from contracts.publication import FactFamily, PublicationStep
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import PARIS, local_date
from services.internships.publications.model import Publication
from services.internships.publications.store import Publications

REPUBLISH_FAMILY = "tell_again"
"""The name under which tables of installations hold the job: it is not renamed with the code."""


async def change_publication(
    uow: UnitOfWork,
    *,
    uai: Uai,
    family: FactFamily,
    opened: bool,
    from_on: date,
    version: int,
    now: datetime,
) -> Publication:
    """Open or close a family from a day on (publication), and tell the department.

    Once open, what is a state is told again: nothing else of the closed time ever is. Raises NotFound,
    StaleVersion, PublicationDayTooFar, PublicationUnchanged.
    """
    lycee = uow.writing_for(uai)
    today = local_date(now)
    publication = await Publications(uow).get_for_update(lycee, family, version)
    publication.decide(PublicationStep(from_on=from_on, open=opened), today=today)
    await Publications(uow).save(publication)
    uow.publish(
        PublicationChangedV1(
            publication_id=PublicationId(publication.id),
            family=family,
            from_on=from_on,
            open=opened,
            steps=publication.steps,
            occurred_on=today,
        ),
        version=publication.version,
        uai=lycee,
    )
    if opened:
        begins = datetime.combine(from_on, time(), tzinfo=PARIS)
        key = f"{family}:{publication.version}"
        await uow.schedule(REPUBLISH_FAMILY, key=key, due_at=max(now, begins), uai=lycee)
    return publication
