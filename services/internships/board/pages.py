"""The pupils of a period as a board: columns by where they stand, cards moved by buttons or dragged."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.listing import Listing
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.coverage.pages import classes_with_host_names
from services.internships.coverage.queries.periods import (
    by_standing,
    read_period,
    read_pupils_of_period,
)
from services.internships.participations.labels import EXEMPTIONS, STANDINGS
from services.internships.participations.model import PupilSituation
from services.internships.permissions import SEE_PFMP

router = Router()
ALL = "toutes"
"""What stands for all classes where a form says which class the board shows."""
REFUSALS: Mapping[PupilSituation, str] = {
    PupilSituation.WITHOUT: "On y revient quand un lieu est retiré ou une dispense levée.",
    PupilSituation.PROPOSED: "Un lieu se propose à un élève qui n’en a pas.",
    PupilSituation.COVERED: "Un lieu se confirme une fois qu’il est proposé.",
    PupilSituation.EXEMPTED: "Une dispense se note sur la page de l’élève pour cette PFMP.",
    PupilSituation.LEFT: "Une sortie du lycée se note sur la fiche de l’élève.",
}
"""What a column says when a card that cannot go there is dropped on it."""


@router.page("/pfmp/periodes/{period_id}/tableau", action=SEE_PFMP)
async def board(
    request: Request, period_id: UUID, uow: RequestUnitOfWork, classe: str = ""
) -> Response:
    """The pupils of a period in columns, of one class or of all."""
    groups = await read_pupils_of_period(uow, period_id)
    labels = sorted({group.label for group in groups})
    chosen = classe if classe in labels else ""
    card = await read_period(uow, period_id)
    await note_pupils(uow, [card.period.uai], period_id=period_id)
    return draw(
        request,
        "internships/board/board.html",
        of=card.period.uai,
        card=card,
        columns=by_standing(
            await classes_with_host_names(request, card.period.uai, groups), chosen
        ),
        listing=Listing(f"/pfmp/periodes/{period_id}/tableau", ("nom",), "", {"classe": chosen}),
        classes=[(label, label) for label in labels],
        class_ids=[one.class_id for one in groups if one.label == chosen or len(labels) == 1],
        tableau=chosen or ALL,
        today=local_date(uow.now),
        standings=STANDINGS,
        refusals=REFUSALS,
        exemptions=EXEMPTIONS,
    )


def board_of(period_id: UUID, tableau: str | None, *, otherwise: str) -> str:
    """Where a move leads: back to the board it was made from, on the class shown there."""
    if tableau is None:
        return otherwise
    asked = f"?{urlencode({'classe': tableau})}" if tableau != ALL else ""
    return f"/pfmp/periodes/{period_id}/tableau{asked}"


def keeping(tableau: str | None) -> dict[str, str]:
    """What a form that undoes a move holds, to come back to the same board."""
    return {} if tableau is None else {"tableau": tableau}
