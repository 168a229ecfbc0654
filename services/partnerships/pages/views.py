"""The pages several routes show: a card, the forms around it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from contracts.partnerships import InteractionKind, InteractionPurpose
from services.chassis.web.forms import Typed
from services.chassis.web.rendering import render
from services.chassis.work import UnitOfWork
from services.partnerships.domain.calendar import local_date
from services.partnerships.pages.labels import (
    DIFFUSIONS,
    KINDS,
    LEGAL_FORMS,
    OUTCOMES,
    PURPOSES,
    Choices,
    choices,
    commune_choices,
    outcomes,
)
from services.partnerships.permissions import MANAGE_COMPANIES, PERMISSIONS
from services.partnerships.queries.companies import place_of, read_company
from services.partnerships.queries.forms import InteractionForm
from services.partnerships.storage.phones import shown_phone


def writer(request: Request) -> dict[str, Any]:
    """Whether the reader may write, and for which lycées."""
    identity = request.state.identity
    scope = PERMISSIONS.scope(identity, MANAGE_COMPANIES)
    lycees: Choices = [(uai, name) for uai, name in identity.lycees.items() if uai in scope.uais]
    return {"may_write": PERMISSIONS.allows(identity, MANAGE_COMPANIES), "lycees": lycees}


def field_choices() -> dict[str, Any]:
    """Lists and labels of the forms about companies and sites."""
    return {
        "legal_forms": choices(LEGAL_FORMS),
        "diffusions": choices(DIFFUSIONS),
        "communes": commune_choices(),
    }


def readable(typed: Typed[Any]) -> Typed[Any]:
    """After a stale version: what changed, written as people write it."""
    if typed.current is None:
        return typed
    current: Mapping[str, Any] = typed.current
    if "phone" in current:
        current = {**current, "phone": shown_phone(current["phone"])}
    if "gets_mail" in current:  # a box that is not ticked is not sent
        current = {**current, "gets_mail": current["gets_mail"] or None}
    labels = {
        "legal_form": _labels(LEGAL_FORMS),
        "diffusion": _labels(DIFFUSIONS),
        "gets_mail": {"true": "oui", "": "non"},
    }
    return replace(typed, current=current, labels=labels)


def _labels(of: Mapping[Any, str]) -> dict[str, str]:
    return {code.value: label for code, label in of.items()}


def blank_interaction(uow: UnitOfWork) -> Typed[InteractionForm]:
    """The exchange form as it opens: a call about PFMP, today."""
    return Typed.blank(
        InteractionForm,
        kind=InteractionKind.CALL,
        purpose=InteractionPurpose.PFMP,
        occurred_on=local_date(uow.now),
    )


async def show_card(
    request: Request, uow: UnitOfWork, typed: Typed[Any], company_id: UUID
) -> Response:
    """A company's page, with the form of an exchange."""
    card = await read_company(uow, company_id)
    return render(
        request,
        "partnerships/company.html",
        card=card,
        company=card.company,
        typed=typed,
        sites=[(str(site.id), card.site_label(site.id)) for site in card.company.sites],
        kinds=choices(KINDS),
        purposes=choices(PURPOSES),
        outcomes=outcomes(),
        kind_labels=KINDS,
        purpose_labels=PURPOSES,
        outcome_labels=OUTCOMES,
        legal_form_labels=LEGAL_FORMS,
        diffusion_labels=DIFFUSIONS,
        place_of=place_of,
        today=local_date(uow.now),
        **writer(request),
    )
