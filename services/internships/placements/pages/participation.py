"""A pupil in a period: a place searched and proposed."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SiteKey, Uai
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.access_notes import note_pupil
from services.internships.base.choices import choices
from services.internships.base.page import draw
from services.internships.board.pages import board_of, keeping
from services.internships.hosts.pages import FoundHosts, search_by_name
from services.internships.hosts.queries import read_host
from services.internships.participations.labels import EXEMPTIONS, STANDINGS
from services.internships.participations.queries import read_periods_of_pupil
from services.internships.permissions import MANAGE_PLACEMENTS
from services.internships.placements.commands.propose_placement import propose_placement
from services.internships.placements.forms import ProposalForm
from services.internships.placements.labels import ORIGINS
from services.internships.pupils.queries import read_pupil

router = Router()
PARTICIPATION = "/pfmp/periodes/{period_id}/eleves/{pupil_year_id}"
SEARCHED_CHARACTERS = 120


@router.page(PARTICIPATION, action=MANAGE_PLACEMENTS)
async def participation(
    request: Request, period_id: UUID, pupil_year_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """A pupil in a period: search a host and propose it, or exempt the pupil."""
    tableau = request.query_params.get("tableau")
    asked = request.query_params
    origins = {origin.value for origin in PlacementOrigin}
    typed = Typed.blank(
        ProposalForm,
        # From an approach the host agreed to, both are known.
        site_key=asked.get("lieu", "")[:SEARCHED_CHARACTERS] or None,
        origin=asked["par"] if asked.get("par") in origins else PlacementOrigin.OFFICE,
        tableau=tableau,
    )
    pupil = await read_pupil(uow, pupil_year_id)
    await note_pupil(uow, pupil.id, pupil.uai)
    return await redraw_participation(request, uow, typed, period_id, pupil_year_id)


async def redraw_participation(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    period_id: UUID,
    pupil_year_id: UUID,
) -> Response:
    pupil = await read_pupil(uow, pupil_year_id)
    found = [p for p in await read_periods_of_pupil(uow, pupil_year_id) if p.period_id == period_id]
    if not found:
        raise NotFound
    words = request.query_params.get("q", "")[:SEARCHED_CHARACTERS]
    return draw(
        request,
        "internships/placements/participation.html",
        pupil=pupil,
        period=found[0],
        words=words,
        found=await _hosts(request, uow, pupil.uai, words, typed.value("site_key")),
        typed=typed,
        origins=choices(ORIGINS),
        exemptions=choices(EXEMPTIONS),
        exemption_labels=EXEMPTIONS,
        standings=STANDINGS,
    )


async def _hosts(
    request: Request, uow: UnitOfWork, uai: Uai, words: str, chosen: str
) -> FoundHosts:
    """The hosts found, and first the one that was chosen already."""
    found = await search_by_name(request, uow, uai, words)
    if not chosen or chosen in [host.site_key for host in found.items]:
        return found
    try:
        kept = await read_host(uow, SiteKey(chosen))
    except ValueError:
        return found
    return replace(found, items=[kept, *found.items]) if kept else found


@router.form(
    f"{PARTICIPATION}/placements", action=MANAGE_PLACEMENTS, redisplay=redraw_participation
)
async def propose(
    period_id: UUID,
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ProposalForm], form_of(ProposalForm)],
) -> Response:
    """Propose a place to the pupil."""
    form = typed.model
    placement_id = await propose_placement(
        uow,
        period_id=period_id,
        pupil_year_id=pupil_year_id,
        site_key=form.site_key,
        origin=form.origin,
        knowingly=form.knowingly,
        now=uow.now,
    )
    own = f"/pfmp/placements/{placement_id}"
    return see_other(
        board_of(period_id, form.tableau, otherwise=own),
        notice="Lieu d’accueil proposé.",
        undo=unproposing(placement_id, form.tableau),
    )


def unproposing(placement_id: UUID, tableau: str | None = None) -> Undo:
    """Nobody was told of a proposal: taking it back tells nobody either."""
    fields = {"version": "1", "reason": WithdrawalReason.MISTAKE.value}
    return Undo(f"/pfmp/placements/{placement_id}/retrait", fields | keeping(tableau))
