"""Where an auditor starts: the register of each service, and whom an account belongs to."""

from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.permissions import AUDIT
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.portal.accesses.store import Accesses
from services.portal.accounts.store import Accounts

router = Router()


@router.page("/audit", action=AUDIT)
async def registers(request: Request) -> Response:
    """One register per service (contrôle des accès)."""
    return render(
        request, "portal/installation/audit.html", services=request.app.state.installation
    )


@router.page("/audit/comptes/{account_id}", action=AUDIT)
async def whose(request: Request, uow: RequestUnitOfWork, account_id: UUID) -> Response:
    """Whom a number of the registers belongs to: an account, or a role somebody was given."""
    accounts, accesses = Accounts(uow), Accesses(uow)
    account = await accounts.get(account_id)
    if account is None:  # the number of a role leads to who holds it
        account = await accounts.get((await accesses.get(account_id)).account_id)
    if account is None:
        raise NotFound
    return render(
        request,
        "portal/installation/audited_account.html",
        account=account,
        held=await accesses.holders(account_id=account.id),
        services=request.app.state.installation,
    )
