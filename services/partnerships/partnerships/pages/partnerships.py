"""Partnerships of the lycée: the board, the list, one with its agreement."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response

from contracts.partnerships.partnerships import PartnershipScope, PartnershipStage
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.strict_query import asked_id
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.listing import Listing
from services.partnerships.base.labels import choices
from services.partnerships.cards.queries import SEE_CARD
from services.partnerships.companies.pages import roles_at, show_card
from services.partnerships.documents.forms import DocumentForm
from services.partnerships.documents.model import Document
from services.partnerships.partnerships.commands import (
    agree_partnership,
    describe_partnership,
    move_partnership,
    propose_partnership,
    take_partnership_back,
)
from services.partnerships.partnerships.forms import (
    AgreementForm,
    MoveForm,
    PartnershipForm,
    ScopesForm,
    TakeBackForm,
)
from services.partnerships.partnerships.labels import (
    AGREEMENT_ACTS,
    AGREEMENTS_ASKED,
    NOTICES,
    STAGES,
    labels,
)
from services.partnerships.partnerships.model.agreement_asked import AgreementAsked
from services.partnerships.partnerships.model.partnership import Partnership, PartnershipAct
from services.partnerships.partnerships.queries import (
    PartnershipCard,
    PartnershipFilter,
    by_stage,
    count_partnerships,
    read_partnership_card,
    read_partnerships,
)
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.permissions import (
    MANAGE_COMPANIES,
    MANAGE_PARTNERSHIPS,
    PERMISSIONS,
    SEE_COMPANIES,
)

router = Router()
BOARD = "/entreprises/partenariats"
ONE = f"{BOARD}/{{partnership_id}}"


@router.page(BOARD, action=SEE_COMPANIES)
async def board(
    request: Request,
    uow: RequestUnitOfWork,
    vue: Literal["tableau", "liste"] = "tableau",
    objet: str = "",
    convention: str = "",
) -> Response:
    """All of them, by stage or by company."""
    scope = PartnershipScope(objet) if objet in set(PartnershipScope) else None
    agreement = AgreementAsked(convention) if convention in set(AgreementAsked) else None
    after = asked_id(request, "apres")
    chosen = PartnershipFilter(scope, agreement)
    found, last = await read_partnerships(uow, chosen, after=after)
    filters = {"objet": scope or "", "convention": agreement or ""}
    return render(
        request,
        "partnerships/partnerships/partnerships.html",
        found=found,
        total=await count_partnerships(uow, chosen),
        stages=by_stage(found),
        last=last,
        first=after is None,
        view=vue,
        listing=Listing(BOARD, ("entreprise",), "", filters, {"vue": vue}),
        moves={one.partnership.id: _moves(request, one.partnership) for one in found},
        agreement_choices=choices(AGREEMENTS_ASKED),
        may_write=bool(writable(request, PERMISSIONS, MANAGE_PARTNERSHIPS)),
        **labels(),
    )


def _moves(request: Request, partnership: Partnership) -> list[tuple[str, str]]:
    """The stages who asks may move it to."""
    allowed = partnership.moves(roles_at(request, partnership.uai))
    return [(stage.value, STAGES[stage][0]) for stage in allowed]


@router.form("/entreprises/{company_id}/partenariats", action=MANAGE_COMPANIES, redisplay=show_card)
async def propose(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PartnershipForm], form_of(PartnershipForm)],
) -> Response:
    """Open a partnership with a company."""
    form = typed.model
    partnership_id = await propose_partnership(
        uow, company_id=company_id, scopes=tuple(form.scopes), uai=form.uai, now=uow.now
    )
    return see_other(f"{BOARD}/{partnership_id}", notice="Partenariat ouvert.")


@router.page(ONE, action=SEE_COMPANIES)
async def one(request: Request, partnership_id: UUID, uow: RequestUnitOfWork) -> Response:
    """A partnership."""
    return await show_partnership(request, uow, Typed.blank(MoveForm), partnership_id)


async def show_partnership(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], partnership_id: UUID
) -> Response:
    """The page, with the form that was refused, if one was, as it was typed."""
    card = await read_partnership_card(uow, partnership_id)
    await _note(uow, card)
    roles = roles_at(request, card.partnership.uai)
    forms = _forms(card)
    moves = _moves(request, card.partnership)
    shown = typed.form in forms and (typed.form is not MoveForm or bool(moves))
    if shown:
        # The next sending answers to what is shown now.
        version = str(card.partnership.version)
        kept = {**forms[typed.form].values, **typed.values, "version": version}
        forms[typed.form] = replace(typed, values=kept)
    acts = [act for act in AGREEMENT_ACTS if card.partnership.allows(act, roles)]
    return render(
        request,
        "partnerships/partnerships/partnership.html",
        card=card,
        one=card.partnership,
        company=card.company,
        refused=None if shown else typed,
        moving=forms[MoveForm],
        describing=forms[ScopesForm],
        agreeing=forms[AgreementForm],
        adding=forms[DocumentForm],
        moves=moves,
        may_write=card.partnership.allows(PartnershipAct.CORRECT, roles),
        acts=[(act.value, AGREEMENT_ACTS[act]) for act in acts],
        people=[(str(contact.id), contact.details.name) for contact in card.contacts],
        file_name=file_name,
        **labels(),
    )


async def _note(uow: UnitOfWork, card: PartnershipCard) -> None:
    """The page names the lycée's contacts at the company: whoever opened it is noted."""
    if card.contacts:
        await note_reading(
            uow, action=SEE_CARD, resource_id=card.company.id, uai=card.partnership.uai
        )


