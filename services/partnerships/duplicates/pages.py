"""Likely duplicates: shown while a card is typed, and as a work list."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.companies.pages import writer
from services.partnerships.duplicates.commands import propose_again, tell_apart
from services.partnerships.duplicates.forms import PairForm
from services.partnerships.duplicates.queries import (
    Begun,
    read_already_known,
    read_duplicates,
    read_told_apart,
)
from services.partnerships.permissions import MANAGE_COMPANIES

router = Router()
DUPLICATES = "/entreprises/doublons"


@router.fragment("/entreprises/fragments/deja-suivies", action=MANAGE_COMPANIES)
async def already_known(
    request: Request, uow: RequestUnitOfWork, typed: Annotated[Begun, Depends()]
) -> Response:
    """The cards that may be the one being typed, before it is sent."""
    found = await read_already_known(uow, typed)
    return render(request, "partnerships/duplicates/fragment_already_known.html", found=found)


@router.page(DUPLICATES, action=MANAGE_COMPANIES)
async def duplicates(request: Request, uow: RequestUnitOfWork) -> Response:
    """The work list, and the pairs that were told apart."""
    return render(
        request,
        "partnerships/duplicates/duplicates.html",
        pairs=await read_duplicates(uow),
        told_apart=await read_told_apart(uow),
        **writer(request),
    )


@router.form("/entreprises/{company_id}/distinctes", action=MANAGE_COMPANIES)
async def tell(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PairForm], form_of(PairForm)],
) -> Response:
    """Note that two cards are of two companies."""
    form = typed.model
    await tell_apart(uow, one=company_id, other=form.other, uai=form.uai, now=uow.now)
    return see_other(DUPLICATES, notice="Ces deux entreprises ne seront plus rapprochées.")


@router.form("/entreprises/{company_id}/a-rapprocher", action=MANAGE_COMPANIES)
async def propose(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PairForm], form_of(PairForm)],
) -> Response:
    """Propose again that two cards may be of one company."""
    await propose_again(uow, one=company_id, other=typed.model.other)
    return see_other(DUPLICATES, notice="Cette paire est de nouveau à vérifier.")
