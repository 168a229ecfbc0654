"""The answers of hosts that are waited for, and the refusals the head is to know."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.listing import Listing
from services.internships.approaches.pages.parts import AWAITED, said
from services.internships.approaches.queries.approaches import (
    MARKED_DAYS,
    ApproachCard,
    read_awaited,
    read_marked,
    read_oldest_awaited,
)
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.hosts.pages import with_host_names
from services.internships.permissions import MANAGE_APPROACHES, SEE_MARKED, SEE_PFMP

router = Router()


@router.page(AWAITED, action=SEE_PFMP)
async def awaited(request: Request, uow: RequestUnitOfWork, apres: str | None = None) -> Response:
    """The answers waited for, the oldest approach first."""
    page = await read_awaited(uow, today=local_date(uow.now), after=apres)
    await note_pupils(uow, [one.uai for one in page.items])
    return draw(
        request,
        "internships/approaches/awaited.html",
        page=page,
        listing=Listing(AWAITED, ("anciennete",)),
        first=apres is None,
        today=local_date(uow.now),
        **said(request),
    )


@router.fragment("/pfmp/fragments/reponses-attendues", action=MANAGE_APPROACHES)
async def awaited_first(request: Request, uow: RequestUnitOfWork) -> Response:
    """The oldest answers waited for, for the day and the week; nothing without one."""
    day = local_date(uow.now)
    page = await read_oldest_awaited(uow, today=day)
    await note_pupils(uow, [one.uai for one in page.items])
    named = await _named(request, uow, page.items)
    return draw(
        request,
        "internships/approaches/awaited_fragment.html",
        page=replace(page, items=named),
        today=day,
        **said(request),
    )


def marked_since(day: date) -> date:
    """From when on refusals are told on the day’s page."""
    return day - timedelta(days=MARKED_DAYS)


@router.fragment("/pfmp/fragments/refus-signales", action=SEE_MARKED)
async def marked(request: Request, uow: RequestUnitOfWork) -> Response:
    """The refusals presumed discriminatory, for the head's day; nothing without one."""
    day = local_date(uow.now)
    found = await read_marked(uow, since=marked_since(day))
    await note_pupils(uow, [one.uai for one in found])
    named = await _named(request, uow, found)
    return draw(
        request, "internships/approaches/marked_fragment.html", marked=named, **said(request)
    )


async def _named(
    request: Request, uow: UnitOfWork, lines: Sequence[ApproachCard]
) -> Sequence[ApproachCard]:
    """Any lycée in scope may ask for names: companies are shared."""
    return await with_host_names(request, min(uow.scope.uais), lines) if lines else lines
