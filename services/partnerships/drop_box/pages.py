"""« Courriels en copie »: one's drop address, and the mails no company was found for."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import CurrentIdentity, RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.capacities.pages import hosts_called
from services.partnerships.company_list.queries.order import by_hosts
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.drop_box.commands import (
    accept_mail,
    attach_mail,
    open_drop,
    put_mail_aside,
    revoke_drop,
    take_mail_back,
)
from services.partnerships.drop_box.model.dropped_mail import Ignored
from services.partnerships.drop_box.queries import read_mail_companies
from services.partnerships.drop_box.store import Drops, token_of
from services.partnerships.permissions import LOG_INTERACTION, PERMISSIONS

router = Router()
PAGE = "/semaine/courriels"
SHOWN = 50
FOUND = 8
IGNORED: Mapping[Ignored, str] = {
    Ignored.AUTOMATIC: "Réponse automatique\u202f: absence, accusé de réception, courriel d’un programme.",
    Ignored.MAILING: "Envoi en nombre ou liste de diffusion.",
    Ignored.UNREADABLE: "Ce message n’a pas pu être lu.",
}


class DropForm(FormModel):
    """For which of one's lycées."""

    uai: Uai | None = None


class MailForm(FormModel):
    """Which of one's mails."""

    mail_id: UUID


class AttachForm(MailForm):
    """Which company it is about."""

    company_id: UUID


# The mail is no part of the address: it is one account's, and no lycée's.
@router.page(PAGE, action=LOG_INTERACTION)
async def drops(
    request: Request,
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    *,
    courriel: UUID | None = None,
    q: str = "",
    apres: UUID | None = None,
) -> Response:
    """One's addresses, and what waits; or one mail, and the companies it may be about."""
    if courriel is not None:
        return await _mail(request, uow, identity.account_id, courriel, words=q)
    return await _page(request, uow, identity.account_id, after=apres)


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _page(request, uow, context_of(request).user.account_id, refusal=typed.refusal)


async def _page(
    request: Request,
    uow: UnitOfWork,
    account_id: UUID,
    *,
    after: UUID | None = None,
    refusal: str | None = None,
) -> Response:
    settings: Settings = request.app.state.settings
    found = Drops(uow)
    waiting = await found.waiting(account_id, SHOWN, after=after)
    lycees = writable(request, PERMISSIONS, LOG_INTERACTION)
    own = {uai: await found.of(uai, account_id) for uai, _ in lycees}
    return render(
        request,
        "partnerships/drop_box/drops.html",
        addresses=[
            (uai, name, _address(uow, settings, one.id) if one else None)
            for uai, name in lycees
            for one in (own[uai],)
        ],
        is_on=settings.drop_domain is not None and settings.drop_smtp_port is not None,
        is_vouched=settings.drop_smtp_relay is not None,
        waiting=waiting,
        recognised=await read_mail_companies(uow, waiting.items),
        first=after is None,
        left_aside=await found.waiting(account_id, SHOWN, ignored=True),
        ignored=IGNORED,
        refusal=refusal,
    )


async def _mail(
    request: Request,
    uow: UnitOfWork,
    account_id: UUID,
    mail_id: UUID,
    *,
    words: str,
) -> Response:
    hosts = await hosts_called(request, uow, words)
    asked = by_hosts(hosts)
    found = await read_companies(uow, words=words, asked=asked) if words.strip() else None
    return render(
        request,
        "partnerships/drop_box/dropped_mail.html",
        mail=await Drops(uow).read(mail_id, account_id),
        words=words,
        companies=found.items[:FOUND] if found else [],
        more=len(found.items) > FOUND if found else False,
    )


@router.form(PAGE, action=LOG_INTERACTION, redisplay=_again)
async def open_one(
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[DropForm], form_of(DropForm)],
) -> Response:
    """Have an address."""
    await open_drop(uow, account_id=identity.account_id, uai=typed.model.uai, now=uow.now)
    return see_other(PAGE, notice="Votre adresse de dépôt est créée.")


@router.form(f"{PAGE}/revocation", action=LOG_INTERACTION, redisplay=_again)
async def revoke_one(
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[DropForm], form_of(DropForm)],
) -> Response:
    """End one's address."""
    await revoke_drop(uow, account_id=identity.account_id, uai=typed.model.uai, now=uow.now)
    return see_other(PAGE, notice="Adresse révoquée\u202f: ce qui y est envoyé est refusé.")


@router.form(f"{PAGE}/rattachement", action=LOG_INTERACTION, redisplay=_again)
async def attach(
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[AttachForm], form_of(AttachForm)],
) -> Response:
    """Attach a mail to the company it is about."""
    form = typed.model
    await attach_mail(
        uow,
        mail_id=form.mail_id,
        account_id=identity.account_id,
        company_id=form.company_id,
        now=uow.now,
    )
    return see_other(f"/entreprises/{form.company_id}", notice="Courriel noté parmi les échanges.")


@router.form(f"{PAGE}/accord", action=LOG_INTERACTION, redisplay=_again)
async def accept(
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[MailForm], form_of(MailForm)],
) -> Response:
    """Accept a mail by whom it says: note it with the companies of its contacts."""
    mail_id = typed.model.mail_id
    noted = await accept_mail(uow, mail_id=mail_id, account_id=identity.account_id, now=uow.now)
    notice = "Courriel noté parmi les échanges."
    if len(noted) > 1:
        return see_other(PAGE, notice=f"Courriel noté chez {len(noted)} entreprises.")
    return see_other(f"/entreprises/{noted[0]}", notice=notice)


@router.form(f"{PAGE}/ecart", action=LOG_INTERACTION, redisplay=_again)
async def put_aside(
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[MailForm], form_of(MailForm)],
) -> Response:
    """Put a mail aside that is about no company."""
    mail_id = typed.model.mail_id
    await put_mail_aside(uow, mail_id=mail_id, account_id=identity.account_id, now=uow.now)
    undo = Undo(f"{PAGE}/retour", {"mail_id": str(mail_id)})
    return see_other(PAGE, notice="Courriel écarté.", undo=undo)


@router.form(f"{PAGE}/retour", action=LOG_INTERACTION, redisplay=_again)
async def take_back(
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[MailForm], form_of(MailForm)],
) -> Response:
    """To be looked at after all."""
    mail_id = typed.model.mail_id
    await take_mail_back(uow, mail_id=mail_id, account_id=identity.account_id, now=uow.now)
    return see_other(PAGE, notice="Courriel remis dans la liste.")


def _address(uow: UnitOfWork, settings: Settings, drop_id: UUID) -> str:
    return f"{token_of(uow.links, drop_id)}@{settings.drop_domain}"
