"""The page a company holds by a personal link: its places, its pause, its contact, its mails."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.personal_links import HOST_PAGE
from services.chassis.base.errors import Conflict, Invalid, NotFound, StaleVersion
from services.chassis.service.typed_codes import CodeForm, code_page, lead_by_code
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.link_commands import do_once
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.requests.visitor_pace import visitor_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.companies.pages import readable
from services.partnerships.contacts.forms import CheckedContactForm
from services.partnerships.host_pages.commands.allow_mails import allow_mails
from services.partnerships.host_pages.commands.ask_own_pause import ask_own_pause
from services.partnerships.host_pages.commands.change_places import change_places
from services.partnerships.host_pages.commands.correct_own_contact import correct_own_contact
from services.partnerships.host_pages.commands.end_own_pause import end_own_pause
from services.partnerships.host_pages.commands.offer_places import offer_places
from services.partnerships.host_pages.commands.stop_mails import stop_mails
from services.partnerships.host_pages.commands.take_places_back import take_places_back
from services.partnerships.host_pages.forms import (
    ChangedPlacesForm,
    OfferedPlacesForm,
    OwnPauseForm,
)
from services.partnerships.host_pages.model import LINK_PURPOSE, PAGE, HostPageOver
from services.partnerships.host_pages.pages.view import VISITS, show_page
from services.partnerships.host_pages.queries import read_coded_page

router = Router()
OWN = f"{PAGE}/{{page_token}}"
GONE = "Ces places ont déjà été changées ou retirées\u202f: voici ce qui est noté maintenant."

Work = Callable[[UnitOfWork, UUID, Any], Awaitable[object]]


@router.page(OWN, action=PUBLIC, secret=True)
async def page(request: Request, page_token: str) -> Response:
    """The page, or that the link opens it no more. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    return await show_page(request, page_token)


async def do_own(
    request: Request,
    page_token: str,
    typed: Typed[Any],
    work: Work,
    *,
    notice: str,
    changing: UUID | None = None,
) -> Response:
    """Do what a form of the page asks; what was refused is shown again as it was typed."""
    VISITS.count(visitor_of(request))
    try:
        opened, form = runtime_of(request).work.links.read(LINK_PURPOSE, page_token), typed.model

        async def act(uow: UnitOfWork) -> None:
            await work(uow, opened.row_id, form)

        await do_once(request, opened, act)
    except HostPageOver as over:
        return await show_page(request, page_token, typed, over.status)
    except NotFound as absent:
        return await show_page(request, page_token, typed.saying(GONE), absent.status)
    except StaleVersion as stale:
        return await show_page(request, page_token, readable(typed.refused(stale)), stale.status)
    except (Invalid, Conflict) as refused:
        shown = typed.refused(refused)
        return await show_page(request, page_token, shown, refused.status, changing=changing)
    return see_other(f"{PAGE}/{page_token}", notice=notice)


@router.form(f"{OWN}/places", action=PUBLIC, recorded=False, secret=True)
async def offer(
    request: Request,
    page_token: str,
    typed: Annotated[Typed[OfferedPlacesForm], form_of(OfferedPlacesForm)],
) -> Response:
    """Offer places."""

    async def work(uow: UnitOfWork, page_id: UUID, form: OfferedPlacesForm) -> None:
        months = (form.from_month, form.to_month or form.from_month)
        await offer_places(
            uow, page_id=page_id, mef=form.mef, months=months, seats=form.seats, now=uow.now
        )

    return await do_own(
        request, page_token, typed, work, notice="Vos places d’accueil sont notées. Merci."
    )


@router.form(f"{OWN}/places/{{capacity_id}}", action=PUBLIC, recorded=False, secret=True)
async def change(
    request: Request,
    page_token: str,
    capacity_id: UUID,
    typed: Annotated[Typed[ChangedPlacesForm], form_of(ChangedPlacesForm)],
) -> Response:
    """Change what is offered."""

    async def work(uow: UnitOfWork, page_id: UUID, form: ChangedPlacesForm) -> None:
        await change_places(
            uow,
            page_id=page_id,
            capacity_id=capacity_id,
            mef=form.mef,
            months=(form.from_month, form.to_month or form.from_month),
            seats=form.seats,
            now=uow.now,
        )

    notice = "Vos places d’accueil sont changées."
    return await do_own(request, page_token, typed, work, notice=notice, changing=capacity_id)


