"""Asking for an arbitration from the card of a company; the supervisor opens an account herself."""

from typing import Annotated, Any

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.account_cards.forms import AskForm, BeginForm, FromCompanyForm
from services.coordination.account_cards.pages.standing import ask_standing
from services.coordination.accounts.commands import ask_arbitration, begin_account
from services.coordination.accounts.labels import REASONS, choices
from services.coordination.accounts.model import TEXT_CHARACTERS_MAX
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import ARBITRATE_ACCOUNTS, ASK_ACCOUNTS, PERMISSIONS

router = Router()
ACCOUNTS = "/grands-comptes"
NEW = f"{ACCOUNTS}/nouveau"
BEGIN = f"{ACCOUNTS}/ouverture"
FromCompany = Annotated[Typed[FromCompanyForm], form_of(FromCompanyForm)]


@router.form(f"{NEW}/entreprise", action=ASK_ACCOUNTS, recorded=False)
async def new_from_company(
    request: Request, uow: RequestUnitOfWork, typed: FromCompany
) -> Response:
    """An arbitration to ask for, of a company whose card was open."""
    given = typed.model
    return await _form(request, uow, Typed.blank(AskForm, **given.model_dump()))


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _form(request, uow, typed)


async def _form(request: Request, uow: UnitOfWork, typed: Typed[Any]) -> Response:
    return render(
        request,
        "coordination/account_cards/ask.html",
        typed=typed,
        lycees=writable(request, PERMISSIONS, ASK_ACCOUNTS),
        reason_choices=choices(REASONS),
        text_max=TEXT_CHARACTERS_MAX,
        names=await Lycees(uow).names(),
    )


@router.form(NEW, action=ASK_ACCOUNTS, redisplay=_again)
async def ask(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AskForm], form_of(AskForm)],
) -> Response:
    """Ask for it: who leads today is asked for its word too."""
    form = typed.model
    standing = await ask_standing(request, uow, form.company_id)
    key_account_id = await ask_arbitration(
        uow,
        company_id=form.company_id,
        company=form.company,
        reason=form.reason,
        text=form.text,
        lead=standing.lead if standing else None,
        uai=form.uai,
        now=uow.now,
    )
    here = f"{ACCOUNTS}/{key_account_id}"
    fields = {"uai": str(form.uai)} if form.uai else {}
    return see_other(
        here,
        notice="Demande envoyée à la supervision\u202f; le chef de file, s’il y en a un, donne aussi son avis.",
        undo=Undo(f"{here}/demande/retrait", fields),
    )


@router.form(f"{BEGIN}/entreprise", action=ARBITRATE_ACCOUNTS, recorded=False)
async def begin_from_company(
    request: Request, uow: RequestUnitOfWork, typed: FromCompany
) -> Response:
    """An account to open, of a company the supervisor looked at: who leads is ticked."""
    given = typed.model
    standing = await ask_standing(request, uow, given.company_id)
    lead = [standing.lead] if standing and standing.lead else []
    blank = Typed.blank(BeginForm, company_id=given.company_id, company=given.company, lycees=lead)
    return await _begin_form(request, uow, blank)


async def _begin_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _begin_form(request, uow, typed)


async def _begin_form(request: Request, uow: UnitOfWork, typed: Typed[Any]) -> Response:
    names = await Lycees(uow).names()
    return render(
        request,
        "coordination/account_cards/begin.html",
        typed=typed,
        lycee_choices=[(uai, name) for uai, name in names.items() if uai != uow.department_uai],
    )


@router.form(BEGIN, action=ARBITRATE_ACCOUNTS, redisplay=_begin_again)
async def begin(
    uow: RequestUnitOfWork, typed: Annotated[Typed[BeginForm], form_of(BeginForm)]
) -> Response:
    """Open it: the bureaux it concerns are asked for their word."""
    form = typed.model
    key_account_id = await begin_account(
        uow, company_id=form.company_id, company=form.company, lycees=form.lycees, now=uow.now
    )
    return see_other(f"{ACCOUNTS}/{key_account_id}", notice="Compte ouvert.")
