"""What a head opens and closes to the department."""

from datetime import datetime

from contracts.internships.periods import PublicationChangedV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import reactions, timed
from services.partnerships.publications.commands import copy_publication, retell_family
from services.partnerships.publications.store import JOBS


@reactions.on(PublicationChangedV1, group="publication", since="beginning")
async def follow_what_the_head_decided(event: PublicationChangedV1, uow: UnitOfWork) -> None:
    """Exchanges, new companies and imports are told by this service, or not."""
    version = uow.cause.version if uow.cause else 1
    await copy_publication(
        uow, uai=uow.writing_for(), family=event.family, steps=event.steps, version=version
    )


@timed.job(JOBS[FactFamily.COMPANIES])
async def republish_partnerships(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the day, and the version of what the head decided
    now: datetime,
) -> None:
    """The head opened them to the department from today on."""
    await retell_family(uow, uai=uow.writing_for(), family=FactFamily.COMPANIES, now=now)


@timed.job(JOBS[FactFamily.EXCHANGES])
async def republish_actions(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the day, and the version of what the head decided
    now: datetime,
) -> None:
    """The head opened them to the department from today on."""
    await retell_family(uow, uai=uow.writing_for(), family=FactFamily.EXCHANGES, now=now)
