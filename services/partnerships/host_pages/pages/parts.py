"""What features above add to the page of a company."""

from collections.abc import Mapping
from typing import Any, Protocol

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.host_pages.queries import OwnPage


class Part(Protocol):
    """Reads what a feature shows on the page, by names of its own."""

    async def __call__(self, uow: UnitOfWork, own: OwnPage) -> Mapping[str, Any]: ...


class HostPageParts:
    """Everything the page shows of other features."""

    def __init__(self) -> None:
        self._all: list[Part] = []

    def add(self, part: Part) -> None:
        """Register what one feature shows."""
        self._all.append(part)

    async def read(self, uow: UnitOfWork, own: OwnPage) -> dict[str, Any]:
        """All of it."""
        shown: dict[str, Any] = {}
        for part in self._all:
            shown |= await part(uow, own)
        return shown


PARTS = HostPageParts()
