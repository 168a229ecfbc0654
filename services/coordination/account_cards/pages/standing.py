"""What the registry says of the company of an account, asked each time."""

from uuid import UUID

from fastapi import Request

from contracts.identifiers import CompanyId
from contracts.partnerships.network_standing import (
    NETWORK_STANDING,
    NetworkStanding,
    NetworkStandingRequest,
)
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of


async def ask_standing(
    request: Request, uow: UnitOfWork, company_id: UUID
) -> NetworkStanding | None:
    """Who leads, whose territory it is in and who wants a pause; None while it cannot be asked."""
    asked = NetworkStandingRequest(company_id=CompanyId(company_id))
    try:
        return await runtime_of(request).ask(NETWORK_STANDING, uow.department_uai, asked)
    except (QuestionUnanswered, QuestionRefused):
        return None
