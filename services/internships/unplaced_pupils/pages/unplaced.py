"""« Élèves sans lieu d'accueil »: the list a bureau works through, whatever the period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from contracts.identifiers import Uai
from services.chassis.web.requests.lycee_choice import chooser_of
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.french import date_range
from services.chassis.web.views.listing import Listing
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.participations.labels import STANDINGS
from services.internships.participations.model import PupilSituation
from services.internships.permissions import EXPORT_PUPILS, PERMISSIONS, SEE_PFMP
from services.internships.unplaced_pupils.queries import (
    Choices,
    SearchFilter,
    SearchOrder,
    read_choices,
    read_searching,
)

router = Router()
PATH = "/pfmp/sans-lieu"
SHOWN = (PupilSituation.WITHOUT, PupilSituation.PROPOSED)


@dataclass(frozen=True)
class UnplacedQuery:
    """The query of the address; what is not known there is left out."""

    periode: str = ""
    classe: str = ""
    situation: str = ""
    tri: str = ""

    def listing(self, known: Choices) -> Listing:
        """The list's headings and pages as links."""
        filters = {
            "periode": self.periode if self.periode in _ids(known) else "",
            "classe": self.classe if self.classe in known.class_labels else "",
            "situation": self.situation if self.situation in SHOWN else "",
        }
        return Listing(PATH, tuple(SearchOrder), self.tri, filters)


def _ids(known: Choices) -> list[str]:
    return [str(period_id) for period_id, *_ in known.periods]


def filter_of(listing: Listing) -> SearchFilter:
    """What the list is asked for by its address."""
    period, standing = listing.filters["periode"], listing.filters["situation"]
    return SearchFilter(
        order=SearchOrder(listing.order),
        descending=listing.descending,
        period_id=UUID(period) if period else None,
        class_label=listing.filters["classe"],
        standing=PupilSituation(standing) if standing else None,
    )


@router.page(PATH, action=SEE_PFMP)
async def without_host(
    request: Request,
    uow: RequestUnitOfWork,
    asked: Annotated[UnplacedQuery, Depends()],
    apres: str | None = None,
) -> Response:
    """Who still needs a place, sorted and filtered; those who leave first come first."""
    today = local_date(uow.now)
    known = await read_choices(uow, today)
    listing = asked.listing(known)
    page = await read_searching(uow, asked=filter_of(listing), today=today, after=apres)
    await note_pupils(uow, [one.uai for one in page.items])
    return draw(
        request,
        "internships/unplaced_pupils/unplaced.html",
        page=page,
        listing=listing,
        first=apres is None,
        today=today,
        periods=_labelled(known.periods, chooser_of(request).tags),
        classes=[(label, label) for label in known.class_labels],
        situations=[(standing.value, STANDINGS[standing][0]) for standing in SHOWN],
        standings=STANDINGS,
        may_export=PERMISSIONS.allows(context_of(request).user, EXPORT_PUPILS),
    )


def _labelled(
    periods: Sequence[tuple[UUID, date, date, Uai]], tags: Mapping[Uai, str]
) -> list[tuple[str, str]]:
    return [
        (
            str(period_id),
            date_range(starts_on, ends_on, weekday=False).capitalize()
            + (f", {tags[uai]}" if uai in tags else ""),
        )
        for period_id, starts_on, ends_on, uai in periods
    ]
