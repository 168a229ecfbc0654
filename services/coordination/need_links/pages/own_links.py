"""What the pages of both links have in common: how a form is done, and what a link that is over says."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import Conflict, Invalid, NotFound, PasserelleError
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.link_commands import do_once
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.views.forms import Typed
from services.coordination.need_links.model import NeedLinkOver, NeedTakenBack

VISITS = Pace(times=300, seconds=60)
"""A company may have one address for all; nobody sends three hundred forms a minute."""
OVER_PAGE = "coordination/need_links/link_over.html"

Work = Callable[[UnitOfWork, UUID, Any], Awaitable[object]]
Reads = Callable[[UnitOfWork, UUID], Awaitable[Any]]
Draws = Callable[[Request, str, Any, Typed[Any] | None, int], Response]


@dataclass(frozen=True)
class LinkPage:
    """One sort of page: for which purpose, where, what is read, and how it is drawn."""

    purpose: str
    path: str
    read: Reads
    draw: Draws

    async def show(
        self, request: Request, token: str, typed: Typed[Any] | None = None, status: int = 200
    ) -> Response:
        """The page with what was typed, if anything was; the link decides whether it is shown."""
        work = runtime_of(request).work
        try:
            opened = work.links.read(self.purpose, token)
            async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
                shown = await self.read(uow, opened.row_id)
        except (NotFound, NeedLinkOver, NeedTakenBack) as over:
            return _over(request, over, lost=typed)
        return self.draw(request, f"{self.path}/{token}", shown, typed, status)

    async def do(
        self, request: Request, token: str, typed: Typed[Any], work: Work, *, notice: str
    ) -> Response:
        """Do what a form of the page asks; what was refused is shown again as it was typed."""
        VISITS.count(visitor_of(request))
        try:
            opened, form = runtime_of(request).work.links.read(self.purpose, token), typed.model

            async def act(uow: UnitOfWork) -> None:
                await work(uow, opened.row_id, form)

            await do_once(request, opened, act)
        except (NotFound, NeedLinkOver, NeedTakenBack) as over:
            return _over(request, over, lost=typed)
        except (Invalid, Conflict) as refused:
            return await self.show(request, token, typed.refused(refused), refused.status)
        return see_other(f"{self.path}/{token}", notice=notice)


def _over(request: Request, why: PasserelleError, *, lost: Typed[Any] | None) -> Response:
    return render(request, OVER_PAGE, status=why.status, why=why.code, lost=lost)
