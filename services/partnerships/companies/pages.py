"""Pages of companies."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.reference.nomenclatures.towns import town_text
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import identity_of
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.views.forms import Typed
from services.partnerships.base.labels import choices
from services.partnerships.base.phones import shown_phone
from services.partnerships.companies.labels import DIFFUSIONS, LEGAL_FORMS
from services.partnerships.permissions import MANAGE_COMPANIES, PERMISSIONS

Draw = Callable[[Request, UnitOfWork, Typed[Any], UUID], Awaitable[Response]]
Saying = Callable[[Request, UnitOfWork, str, UUID], Awaitable[Response]]


class CompanyPage:
    """The company's page (fiche de l’entreprise), once somebody draws it."""

    def __init__(self) -> None:
        self._draw: Draw | None = None
        self._saying: Saying | None = None

    def drawn_by(self, draw: Draw, saying: Saying) -> None:
        """Say how it is drawn: with a form that was sent, or with a refusal alone."""
        self._draw, self._saying = draw, saying

    async def show(
        self, request: Request, uow: UnitOfWork, typed: Typed[Any], company_id: UUID
    ) -> Response:
        """Show the page, with the form of its own that was sent."""
        if self._draw is None:
            raise RuntimeError("nobody draws the page of a company")
        return await self._draw(request, uow, typed, company_id)

    async def show_saying(
        self, request: Request, uow: UnitOfWork, refusal: str, company_id: UUID
    ) -> Response:
        """Show the page, with what was refused above the first of its forms."""
        if self._saying is None:
            raise RuntimeError("nobody draws the page of a company")
        return await self._saying(request, uow, refusal, company_id)


COMPANY_PAGE = CompanyPage()


async def show_card(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    """A company's page, with the form of its own that was sent."""
    return await COMPANY_PAGE.show(request, uow, typed, company_id)


async def show_card_saying(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    """A company's page after a form it has no place for: what was refused is said above the first one."""
    return await COMPANY_PAGE.show_saying(request, uow, typed.refusal or "", company_id)


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
