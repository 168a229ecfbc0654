"""The list of big accounts: of the supervisor all, of a bureau those that concern it."""

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.strict_query import asked_id
from services.chassis.web.views.listing import Listing
from services.coordination.account_list.queries import PLACES, AccountCut, read_accounts
from services.coordination.accounts.labels import STATES, labels
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import SEE_ACCOUNTS

router = Router()
ACCOUNTS = "/grands-comptes"
ORDERS = ("attente", "entreprise", "arbitrage")
WORDS_MAX = 100


@router.page(ACCOUNTS, action=SEE_ACCOUNTS)
async def list_of_accounts(request: Request, uow: RequestUnitOfWork) -> Response:
    """Big accounts (grands comptes)."""
    names = ("q", "etat", "lycee_concerne")
    asked = {name: request.query_params.get(name, "")[:WORDS_MAX] for name in names}
    listing = Listing(ACCOUNTS, ORDERS, request.query_params.get("tri", ""), asked)
    after = asked_id(request, "apres")
    cut = AccountCut(
        state=next((one for one in PLACES if one == asked["etat"]), None),
        lycee=_uai(asked["lycee_concerne"]),
        words=asked["q"],
    )
    lycees = await Lycees(uow).names()
    return render(
        request,
        "coordination/account_list/accounts.html",
        page=await read_accounts(
            uow, cut, order=listing.order, descending=listing.descending, after=after
        ),
        first=after is None,
        listing=listing,
        names=lycees,
        wide=uow.scope.department_wide,
        state_choices=[(one.value, STATES[one][0]) for one in PLACES],
        lycee_choices=[(uai, name) for uai, name in lycees.items() if uai != uow.department_uai],
        **labels(),
    )


def _uai(text: str) -> Uai | None:
    try:
        return Uai(text)
    except ValueError:
        return None
