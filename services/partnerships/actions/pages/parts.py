"""What features above add to the page of an action, beside each of its companies."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from fastapi import Request

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import SchoolAction


class Part(Protocol):
    """Reads what a feature shows of an action and of the companies its page lists, by names of its own."""

    async def __call__(
        self, request: Request, uow: UnitOfWork, action: SchoolAction, company_ids: Sequence[UUID]
    ) -> Mapping[str, Any]: ...


class ActionParts:
    """Everything the page shows of other features."""

    def __init__(self) -> None:
        self._all: list[Part] = []

    def add(self, part: Part) -> None:
        """Register what one feature shows."""
        self._all.append(part)

    async def read(
        self, request: Request, uow: UnitOfWork, action: SchoolAction, company_ids: Sequence[UUID]
    ) -> dict[str, Any]:
        """All of it."""
        shown: dict[str, Any] = {}
        for part in self._all:
            shown |= await part(request, uow, action, company_ids)
        return shown


PARTS = ActionParts()
