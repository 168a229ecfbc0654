"""Codes of school–company actions as users read them."""

from collections.abc import Mapping
from typing import Any

from contracts.coordination.actors import ACTOR_KINDS
from services.partnerships.actions.model import ACTION_KINDS, ActionStatus, CompanyAnswer
from services.partnerships.base.labels import choices

ACTION_STATUSES: Mapping[ActionStatus, tuple[str, str]] = {
    ActionStatus.PLANNED: ("Prévue", "info"),
    ActionStatus.HELD: ("Menée", "success"),
    ActionStatus.CANCELLED: ("Annulée", "neutral"),
}

ANSWERS: Mapping[CompanyAnswer, tuple[str, str]] = {
    CompanyAnswer.INVITED: ("Invitée", "info"),
    CompanyAnswer.COMING: ("Vient", "success"),
    CompanyAnswer.DECLINED: ("Décline", "neutral"),
    CompanyAnswer.CAME: ("Venue", "success"),
    CompanyAnswer.ABSENT: ("Pas venue", "warning"),
}
ANSWERED: Mapping[CompanyAnswer, str] = {
    CompanyAnswer.INVITED: "Sans réponse",
    CompanyAnswer.COMING: "Viennent",
    CompanyAnswer.DECLINED: "Déclinent",
    CompanyAnswer.CAME: "Venues",
    CompanyAnswer.ABSENT: "Pas venues",
}
"""What several of them are called."""


def labels() -> dict[str, Any]:
    """Codes as templates show them."""
    return {
        "kind_choices": choices(ACTION_KINDS),
        "partner_choices": choices(ACTOR_KINDS),
        "action_kinds": ACTION_KINDS,
        "action_partners": ACTOR_KINDS,
        "action_statuses": ACTION_STATUSES,
        "answers": ANSWERS,
        "answered": ANSWERED,
    }
