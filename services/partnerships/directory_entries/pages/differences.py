"""What the public directory says of a card: read again, taken or left, and the list of what differs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.base.forms import LyceeForm
from services.partnerships.companies.pages import show_card
from services.partnerships.directory_entries.commands import (
    keep_ours,
    note_entry,
    propose_differences,
    put_back_taken,
    take_difference,
)
from services.partnerships.directory_entries.forms import (
    KeepAllForm,
    KeepForm,
    KeptForm,
    TakeForm,
    TakingForm,
)
from services.partnerships.directory_entries.labels import FIELDS, said
from services.partnerships.directory_entries.queries import read_differing, read_siret
from services.partnerships.permissions import MANAGE_COMPANIES
from services.partnerships.public_directory.model import DirectoryAway
from services.partnerships.public_directory.pages import directory_of

router = Router()
DIFFERING = "/entreprises/ecarts"
CARD = "/entreprises/{company_id}"
AWAY = (
    "Le registre public ne répond pas pour l’instant\u202f: rien n’a changé, réessayez plus tard."
)
SITE = f"{CARD}/etablissements/{{site_id}}/registre"


@router.page(DIFFERING, action=MANAGE_COMPANIES)
async def differing(
    request: Request, uow: RequestUnitOfWork, apres: UUID | None = None
) -> Response:
    """The work list."""
    return await _list(request, uow, Typed.blank(KeepAllForm), apres)


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _list(request, uow, typed)


async def _list(
    request: Request, uow: UnitOfWork, typed: Typed[Any], after: UUID | None = None
) -> Response:
    return render(
        request,
        "partnerships/directory_entries/differences.html",
        page=await read_differing(uow, after),
        first=after is None,
        typed=typed,
        fields=FIELDS,
        said=said,
        configured=directory_of(request) is not None,
    )


@router.form(DIFFERING, action=MANAGE_COMPANIES, redisplay=_again)
async def keep_all(
    uow: RequestUnitOfWork, typed: Annotated[Typed[KeepAllForm], form_of(KeepAllForm)]
) -> Response:
    """Keep several cards as they are."""
    sites = typed.model.sites
    kept = await keep_ours(uow, sites=sites, now=uow.now)
    one = len(sites) == 1
    told = (
        "Un établissement gardé tel quel"
        if one
        else f"{len(sites)} établissements gardés tels quels"
    )
    return see_other(
        DIFFERING,
        notice=f"{told}\u202f: ces écarts ne sont plus proposés.",
        undo=Undo(f"{DIFFERING}/reprise", {"kept": str(kept)}),
    )


@router.form(f"{DIFFERING}/reprise", action=MANAGE_COMPANIES)
async def propose(
    uow: RequestUnitOfWork, typed: Annotated[Typed[KeptForm], form_of(KeptForm)]
) -> Response:
    """Propose anew what was put aside."""
    form = typed.model
    await propose_differences(uow, kept_id=form.kept)
    back = f"/entreprises/{form.company}" if form.company else DIFFERING
    return see_other(back, notice="Ces écarts sont de nouveau proposés.")


async def _card(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    return await show_card(request, uow, typed, company_id)


@router.form(SITE, action=MANAGE_COMPANIES, redisplay=_card)
async def read_again(
    request: Request,
    company_id: UUID,
    site_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001  shown again when refused
) -> Response:
    """Ask the register now; the card is left as it is."""
    siret = await read_siret(uow, company_id, site_id)
    card = f"/entreprises/{company_id}"
    register = directory_of(request)
    try:
        if register is None:
            raise DirectoryAway
        entry = await register.look_up(siret, anew=True)
    except DirectoryAway:
        return see_other(card, notice=AWAY)
    await note_entry(uow, site_id=site_id, siret=siret, entry=entry, now=uow.now)
    return see_other(card, notice="Registre public relu.")


@router.form(f"{SITE}/prendre", action=MANAGE_COMPANIES, redisplay=_card)
async def take(
    company_id: UUID,
    site_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[TakeForm], form_of(TakeForm)],
) -> Response:
    """Take one field."""
    form = typed.model
    taking = await take_difference(
        uow,
        company_id=company_id,
        site_id=site_id,
        field=form.field,
        version=form.version,
        uai=form.uai,
        now=uow.now,
    )
    lycee = {"uai": form.uai} if form.uai else {}
    return see_other(
        f"/entreprises/{company_id}",
        notice=f"Pris du registre\u202f: {FIELDS[form.field].lower()}.",
        undo=Undo(f"/entreprises/{company_id}/registre/remise", {"taking": str(taking), **lycee}),
    )


@router.form(f"{CARD}/registre/remise", action=MANAGE_COMPANIES, redisplay=_card)
async def put_back(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[TakingForm], form_of(TakingForm)],
) -> Response:
    """Put back what the card said before."""
    form = typed.model
    await put_back_taken(
        uow, company_id=company_id, taking_id=form.taking, uai=form.uai, now=uow.now
    )
    return see_other(f"/entreprises/{company_id}", notice="Votre valeur est remise.")


@router.form(f"{SITE}/garder", action=MANAGE_COMPANIES, redisplay=_card)
async def keep(
    company_id: UUID,
    site_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[KeepForm], form_of(KeepForm)],
) -> Response:
    """Keep one field as it is."""
    form = typed.model
    kept = await keep_ours(uow, sites=[(company_id, site_id)], field=form.field, now=uow.now)
    return see_other(
        f"/entreprises/{company_id}",
        notice="Votre valeur est gardée\u202f: cet écart n’est plus proposé tant que le registre ne change pas.",
        undo=Undo(f"{DIFFERING}/reprise", {"kept": str(kept), "company": str(company_id)}),
    )
