"""The pages several routes show: a card, the forms around it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.lycee_choice import chooser_of, communes_shown, writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.views.forms import FormModel, Typed
from services.chassis.web.views.french import month_name
from services.partnerships.acquaintances.queries import likely, place_of
from services.partnerships.actions.labels import ACTION_STATUSES
from services.partnerships.base.calendar import local_date
from services.partnerships.base.distances import Distances
from services.partnerships.base.labels import choices
from services.partnerships.capacities.queries import read_offers
from services.partnerships.cards.pages import read_card
from services.partnerships.cards.queries import CompanyCard
from services.partnerships.closures.store import Closures
from services.partnerships.companies.labels import DIFFUSIONS, LEGAL_FORMS
from services.partnerships.companies.pages import COMPANY_PAGE, writer
from services.partnerships.companies.store.former_cards import former_keys
from services.partnerships.company_notes.forms import CompanyNoteForm
from services.partnerships.company_notes.store import CompanyNotes
from services.partnerships.desk.pages.company_readings import read_ahead
from services.partnerships.directory_entries.labels import FIELDS, STAFF_BRACKETS, said
from services.partnerships.directory_entries.queries import read_registered
from services.partnerships.exchanges.forms import InteractionForm
from services.partnerships.exchanges.labels import (
    KINDS,
    OUTCOMES,
    PURPOSES,
)
from services.partnerships.exchanges.model import Noted
from services.partnerships.exchanges.pages.form_parts import blank_interaction, exchange_choices
from services.partnerships.exchanges.queries import read_last_refusal
from services.partnerships.host_pages.queries import read_own_doings
from services.partnerships.merges.queries import read_standing
from services.partnerships.partnerships.forms import PartnershipForm
from services.partnerships.partnerships.labels import SCOPES, STAGES
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.pauses.labels import PAUSE_REASONS
from services.partnerships.pauses.store import Pauses
from services.partnerships.permissions import (
    ERASE_TRADER,
    MANAGE_ACTIONS,
    PAUSE_SITE,
    PERMISSIONS,
)
from services.partnerships.pressure.forms import StaffForm
from services.partnerships.pressure.store.hosting_limits import Staff
from services.partnerships.pressure.store.pressure import read_pressure
from services.partnerships.public_directory.pages import directory_of
from services.partnerships.tasks.model import TASKS
from services.partnerships.tasks.pages.scope import task_lycees
from services.partnerships.tasks.pages.staff import Staff as Colleagues
from services.partnerships.tasks.pages.staff import staff_of
from services.partnerships.tasks.queries import read_tasks_with
from services.partnerships.territories.store import Leads, Territories
from services.partnerships.timeline.pages import address_of, asked_of
from services.partnerships.timeline.queries import read_timeline
from services.partnerships.timeline.store import TIMELINE


async def _followed(request: Request, uow: UnitOfWork, card: CompanyCard) -> dict[str, Any]:
    """What the bureau follows with a company: places, partnerships, actions, what it did itself."""
    company_id = card.company.id
    offers = await read_offers(uow, company_id)
    return {
        "offers": offers,
        "own_doings": await read_own_doings(uow, company_id, card.contacts),
        "offered": {one.capacity.id for one in offers},
        "month_name": month_name,
        "partnerships": await Partnerships(uow).of(company_id),
        "stage_labels": STAGES,
        "scope_choices": choices(SCOPES),
        "acting": bool(writable(request, PERMISSIONS, MANAGE_ACTIONS)),
        "action_statuses": ACTION_STATUSES,
    }


async def draw_card(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    """A company's page, with the form of an exchange and those of its cards."""
    asked, tasks_of = asked_of(request), list(task_lycees(request, uow))
    await read_ahead(uow, company_id, asked, tasks_of)
    card = await read_card(uow, company_id)
    timeline = await read_timeline(uow, company_id, asked, {"tasks_of": tasks_of})
    around = await _around(request, uow, card)
    return render(
        request,
        "partnerships/desk/company.html",
        card=card,
        company=card.company,
        **_forms(request, uow, card, typed),
        stating=_stating(request, card, typed, around["staff"]),
        **_labels_of_a_card(),
        today=local_date(uow.now),
        **exchange_choices(card),
        last_refusal=await read_last_refusal(uow, company_id),
        notes=await CompanyNotes(uow).of(company_id),
        **around,
        **await _to_do(request, uow, company_id),
        colleagues=await _colleagues(request, [one.shown for one in timeline.entries]),
        likely=likely(card),
        distances=Distances(communes_shown(request), chooser_of(request).tags),
        timeline=timeline,
        fil=address_of(asked, company_id),
        **await _followed(request, uow, card),
        may_erase=PERMISSIONS.allows(context_of(request).user, ERASE_TRADER),
        **writer(request),
    )


