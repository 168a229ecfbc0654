"""The parts of the home page about campaigns: what runs, with how far it is, which supervision draws."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.coordination.campaigns.labels import MEASURES
from services.coordination.campaigns.queries import OF_A_BUREAU, OF_THE_SUPERVISOR, UnderWay
from services.coordination.permissions import COMMENT_CAMPAIGNS, RUN_CAMPAIGNS

router = Router()


def given(_: Request, uow: UnitOfWork) -> Mapping[str, Any]:
    return {"own": sorted(uow.scope.uais)}


@router.fragment("/reseau/fragments/campagnes-demandees", action=COMMENT_CAMPAIGNS)
async def asked(request: Request, uow: RequestUnitOfWork) -> Response:
    """What is asked of a bureau; nothing where nothing is."""
    return _part(request, await OF_A_BUREAU.of(uow, given(request, uow)))


@router.fragment("/reseau/fragments/campagnes", action=RUN_CAMPAIGNS)
async def under_way(request: Request, uow: RequestUnitOfWork) -> Response:
    """What the supervisor follows; nothing where nothing runs."""
    return _part(request, await OF_THE_SUPERVISOR.of(uow, given(request, uow)))


def _part(request: Request, found: Sequence[UnderWay]) -> Response:
    template = "coordination/campaigns/fragment_campaigns.html"
    return render(request, template, found=found, measures=MEASURES)
