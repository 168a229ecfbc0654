"""What a pupil, a parent or a teacher reads by a personal link: periods and places, no pupil's name."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from contracts.personal_links import CLASS_PERIODS, LinkKind
from services.chassis.base.errors import NotFound
from services.chassis.security.short_codes import TypedCode
from services.chassis.service.typed_codes import (
    CodeForm,
    code_page,
    count_try,
    lead_by_code,
    wrong_code,
)
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.bureau import bureau_of
from services.internships.base.days import local_date
from services.internships.given_links.queries.class_links import ClassPage, read_class_page
from services.internships.given_links.queries.links import OwnPage, read_coded_link, read_own_page
from services.internships.participations.labels import STANDINGS
from services.internships.personal_links.model import OF_PERIODS, purpose_of

router = Router()


@router.page("/ma-pfmp/{kind}/{token}", action=PUBLIC, secret=True)
async def own(request: Request, kind: str, token: str) -> Response:
    """The periods of who holds the link. Mail scanners and cameras open links: no effect."""
    runtime = runtime_of(request)
    try:
        which = _kind(kind)
        opened = runtime.work.links.read(purpose_of(which), token)
        async with runtime.work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            page, today = await _read(uow, opened.row_id, which), local_date(uow.now)
    except NotFound:
        # Closed, over, erased or never given: one answer.
        return render(request, "internships/given_links/own_periods_over.html", status=404)
    return render(
        request,
        "internships/given_links/class_periods.html"
        if which is CLASS_PERIODS
        else "internships/given_links/own_periods.html",
        kind=which,
        page=page,
        today=today,
        standings=STANDINGS,
        bureau=await bureau_of(request, opened.uai),
    )


async def _read(uow: UnitOfWork, link_id: UUID, which: LinkKind) -> OwnPage | ClassPage:
    if which is CLASS_PERIODS:
        return await read_class_page(uow, link_id)
    return await read_own_page(uow, link_id, which)


async def _again(request: Request, typed: Refused[CodeForm]) -> Response:
    return code_page(request, typed)


@router.form("/ma-pfmp/{kind}/code", action=PUBLIC, redisplay=_again, recorded=False)
async def typed_code(
    request: Request, kind: str, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Lead to the page whose code was typed; nothing is changed by it."""
    if kind not in OF_PERIODS:
        count_try(request)
        return wrong_code(request, typed)
    which = OF_PERIODS[kind]

    async def read(uow: UnitOfWork, code: TypedCode) -> UUID | None:
        return await read_coded_link(uow, which, code)

    return await lead_by_code(request, typed, kind=which, purpose=purpose_of(which), read=read)


def _kind(word: str) -> LinkKind:
    if word not in OF_PERIODS:
        raise NotFound
    return OF_PERIODS[word]
