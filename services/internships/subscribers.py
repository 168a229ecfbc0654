"""What the internship tracker does when it learns a fact, or when the hour has come."""

from datetime import datetime

from contracts.partnerships import CompanyCorrectedV1, CompanyFacts, CompanyRegisteredV1
from services.chassis.reactions import Reactions
from services.chassis.timed import TimedWork
from services.chassis.work import UnitOfWork
from services.internships.use_cases.copy_company import copy_company
from services.internships.use_cases.plan_tally import JOB
from services.internships.use_cases.tally_site_hosting import tally_site_hosting

reactions = Reactions("internships")
timed = TimedWork("internships")


@reactions.on(CompanyRegisteredV1, group="companies", since="beginning")
async def keep_the_company(event: CompanyRegisteredV1, uow: UnitOfWork) -> None:
    """A new company's sites can host pupils."""
    await _copy(event, uow)


@reactions.on(CompanyCorrectedV1, group="companies", since="beginning")
async def correct_the_company(event: CompanyCorrectedV1, uow: UnitOfWork) -> None:
    """Labels and sites follow the registry."""
    await _copy(event, uow)


@timed.job(JOB)
async def tell_the_seats(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  every job is given one; what is counted here is the present
    now: datetime,
) -> None:
    """Once a night after a change; the key is the date."""
    await tally_site_hosting(uow, uai=uow.writing_for(), now=now)


async def _copy(facts: CompanyFacts, uow: UnitOfWork) -> None:
    version = uow.cause.version if uow.cause else 1
    await copy_company(uow, facts=facts, version=version)
