"""What a pupil, a parent or a teacher reads by a personal link: periods and places, no pupil's name."""

from typing import Annotated, Any
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
from services.internships.families.forms import FamilyAddressForm, FamilyAgreementForm
from services.internships.families.labels import SLOTS
from services.internships.given_links.queries.class_links import ClassPage, read_class_page
from services.internships.given_links.queries.links import (
    OwnPage,
    read_coded_link,
    read_own_page,
    slots_of,
)
from services.internships.participations.labels import STANDINGS
from services.internships.personal_links.model import OF_PERIODS, OF_PUPILS, purpose_of

router = Router()


@router.page("/ma-pfmp/{kind}/{token}", action=PUBLIC, secret=True)
async def own(request: Request, kind: str, token: str) -> Response:
    """The periods of who holds the link. Mail scanners and cameras open links: no effect."""
    return await show_own(request, kind, token)


async def show_own(
    request: Request, kind: str, token: str, typed: Typed[Any] | None = None, status: int = 200
) -> Response:
    """The page with what was refused, or that the link opens it no more."""
    runtime = runtime_of(request)
    try:
        which = _kind(kind)
        opened = runtime.work.links.read(purpose_of(which), token)
        async with runtime.work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            page, today = await _read(uow, opened.row_id, which), local_date(uow.now)
    except NotFound:
        # Closed, over, erased or never given: one answer.
        return render(
            request,
            "internships/given_links/own_periods_over.html",
            status=404,
            lost=typed is not None,
        )
    return render(
        request,
        "internships/given_links/class_periods.html"
        if which is CLASS_PERIODS
        else "internships/given_links/own_periods.html",
        status=status,
        kind=which,
        page=page,
        here=f"/ma-pfmp/{kind}/{token}",
        slots={slot: SLOTS[slot] for slot in slots_of(which)} if kind in OF_PUPILS else {},
        noting=typed if typed and typed.form is FamilyAddressForm else None,
        refused=typed if typed and typed.form is not FamilyAddressForm else None,
        blank=Typed.blank(FamilyAddressForm),
        agreeing=Typed.blank(FamilyAgreementForm, agrees=_agreed(page)),
        today=today,
        standings=STANDINGS,
        bureau=await bureau_of(request, opened.uai),
    )


def _agreed(page: OwnPage | ClassPage) -> bool:
    return isinstance(page, OwnPage) and page.family.agreed_on is not None


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