async def draw_card_saying(
    request: Request, uow: UnitOfWork, refusal: str, company_id: UUID
) -> Response:
    """A company's page, with what was refused above the form of an exchange."""
    return await draw_card(
        request, uow, blank_interaction(request, uow).saying(refusal), company_id
    )


COMPANY_PAGE.drawn_by(draw_card, draw_card_saying)


def _forms(
    request: Request, uow: UnitOfWork, card: CompanyCard, typed: Typed[Any]
) -> dict[str, Any]:
    """The forms of the page: blank ones, but for the one that was sent and is shown again."""
    forms: dict[type[FormModel], Typed[Any]] = {
        form: Typed.blank(form) for form in (PartnershipForm, CompanyNoteForm)
    }
    if typed.form in {*forms, StaffForm}:
        forms[typed.form] = typed
        typed = blank_interaction(request, uow)
    if typed.form is InteractionForm and not (typed.errors or typed.value("uai") or typed.refusal):
        own = typed.chosen("uai") or [likely(card)]
        typed = replace(typed, values={**typed.values, "uai": own})
    return {
        "typed": typed,
        "opening": forms[PartnershipForm],
        "noting": forms[CompanyNoteForm],
    }


def _labels_of_a_card() -> dict[str, Any]:
    return {
        "kind_labels": KINDS,
        "purpose_labels": PURPOSES,
        "outcome_labels": OUTCOMES,
        "legal_form_labels": LEGAL_FORMS,
        "diffusion_labels": DIFFUSIONS,
        "entry_kinds": [one.kind for one in TIMELINE.all],
        "place_of": place_of,
    }


async def _colleagues(request: Request, shown: Sequence[Any]) -> Colleagues:
    """Who noted the exchanges shown; nobody is asked about one's own."""
    me = context_of(request).user.account_id
    exchanges = [one for one in shown if isinstance(one, Noted)]
    noted = [one for one in exchanges if one.interaction.noted_by not in (None, me)]
    return await staff_of(request, {uai for one in noted for uai in one.uais})


async def _to_do(request: Request, uow: UnitOfWork, company_id: UUID) -> dict[str, Any]:
    """What the lycées whose tasks the reader may see have to do with a company."""
    lycees = task_lycees(request, uow)
    return {
        "may_see_tasks": bool(lycees),
        "to_do": await read_tasks_with(uow, company_id, lycees),
        "task_labels": TASKS,
    }


def _stating(
    request: Request, card: CompanyCard, typed: Typed[Any], known: Mapping[UUID, int]
) -> dict[UUID, Typed[Any]]:
    """The form of the staff of each site: what was typed is shown again where it was."""
    asked = request.path_params.get("site_id")
    return {
        site.id: typed
        if typed.form is StaffForm and str(site.id) == str(asked)
        else Typed.blank(StaffForm, staff=known.get(site.id))
        for site in card.company.sites
    }


async def _around(request: Request, uow: UnitOfWork, card: CompanyCard) -> dict[str, Any]:
    """What the network keeps of a company and its sites."""
    sites = [site.id for site in card.company.sites]
    communes = [one.details.commune for one in card.company.sites if one.details.commune]
    return {
        "pause_reasons": PAUSE_REASONS,
        "own_uais": uow.scope.uais,
        "registered": await read_registered(uow, card.company),
        "register_fields": FIELDS,
        "register_said": said,
        "register_staff": STAFF_BRACKETS,
        "closed": await Closures(uow).at(sites),
        "has_directory": directory_of(request) is not None,
        "lead": await Leads(uow).of(card.company.id),
        "lead_decided": await Leads(uow).decided([card.company.id]),
        "claims": await Territories(uow).claims(communes),
        "staff": await Staff(uow).at(sites),
        "may_pause": PERMISSIONS.allows(context_of(request).user, PAUSE_SITE),
        "pauses": await Pauses(uow).at(sites, context_of(request).user.roles_at),
        "pressure": await read_pressure(uow, sites),
        "merges": await read_standing(uow, card.company),
        "former_keys": await former_keys(uow, sites),
    }
