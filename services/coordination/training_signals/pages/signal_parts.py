"""Parts of other pages about training signals: of the home page, and of the card of a company."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import PREPARE_OFFER, SEE_SIGNALS
from services.coordination.training_signals.labels import labels
from services.coordination.training_signals.queries import NEW_SIGNALS, read_signals_of

router = Router()
NEW_FOR = timedelta(days=7)
"""How long a signal is new to the supervisor."""
STALE_AFTER = timedelta(days=60)
"""What was said longer ago is no news, whenever it was noted."""


def given(_: Request, uow: UnitOfWork) -> Mapping[str, Any]:
    """What the parts of the home page are read with."""
    since = uow.now - NEW_FOR
    return {"signals_since": since, "signals_from": local_date(uow.now - STALE_AFTER)}


@router.fragment("/reseau/fragments/signaux", action=PREPARE_OFFER)
async def new_signals(request: Request, uow: RequestUnitOfWork) -> Response:
    """What was noted these last seven days; nothing where there is none."""
    return render(
        request,
        "coordination/training_signals/fragment_new.html",
        found=await NEW_SIGNALS.of(uow, given(request, uow)),
        **labels(),
    )


@router.fragment("/signaux/fragments/entreprises/{company_id}", action=SEE_SIGNALS)
async def of_company(request: Request, company_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The signals a company gave, for its card; nothing where there is none."""
    return render(
        request,
        "coordination/training_signals/fragment_company.html",
        found=await read_signals_of(uow, company_id),
        **labels(),
    )
