"""A lycée meets a company for the first time."""

from datetime import date
from uuid import UUID

from contracts.identifiers import CompanyId, Uai
from contracts.partnerships import CompanyOnboardedV1, OnboardingReason
from services.chassis.work import UnitOfWork
from services.partnerships.storage.acquaintances import Acquaintances


async def tell_onboarding(
    uow: UnitOfWork, *, uai: Uai, company_id: UUID, reason: OnboardingReason, on: date
) -> None:
    """Tell that a company is newly known to a lycée (entreprise nouvelle), once for ever."""
    if await Acquaintances(uow).onboard(uai, company_id, reason, on):
        uow.publish(
            CompanyOnboardedV1(company_id=CompanyId(company_id), reason=reason, occurred_on=on),
            uai=uai,
        )
