"""The timeline of a company's page: what its address asks for, and the addresses it leads to."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.strict_query import asked_id
from services.partnerships.tasks.pages.scope import task_lycees
from services.partnerships.timeline.model import EntryKind, TimelineFilter
from services.partnerships.timeline.queries import Timeline, read_timeline

ENTRY_KINDS: Mapping[EntryKind, str] = {
    EntryKind.EXCHANGE: "Échanges",
    EntryKind.ACTION: "Actions",
    EntryKind.TASK: "Tâches faites",
}
KINDS_ASKED: Mapping[str, EntryKind] = {
    "echanges": EntryKind.EXCHANGE,
    "actions": EntryKind.ACTION,
    "taches": EntryKind.TASK,
}
"""Kinds as addresses say them."""
_SAID = {kind: said for said, kind in KINDS_ASKED.items()}


async def read_timeline_of(request: Request, uow: UnitOfWork, company_id: UUID) -> Timeline:
    """The page of a company's timeline that the address asks for."""
    return await read_timeline(
        uow, company_id, asked_of(request), tasks_of=task_lycees(request, uow)
    )


def asked_of(request: Request) -> TimelineFilter:
    """What the address asks for; what is no id or no kind in it is left out."""
    return TimelineFilter(
        KINDS_ASKED.get(request.query_params.get("voir", "")),
        *(asked_id(request, name) for name in ("lieu", "contact", "apres")),
    )


def address_of(asked: TimelineFilter, company_id: UUID) -> Callable[..., str]:
    """The address of another kind or page of the timeline, at the same site, with the same contact."""

    def address(kind: EntryKind | None = None, after: UUID | None = None) -> str:
        said = {
            "voir": _SAID[kind] if kind else "",
            "lieu": asked.site_id or "",
            "contact": asked.contact_id or "",
            "apres": after or "",
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"/entreprises/{company_id}{'?' if query else ''}{query}#fil"

    return address
