"""The company's page, which features show again with what was refused of the forms they have on it.

The desk draws it, made of what every feature says of a company: it registers here, and is known by nobody.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.views.forms import Typed

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
