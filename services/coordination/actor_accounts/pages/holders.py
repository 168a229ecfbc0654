"""Who holds an account of a partner: asked of the portal, shown, and forgotten."""

from collections.abc import Collection, Mapping
from uuid import UUID

from fastapi import Request

from contracts.identifiers import AccountId
from contracts.portal.accounts import ROLE_HOLDERS, RoleHoldersRequest
from services.chassis.base.errors import Unavailable
from services.chassis.base.identity import Role
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of


async def ask_partners(request: Request, uow: UnitOfWork) -> Mapping[UUID, tuple[str, str]]:
    """Name and address of who holds the role of a partner today. Raises Unavailable."""
    return await _ask(request, uow, RoleHoldersRequest(roles=(Role.PARTNER.value,)))


async def ask_addresses(
    request: Request, uow: UnitOfWork, accounts: Collection[UUID]
) -> Mapping[UUID, str]:
    """The address of each of these accounts; of none while the portal does not answer."""
    if not accounts:
        return {}
    asked = RoleHoldersRequest(roles=(), accounts=tuple(AccountId(one) for one in accounts))
    try:
        found = await _ask(request, uow, asked)
    except Unavailable:
        return {}
    return {account_id: mail for account_id, (_, mail) in found.items()}


async def _ask(
    request: Request, uow: UnitOfWork, asked: RoleHoldersRequest
) -> Mapping[UUID, tuple[str, str]]:
    try:
        told = await runtime_of(request).ask(ROLE_HOLDERS, uow.department_uai, asked)
    except (QuestionUnanswered, QuestionRefused):
        raise Unavailable from None
    return {one.account_id: (one.display_name, one.mail) for one in told.holders}
