"""What the forms about companies and sites hold, and how people read it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import Request

from contracts.identifiers import Uai
from services.chassis.reference.nomenclatures.towns import town_text
from services.chassis.web.answers.query_route import identity_of
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.views.forms import Typed
from services.partnerships.base.labels import choices
from services.partnerships.base.phones import shown_phone
from services.partnerships.companies.labels import DIFFUSIONS, LEGAL_FORMS
from services.partnerships.permissions import MANAGE_COMPANIES, PERMISSIONS


def writer(request: Request) -> dict[str, Any]:
    """Whether the reader may write, and for which lycées."""
    lycees = writable(request, PERMISSIONS, MANAGE_COMPANIES)
    return {"may_write": bool(lycees), "lycees": lycees}


def field_choices() -> dict[str, Any]:
    """Lists and labels of the forms about companies and sites."""
    return {
        "legal_forms": choices(LEGAL_FORMS),
        "diffusions": choices(DIFFUSIONS),
    }


def as_typed(known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, as people write it: a number with its spaces, a commune by its name."""
    shown = dict(known)
    if "phone" in shown:
        shown["phone"] = shown_phone(shown["phone"])
    if "commune" in shown:
        commune, locality = shown.pop("commune"), shown.pop("locality")
        shown["town"] = town_text(commune, locality, shown["postcode"])
    return shown


def readable(typed: Typed[Any]) -> Typed[Any]:
    """After a stale version: what changed, written as people write it."""
    if typed.current is None:
        return typed
    current: Mapping[str, Any] = as_typed(typed.current)
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


def roles_at(request: Request, uai: Uai) -> frozenset[str]:
    """The roles of who asks, in one lycée."""
    identity = identity_of(request)
    return identity.roles_at(uai) if identity else frozenset()
