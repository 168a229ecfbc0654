"""Parts other pages load of big accounts: the card of a company, the home page."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.coordination.account_cards.queries import OF_A_BUREAU, OF_THE_SUPERVISOR
from services.coordination.account_plans.queries import DUE_LINES
from services.coordination.accounts.labels import labels
from services.coordination.accounts.queries import account_of_company, concerns
from services.coordination.accounts.store import Parties
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import ARBITRATE_ACCOUNTS, ASK_ACCOUNTS, SEE_ACCOUNTS

router = Router()
SOON = timedelta(days=7)


def given(_: Request, uow: UnitOfWork) -> Mapping[str, Any]:
    """What the parts of the home page are read with."""
    today = local_date(uow.now)
    own, department = sorted(uow.scope.uais), uow.department_uai
    return {"today": today, "lines_until": today + SOON, "own": own, "department": department}


@router.fragment("/reseau/fragments/arbitrages", action=ARBITRATE_ACCOUNTS)
async def to_decide(request: Request, uow: RequestUnitOfWork) -> Response:
    """What the supervisor has to decide, or to look at again; nothing where there is nothing."""
    return render(
        request,
        "coordination/account_cards/fragment_supervisor.html",
        found=await OF_THE_SUPERVISOR.of(uow, given(request, uow)),
        **labels(),
    )


@router.fragment("/reseau/fragments/grands-comptes", action=ASK_ACCOUNTS)
async def of_a_bureau(request: Request, uow: RequestUnitOfWork) -> Response:
    """What is asked about a company one’s bureau has to do with, and its lines of plans that are due."""
    asked = given(request, uow)
    return render(
        request,
        "coordination/account_cards/fragment_bureau.html",
        found=await OF_A_BUREAU.of(uow, asked),
        due=await DUE_LINES.of(uow, asked),
        today=asked["today"],
        **labels(),
    )


@router.fragment("/grands-comptes/fragments/entreprises/{company_id}", action=SEE_ACCOUNTS)
async def of_company(request: Request, company_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Where the arbitration of a company is, for its card; nothing where there is none."""
    account = await account_of_company(uow, company_id)
    parties = await Parties(uow).of(account.id) if account else []
    today = local_date(uow.now)
    return render(
        request,
        "coordination/account_cards/fragment_company.html",
        account=account,
        state=account.state(parties, today) if account else None,
        begun=bool(account and account.from_on and account.from_on <= today),
        reads=concerns(uow, parties),
        names=await Lycees(uow).names() if account else {},
        **labels(),
    )
