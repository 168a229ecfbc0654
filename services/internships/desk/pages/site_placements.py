"""The part of a company's page with the placements and approaches of the lycée there."""

from fastapi import Request, Response

from contracts.identifiers import SiteKey
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Together
from services.chassis.web.router import RequestUnitOfWork, Router
from services.internships.approaches.pages.parts import said
from services.internships.approaches.queries.approaches import LATEST_AT_SITE, read_approaches_at
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.hosts.queries import (
    HOSTED_AT_SITE,
    HOSTED_FOR_OTHERS,
    SMALL,
    HostedTable,
    read_hosted_here,
)
from services.internships.permissions import (
    SEE_PFMP,
)
from services.internships.placements.labels import STATUSES
from services.internships.placements.queries.placements import (
    LIVE_AT_SITE,
    read_placements_at_site,
)

router = Router()
_AT_SITE = Together(LIVE_AT_SITE, LATEST_AT_SITE, HOSTED_AT_SITE, HOSTED_FOR_OTHERS)


@router.fragment("/pfmp/fragments/sites/{site_key}", action=SEE_PFMP)
async def placements_at_site(request: Request, site_key: str, uow: RequestUnitOfWork) -> Response:
    """The lycée's live placements at a site, for the company's page."""
    try:
        key = SiteKey(site_key)
    except ValueError:
        raise NotFound from None
    await _AT_SITE.ahead(uow, {"key": key, "uais": list(uow.scope.uais)})
    placements = await read_placements_at_site(uow, key)
    approaches = await read_approaches_at(uow, key)
    hosted = HostedTable.of(await read_hosted_here(uow, key, local_date(uow.now)))
    await note_pupils(uow, [*(one.uai for one in placements), *(one.uai for one in approaches)])
    return draw(
        request,
        "internships/desk/site_fragment.html",
        placements=placements,
        approaches=approaches,
        hosted=hosted,
        columns=["Formation", *((year.school_year, "number") for year in hosted.years)],
        small=SMALL,
        statuses=STATUSES,
        **said(request),
    )
