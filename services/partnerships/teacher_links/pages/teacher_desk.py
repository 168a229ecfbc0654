"""The page a teacher holds by a personal link: a company, or a call, in three fields."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.personal_links import TEACHER_DESK
from services.chassis.base.errors import Conflict, Invalid, NotFound
from services.chassis.service.typed_codes import CodeForm, code_page, lead_by_code
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.link_commands import do_once
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.exchanges.labels import OUTCOMES, outcomes
from services.partnerships.teacher_links.commands import bring_call, bring_company
from services.partnerships.teacher_links.forms import BroughtCallForm, BroughtCompanyForm
from services.partnerships.teacher_links.model import LINK_PURPOSE, PAGE, TeacherLinkOver
from services.partnerships.teacher_links.queries import read_coded_desk, read_desk

router = Router()
OWN = f"{PAGE}/{{desk_token}}"
VISITS = Pace(times=300, seconds=60)
"""A staff room has one address for all."""
OVER = "partnerships/teacher_links/desk_over.html"

Work = Callable[[UnitOfWork, UUID], Awaitable[None]]


@router.page(OWN, action=PUBLIC, secret=True)
async def desk(request: Request, desk_token: str) -> Response:
    """The two forms, or that the link opens them no more. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    return await _show(request, desk_token)


async def _show(
    request: Request, desk_token: str, typed: Typed[Any] | None = None, status: int = 200
) -> Response:
    work = runtime_of(request).work
    try:
        opened = work.links.read(LINK_PURPOSE, desk_token)
        async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            shown = await read_desk(uow, opened.row_id)
    except NotFound as absent:
        return render(request, OVER, status=absent.status, known=False, typed=typed)
    except TeacherLinkOver as over:
        return render(request, OVER, status=over.status, known=True, typed=typed)
    forms: dict[Any, Typed[Any]] = {
        form: Typed.blank(form) for form in (BroughtCompanyForm, BroughtCallForm)
    }
    if typed is not None:
        forms[typed.form] = typed
    return render(
        request,
        "partnerships/teacher_links/desk.html",
        status=status,
        here=f"{PAGE}/{desk_token}",
        desk=shown,
        bringing=forms[BroughtCompanyForm],
        calling=forms[BroughtCallForm],
        outcomes=outcomes(),
        outcome_labels=OUTCOMES,
    )


async def _do(
    request: Request, desk_token: str, typed: Typed[Any], work: Work, notice: str
) -> Response:
    """Leave what was typed with the bureau; what was refused is shown again as it was."""
    VISITS.count(visitor_of(request))
    try:
        opened = runtime_of(request).work.links.read(LINK_PURPOSE, desk_token)

        async def act(uow: UnitOfWork) -> None:
            await work(uow, opened.row_id)

        await do_once(request, opened, act)
    except (NotFound, TeacherLinkOver) as over:
        return await _show(request, desk_token, typed, over.status)
    except (Invalid, Conflict) as refused:
        return await _show(request, desk_token, typed.refused(refused), refused.status)
    return see_other(f"{PAGE}/{desk_token}", notice=notice)


@router.form(f"{OWN}/entreprise", action=PUBLIC, recorded=False, secret=True)
async def bring(
    request: Request,
    desk_token: str,
    typed: Annotated[Typed[BroughtCompanyForm], form_of(BroughtCompanyForm)],
) -> Response:
    """Bring a company."""

    async def work(uow: UnitOfWork, link_id: UUID) -> None:
        given = typed.model.model_dump()
        await bring_company(uow, link_id=link_id, now=uow.now, **given)

    return await _do(request, desk_token, typed, work, "Merci\u202f: le bureau la regarde.")


@router.form(f"{OWN}/appel", action=PUBLIC, recorded=False, secret=True)
async def call(
    request: Request,
    desk_token: str,
    typed: Annotated[Typed[BroughtCallForm], form_of(BroughtCallForm)],
) -> Response:
    """Tell of a call."""

    async def work(uow: UnitOfWork, link_id: UUID) -> None:
        form = typed.model
        await bring_call(
            uow,
            link_id=link_id,
            company=form.called,
            outcome=form.outcome,
            note=form.note,
            now=uow.now,
        )

    return await _do(request, desk_token, typed, work, "Merci\u202f: le bureau voit votre appel.")


async def _again(request: Request, typed: Refused[CodeForm]) -> Response:
    return code_page(request, typed)


@router.form(TEACHER_DESK.code_path, action=PUBLIC, redisplay=_again, recorded=False)
async def typed_code(
    request: Request, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Lead to the page whose code was typed; nothing is changed by it."""
    return await lead_by_code(
        request, typed, kind=TEACHER_DESK, purpose=LINK_PURPOSE, read=read_coded_desk
    )
