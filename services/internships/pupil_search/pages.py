"""What the search of everything finds here: pupils by name, for whom their names are allowed.

The words are read where the search kept them, under its own path, and are in no address.
"""

from fastapi import Request, Response

from services.chassis.web.requests.private_search import words_sought
from services.chassis.web.router import RequestUnitOfWork, Router
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.permissions import SEE_PFMP
from services.internships.placements.labels import STATUSES
from services.internships.pupil_search.queries import find_pupils

router = Router()
FOUND = "/recherche/eleves"


@router.fragment(FOUND, action=SEE_PFMP)
async def found_pupils(request: Request, uow: RequestUnitOfWork) -> Response:
    """The pupils of this school year with the words of the search, and where they are."""
    found = await find_pupils(uow, words_sought(request), local_date(uow.now))
    await note_pupils(uow, [one.uai for one in found.items])
    return draw(
        request,
        "internships/pupil_search/found_pupils_fragment.html",
        found=found,
        statuses=STATUSES,
    )
