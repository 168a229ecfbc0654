"""What waits and what ends soon about access, for the home page."""

from collections.abc import Sequence
from datetime import date, timedelta

from fastapi import Request, Response

from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.home_parts import HomePart, add_home_fragment
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.portal.accesses.model import AccessState
from services.portal.accesses.pages.choices import today
from services.portal.accesses.store import Accesses, Holder
from services.portal.handovers.queries import own_handovers
from services.portal.handovers.store import Handovers
from services.portal.home.model.cards import BUREAU
from services.portal.lycees.store import Lycees
from services.portal.permissions import KEEP_DOSSIER, SEE_ACCESS
from services.portal.proposals.store import Proposals

router = Router()
SOON = timedelta(days=30)


@router.fragment("/acces/fragments/aujourdhui", action=SEE_ACCESS)
async def for_today(request: Request, uow: RequestUnitOfWork) -> Response:
    """What waits and what ends soon, for the home page."""
    day = today(request)
    holders = await Accesses(uow).holders()
    ends = [
        one
        for one in holders
        if one.access.standing(day) is AccessState.OPEN
        and one.access.until_on
        and one.access.until_on <= day + SOON
    ]
    ahead = [one for one in await Handovers(uow).newest() if one.handover.is_ahead(day)]
    return render(
        request,
        "portal/desk/fragment_access.html",
        proposals=await Proposals(uow).newest(waiting=True),
        ends=sorted(ends, key=lambda one: one.access.until_on or day),
        ahead=ahead,
        nobody_at=await _without_bureau(uow, holders, day),
    )


@router.fragment("/acces/fragments/passation", action=KEEP_DOSSIER)
async def taking_over(request: Request, uow: RequestUnitOfWork) -> Response:
    """The part of the home that says the reader leaves a bureau or takes one over; nothing otherwise."""
    day, identity = today(request), context_of(request).user
    return render(
        request,
        "portal/desk/fragment_handover.html",
        handovers=await own_handovers(uow, account_id=identity.account_id, today=day),
        today=day,
    )


add_home_fragment(
    router,
    "/acces/fragments",
    (
        HomePart("aujourdhui", SEE_ACCESS, for_today),
        HomePart("passation", KEEP_DOSSIER, taking_over),
    ),
    action=SIGNED_IN,
)


async def _without_bureau(uow: UnitOfWork, holders: Sequence[Holder], day: date) -> list[str]:
    """The lycées of the reader where nobody works for the bureau, nor will: what a first day begins with."""
    served = {
        one.access.uai
        for one in holders
        if one.role in BUREAU and one.access.standing(day) is not AccessState.OVER
    }
    names = await Lycees(uow).names()
    return [name for uai, name in names.items() if uai in uow.scope.uais and uai not in served]
