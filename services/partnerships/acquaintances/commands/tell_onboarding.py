"""A lycée meets a company for the first time."""

from datetime import date
from uuid import UUID

from contracts.identifiers import CompanyId, Uai
from contracts.partnerships.companies import CompanyOnboardedV1, OnboardingReason
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.publications.commands.plan_statement import plan_statement
from services.partnerships.publications.store.publications import Publications


async def tell_onboarding(
    uow: UnitOfWork, *, uai: Uai, company_id: UUID, reason: OnboardingReason, on: date
) -> None:
    """Tell that a company is newly known to a lycée (entreprise nouvelle), once for ever.

    Not while the head keeps new companies in the lycée, nor what it was met by: an exchange, a place.
    """
    acquaintances = Acquaintances(uow)
    if not await acquaintances.onboard(uai, company_id, reason, on):
        return
    families = CompanyOnboardedV1.families(reason)
    if not await Publications(uow).tells_all(uai, families, local_date(uow.now)):
        return
    await acquaintances.note_told(uai, company_id)
    uow.publish(
        CompanyOnboardedV1(company_id=CompanyId(company_id), reason=reason, occurred_on=on),
        uai=uai,
    )
    await plan_statement(uow, uai=uai, now=uow.now)
