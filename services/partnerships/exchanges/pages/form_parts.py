"""What the forms of an exchange with a company offer."""

from typing import Any

from fastapi import Request

from contracts.partnerships.companies import InteractionKind, InteractionPurpose
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.requests.lycee_choice import chooser_of
from services.chassis.web.views.forms import Typed
from services.partnerships.base.calendar import local_date
from services.partnerships.base.labels import choices
from services.partnerships.cards.queries import CompanyCard
from services.partnerships.exchanges.forms import InteractionForm
from services.partnerships.exchanges.labels import KINDS, PURPOSES, REFUSALS, outcomes


def blank_interaction(request: Request, uow: UnitOfWork) -> Typed[InteractionForm]:
    """The exchange form as it opens: a call about PFMP, today, for the lycée that is shown."""
    chosen = chooser_of(request).chosen
    return Typed.blank(
        InteractionForm,
        uai=[chosen] if chosen else None,
        kind=InteractionKind.CALL,
        purpose=InteractionPurpose.PFMP,
        occurred_on=local_date(uow.now),
    )


def exchange_choices(card: CompanyCard) -> dict[str, Any]:
    """Lists of the forms of an exchange with a company."""
    return {
        "sites": [(str(site.id), card.site_label(site.id)) for site in card.company.sites],
        "people": [(str(one.id), one.details.name) for one in card.contacts],
        "kinds": choices(KINDS),
        "purposes": choices(PURPOSES),
        "outcomes": outcomes(),
        "refusals": choices(REFUSALS),
        "refusal_labels": REFUSALS,
    }