@router.form(f"{OWN}/places/{{capacity_id}}/retrait", action=PUBLIC, recorded=False, secret=True)
async def withdraw(
    request: Request,
    page_token: str,
    capacity_id: UUID,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],
) -> Response:
    """Offer them no more."""

    async def work(uow: UnitOfWork, page_id: UUID, _: FormModel) -> None:
        await take_places_back(uow, page_id=page_id, capacity_id=capacity_id, now=uow.now)

    return await do_own(request, page_token, typed, work, notice="Ces places sont retirées.")


@router.form(f"{OWN}/pause", action=PUBLIC, recorded=False, secret=True)
async def pause(
    request: Request,
    page_token: str,
    typed: Annotated[Typed[OwnPauseForm], form_of(OwnPauseForm)],
) -> Response:
    """Be left alone for a while."""

    async def work(uow: UnitOfWork, page_id: UUID, form: OwnPauseForm) -> None:
        await ask_own_pause(
            uow, page_id=page_id, until_on=form.until_on, reason=form.reason, now=uow.now
        )

    notice = "Pause notée\u202f: les lycées voient que vous n’êtes pas à solliciter."
    return await do_own(request, page_token, typed, work, notice=notice)


@router.form(f"{OWN}/reprise", action=PUBLIC, recorded=False, secret=True)
async def resume(
    request: Request,
    page_token: str,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],
) -> Response:
    """End one's own pause."""

    async def work(uow: UnitOfWork, page_id: UUID, _: FormModel) -> None:
        await end_own_pause(uow, page_id=page_id, now=uow.now)

    return await do_own(request, page_token, typed, work, notice="Votre pause est terminée.")


@router.form(f"{OWN}/contact", action=PUBLIC, recorded=False, secret=True)
async def correct(
    request: Request,
    page_token: str,
    typed: Annotated[Typed[CheckedContactForm], form_of(CheckedContactForm)],
) -> Response:
    """Keep what the contact says of itself."""

    async def work(uow: UnitOfWork, page_id: UUID, form: CheckedContactForm) -> None:
        await correct_own_contact(
            uow, page_id=page_id, version=form.version, details=form.details(), now=uow.now
        )

    return await do_own(
        request, page_token, typed, work, notice="Vos coordonnées sont à jour. Merci."
    )


@router.form(f"{OWN}/courriels/arret", action=PUBLIC, recorded=False, secret=True)
async def stop(
    request: Request,
    page_token: str,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],
) -> Response:
    """No mail any more, from any lycée."""

    async def work(uow: UnitOfWork, page_id: UUID, _: FormModel) -> None:
        await stop_mails(uow, page_id=page_id, now=uow.now)

    notice = "C’est noté\u202f: plus aucun lycée ne vous écrira par Passerelle."
    return await do_own(request, page_token, typed, work, notice=notice)


@router.form(f"{OWN}/courriels/accord", action=PUBLIC, recorded=False, secret=True)
async def allow(
    request: Request,
    page_token: str,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],
) -> Response:
    """Mails again."""

    async def work(uow: UnitOfWork, page_id: UUID, _: FormModel) -> None:
        await allow_mails(uow, page_id=page_id, now=uow.now)

    return await do_own(
        request, page_token, typed, work, notice="Vous recevrez de nouveau les courriels."
    )


async def _again(request: Request, typed: Refused[CodeForm]) -> Response:
    return code_page(request, typed)


@router.form(HOST_PAGE.code_path, action=PUBLIC, redisplay=_again, recorded=False)
async def typed_code(
    request: Request, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Lead to the page whose code was typed; nothing is changed by it."""
    return await lead_by_code(
        request, typed, kind=HOST_PAGE, purpose=LINK_PURPOSE, read=read_coded_page
    )
