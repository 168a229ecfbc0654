"""The page a company follows its need on, by a personal link."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.personal_links import COMPANY_NEED
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.service.typed_codes import CodeForm, code_page, lead_by_code
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.visitor_pace import visitor_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.coordination.need_links.commands.add_precision import add_precision
from services.coordination.need_links.commands.disown_need import disown_need
from services.coordination.need_links.forms import PRECISION_CHARACTERS_MAX, PrecisionForm
from services.coordination.need_links.labels import KINDS, OUTCOMES
from services.coordination.need_links.model import COMPANY_PURPOSE, OVER
from services.coordination.need_links.pages.own_links import VISITS, LinkPage
from services.coordination.need_links.queries import OwnNeed, read_coded_need, read_own_need
from services.coordination.needs.commands.verify_need import verify_need
from services.coordination.needs.commands.withdraw_need import withdraw_need
from services.coordination.needs.model.states import NeedAction, NeedStatus, allowed

router = Router()
OWN = f"{COMPANY_NEED.path}/{{need_token}}"
Nothing = Annotated[Typed[FormModel], form_of(FormModel)]


def _draw(
    request: Request, here: str, own: OwnNeed, typed: Typed[Any] | None, status: int
) -> Response:
    may_add = own.need.status not in OVER
    placed = typed if may_add and typed and typed.form is PrecisionForm else None
    return render(
        request,
        "coordination/need_links/company_need.html",
        status=status,
        here=here,
        own=own,
        need=own.need,
        states=NeedStatus,
        kinds=KINDS,
        place=commune_name(own.need.details.commune) if own.need.details else None,
        outcomes=OUTCOMES,
        may_withdraw=allowed(own.need.status, NeedAction.WITHDRAW),
        may_add=may_add,
        adding=placed or Typed.blank(PrecisionForm),
        text_max=PRECISION_CHARACTERS_MAX,
        refused=None if placed else typed,
    )


PAGE = LinkPage(COMPANY_PURPOSE, COMPANY_NEED.path, read_own_need, _draw)


@router.page(OWN, action=PUBLIC, secret=True)
async def page(request: Request, need_token: str) -> Response:
    """The page, or that the link opens it no more. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    return await PAGE.show(request, need_token)


@router.form(f"{OWN}/confirmation", action=PUBLIC, recorded=False, secret=True)
async def confirm(request: Request, need_token: str, typed: Nothing) -> Response:
    """Confirm that one sent it."""

    async def work(uow: UnitOfWork, need_id: UUID, _: FormModel) -> None:
        await verify_need(uow, need_id=need_id, now=uow.now)

    notice = "Merci\u202f: votre demande est confirmée, elle est transmise."
    return await PAGE.do(request, need_token, typed, work, notice=notice)


@router.form(f"{OWN}/pas-moi", action=PUBLIC, recorded=False, secret=True)
async def disown(request: Request, need_token: str, typed: Nothing) -> Response:
    """Say that somebody else sent it."""

    async def work(uow: UnitOfWork, need_id: UUID, _: FormModel) -> None:
        await disown_need(uow, need_id=need_id, now=uow.now)

    notice = (
        "C’est noté\u202f: cette demande est écartée, et plus rien ne vous est écrit à son sujet."
    )
    return await PAGE.do(request, need_token, typed, work, notice=notice)


@router.form(f"{OWN}/precision", action=PUBLIC, recorded=False, secret=True)
async def add(
    request: Request,
    need_token: str,
    typed: Annotated[Typed[PrecisionForm], form_of(PrecisionForm)],
) -> Response:
    """Add something to what was asked."""

    async def work(uow: UnitOfWork, need_id: UUID, form: PrecisionForm) -> None:
        await add_precision(uow, need_id=need_id, text=form.text, now=uow.now)

    notice = "Votre précision est ajoutée à votre demande."
    return await PAGE.do(request, need_token, typed, work, notice=notice)


@router.form(f"{OWN}/abandon", action=PUBLIC, recorded=False, secret=True)
async def withdraw(request: Request, need_token: str, typed: Nothing) -> Response:
    """Need it no more."""

    async def work(uow: UnitOfWork, need_id: UUID, _: FormModel) -> None:
        await withdraw_need(uow, need_id=need_id, now=uow.now)

    notice = "C’est noté\u202f: votre demande est close, personne ne vous appellera à son sujet."
    return await PAGE.do(request, need_token, typed, work, notice=notice)


async def _again(request: Request, typed: Refused[CodeForm]) -> Response:
    return code_page(request, typed)


@router.form(COMPANY_NEED.code_path, action=PUBLIC, redisplay=_again, recorded=False)
async def typed_code(
    request: Request, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Lead to the page whose code was typed; nothing is changed by it."""
    return await lead_by_code(
        request, typed, kind=COMPANY_NEED, purpose=COMPANY_PURPOSE, read=read_coded_need
    )
