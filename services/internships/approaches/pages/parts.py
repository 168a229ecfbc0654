"""What pages about approaches have in common."""

from typing import Any

from fastapi import Request

from contracts.identifiers import Uai
from services.chassis.unit_of_work.permissions import Action
from services.chassis.web.requests.request_context import context_of
from services.internships.approaches.labels import ANSWERS, BY, MEANS, REASON_CHOICES
from services.internships.permissions import MARK_REFUSAL, PERMISSIONS, SEE_MARKED

AWAITED = "/pfmp/reponses-attendues"


def said(request: Request, uai: Uai | None = None) -> dict[str, Any]:
    """What the parts about approaches need; marks are for who may see those of this lycée."""
    return {
        "answer_labels": ANSWERS,
        "by_labels": BY,
        "means_labels": MEANS,
        "reasons": REASON_CHOICES,
        "sees_marks": _may(request, SEE_MARKED, uai),
        "may_mark": _may(request, MARK_REFUSAL, uai),
    }


def _may(request: Request, action: Action, uai: Uai | None) -> bool:
    return uai in PERMISSIONS.scope(context_of(request).user, action).uais
