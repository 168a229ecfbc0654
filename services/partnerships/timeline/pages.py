"""The timeline of a company's page: what its address asks for, and the addresses it leads to."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request

from services.chassis.web.strict_query import asked_id
from services.partnerships.timeline.model import EntryKind, TimelineFilter
from services.partnerships.timeline.store import TIMELINE


def asked_of(request: Request) -> TimelineFilter:
    """What the address asks for; what is no id or no kind in it is left out."""
    return TimelineFilter(
        TIMELINE.kind(request.query_params.get("voir", "")),
        *(asked_id(request, name) for name in ("lieu", "contact", "apres")),
    )


def address_of(asked: TimelineFilter, company_id: UUID) -> Callable[..., str]:
    """The address of another kind or page of the timeline, at the same site, with the same contact."""

    def address(kind: EntryKind | None = None, after: UUID | None = None) -> str:
        said = {
            "voir": kind.word if kind else "",
            "lieu": asked.site_id or "",
            "contact": asked.contact_id or "",
            "apres": after or "",
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"/entreprises/{company_id}{'?' if query else ''}{query}#fil"

    return address
