"""What the network knows of a company, for its card: three parts, read in one statement."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.home_parts import HomePart, add_home_fragment
from services.chassis.web.router import Router
from services.coordination.account_cards.pages import parts as accounts
from services.coordination.accounts.queries import OF_A_COMPANY
from services.coordination.need_parts import pages as needs
from services.coordination.need_parts.queries import NEEDS_OF
from services.coordination.permissions import SEE_ACCOUNTS, SEE_NEEDS, SEE_NETWORK, SEE_SIGNALS
from services.coordination.training_signals.pages import signal_parts as signals
from services.coordination.training_signals.queries import SIGNALS_OF

router = Router()


def _company(request: Request) -> UUID:
    try:
        return UUID(request.query_params.get("entreprise", ""))
    except ValueError:
        raise NotFound from None


def _sirets(request: Request) -> str:
    return request.query_params.get("sirets", "")[: needs.NUMBERS_MAX]


def _given(request: Request, _: UnitOfWork) -> Mapping[str, Any]:
    return {"company": _company(request), "sirets": needs.numbers(_sirets(request))}


async def _account(request: Request, uow: UnitOfWork) -> Response:
    return await accounts.of_company(request, _company(request), uow)


async def _needs(request: Request, uow: UnitOfWork) -> Response:
    return await needs.of_company(request, _company(request), uow, _sirets(request))


async def _signals(request: Request, uow: UnitOfWork) -> Response:
    return await signals.of_company(request, _company(request), uow)


add_home_fragment(
    router,
    "/reseau/fragments",
    (
        HomePart("fiche-arbitrage", SEE_ACCOUNTS, _account, (OF_A_COMPANY,)),
        HomePart("fiche-besoins", SEE_NEEDS, _needs, (NEEDS_OF,)),
        HomePart("fiche-signaux", SEE_SIGNALS, _signals, (SIGNALS_OF,)),
    ),
    action=SEE_NETWORK,
    given=_given,
    word="fiche",
)