def _forms(card: PartnershipCard) -> dict[Any, Typed[Any]]:
    """The forms of the page as they open."""
    one, agreement = card.partnership, card.partnership.agreement
    return {
        MoveForm: Typed.blank(MoveForm, version=one.version),
        ScopesForm: Typed.blank(ScopesForm, version=one.version, scopes=list(one.scopes)),
        AgreementForm: Typed.blank(
            AgreementForm,
            version=one.version,
            signed_on=agreement.signed_on,
            until_on=agreement.until_on,
            signatory_id=agreement.signatory_id,
            signed_for_lycee=agreement.signed_for_lycee,
        ),
        DocumentForm: Typed.blank(DocumentForm),
    }


def file_name(document: Document) -> str:
    """What it is saved under."""
    return f"{document.name}.{document.kind.value}"


@router.form(f"{ONE}/etape", action=MANAGE_PARTNERSHIPS, redisplay=show_partnership)
async def move(
    request: Request,
    partnership_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[MoveForm], form_of(MoveForm)],
) -> Response:
    """Move it to another stage."""
    form = typed.model
    moved = await move_partnership(
        uow,
        partnership_id=partnership_id,
        version=form.version,
        to=form.to,
        roles=await _roles(request, uow, partnership_id),
        now=uow.now,
    )
    return _back(moved, f"Étape notée\u00a0: {_said(moved.stage)}.", form.asked_on())


def _said(stage: PartnershipStage) -> str:
    label = STAGES[stage][0]
    return label[0].lower() + label[1:]


@router.form(f"{ONE}/objets", action=MANAGE_PARTNERSHIPS, redisplay=show_partnership)
async def describe(
    request: Request,
    partnership_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ScopesForm], form_of(ScopesForm)],
) -> Response:
    """Say what it is about."""
    form = typed.model
    changed = await describe_partnership(
        uow,
        partnership_id=partnership_id,
        version=form.version,
        scopes=tuple(form.scopes),
        roles=await _roles(request, uow, partnership_id),
        now=uow.now,
    )
    return _back(changed, "Objets enregistrés.")


@router.form(f"{ONE}/convention", action=MANAGE_PARTNERSHIPS, redisplay=show_partnership)
async def agree(
    request: Request,
    partnership_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AgreementForm], form_of(AgreementForm)],
) -> Response:
    """Note where the formal agreement is."""
    form = typed.model
    changed = await agree_partnership(
        uow,
        partnership_id=partnership_id,
        version=form.version,
        act=form.act,
        agreement=form.agreement(),
        roles=await _roles(request, uow, partnership_id),
        now=uow.now,
    )
    return _back(changed, NOTICES[form.act])


@router.form(f"{ONE}/retour", action=MANAGE_PARTNERSHIPS, redisplay=show_partnership)
async def take_back(
    request: Request,
    partnership_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[TakeBackForm], form_of(TakeBackForm)],
) -> Response:
    """Undo the last change."""
    form = typed.model
    put_back = await take_partnership_back(
        uow,
        partnership_id=partnership_id,
        version=form.version,
        roles=await _roles(request, uow, partnership_id),
        now=uow.now,
    )
    return see_other(_page(put_back, form.asked_on()), notice="Changement annulé.")


async def _roles(request: Request, uow: UnitOfWork, partnership_id: UUID) -> frozenset[str]:
    found = await Partnerships(uow).get(partnership_id)
    return roles_at(request, found.uai)


def _back(changed: Partnership, notice: str, asked_on: Mapping[str, str] | None = None) -> Response:
    here = asked_on or {}
    undo = Undo(f"{BOARD}/{changed.id}/retour", {"version": str(changed.version), **here})
    return see_other(_page(changed, here), notice=notice, undo=undo)


def _page(changed: Partnership, asked_on: Mapping[str, str]) -> str:
    if asked_on.get("back") != "tableau":
        return f"{BOARD}/{changed.id}"
    filters = {name: code for name, code in asked_on.items() if name != "back"}
    return Listing(BOARD, ("entreprise",), filters=filters).first
