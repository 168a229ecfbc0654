"""One placement: proposed from a company's page, confirmed, withdrawn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SiteKey
from contracts.internships.periods import PlacementOrigin
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.agreement_prints.queries import has_own_text
from services.internships.base.access_notes import note_pupils
from services.internships.base.choices import choices
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.board.pages import board_of, keeping
from services.internships.families.queries import reaches_family
from services.internships.hosts.model import care_of_host
from services.internships.hosts.queries import read_host
from services.internships.hosts.store.closed_sites import ClosedSites
from services.internships.overrides.forms import OverrideForm
from services.internships.overrides.labels import OVERRIDES
from services.internships.permissions import (
    MANAGE_PLACEMENTS,
    OVERRIDE_RULE,
    PERMISSIONS,
    SEE_PFMP,
)
from services.internships.placements.commands.choose_tutor import choose_tutor
from services.internships.placements.commands.confirm_placement import confirm_placement
from services.internships.placements.commands.propose_placement import propose_placement
from services.internships.placements.forms import (
    ConfirmationForm,
    InterruptionForm,
    NoShowForm,
    OwnDatesForm,
    SiteProposalForm,
    TutorForm,
    WithdrawalForm,
)
from services.internships.placements.labels import ENDS, ORIGINS, STATUSES, WITHDRAWALS
from services.internships.placements.pages.participation import unproposing
from services.internships.placements.queries.placements import (
    PlacementCard,
    read_placement,
    read_waiting,
)
from services.internships.rules.queries import read_care, read_rules
from services.internships.stays.model.states import HOSTED, LIVE, PlacementStatus
from services.internships.visits.labels import WAYS
from services.internships.visits.store import Visits

router = Router()
PLACEMENT = "/pfmp/placements/{placement_id}"
CONFIRMED = (
    "Lieu d’accueil confirmé. Si l’entreprise a une adresse, son courriel part aussitôt\u202f: annuler"
    " n’arrête que ce qui n’est pas parti."
)


@router.page("/pfmp/placements/nouveau", action=MANAGE_PLACEMENTS)
async def new_placement(request: Request, site: str, uow: RequestUnitOfWork) -> Response:
    """Choose a pupil for a site, coming from the company's page."""
    typed = Typed.blank(SiteProposalForm, site_key=site, origin=PlacementOrigin.OFFICE)
    return await _new_placement(request, uow, typed)


async def _new_placement(
    request: Request, uow: RequestUnitOfWork, typed: Refused[SiteProposalForm]
) -> Response:
    try:
        site_key = SiteKey(typed.value("site_key"))
    except ValueError:
        raise NotFound from None
    host = await read_host(uow, site_key)
    waiting = await read_waiting(uow, uow.scope.uais, local_date(uow.now))
    await note_pupils(uow, [one.uai for one in waiting])
    return draw(
        request,
        "internships/placements/placement_form.html",
        host=host,
        care=await read_care(uow, host.site_key, today=local_date(uow.now)) if host else (),
        closed=await ClosedSites(uow).since(host.site_key) if host else None,
        site_key=site_key,
        waiting=waiting,
        typed=typed,
        origins=choices(ORIGINS),
    )


@router.form("/pfmp/placements", action=MANAGE_PLACEMENTS, redisplay=_new_placement)
async def propose_site(
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SiteProposalForm], form_of(SiteProposalForm)],
) -> Response:
    """Propose a site to a pupil chosen from the list."""
    form = typed.model
    period, pupil = form.waiting.split("/")
    placement_id = await propose_placement(
        uow,
        period_id=UUID(period),
        pupil_year_id=UUID(pupil),
        site_key=form.site_key,
        origin=form.origin,
        knowingly=form.knowingly,
        now=uow.now,
    )
    return see_other(
        f"/pfmp/placements/{placement_id}",
        notice="Lieu d’accueil proposé.",
        undo=unproposing(placement_id),
    )


@router.page(PLACEMENT, action=SEE_PFMP)
async def placement(request: Request, placement_id: UUID, uow: RequestUnitOfWork) -> Response:
    """One placement, and what can be done about it."""
    tableau = request.query_params.get("tableau")
    typed = Typed.blank(ConfirmationForm, on=local_date(uow.now), tableau=tableau)
    card = await read_placement(uow, placement_id)
    await note_reading(uow, action="see-placement", resource_id=card.id, uai=card.uai)
    return await redraw_placement(request, uow, typed, placement_id)


async def redraw_placement(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], placement_id: UUID
) -> Response:
    """One placement with what was typed, in the form it was typed in."""
    known, today = await read_placement(uow, placement_id), local_date(uow.now)
    reached = await reaches_family(uow, known.uai, known.pupil_year_id, today)
    blank = _blank(known, today, typed.value("tableau") or None, tell_family=reached)
    confirming, withdrawing, tutoring, interrupting, no_show, dating, overriding = (
        typed if typed.form is one.form else one for one in blank
    )
    typed = confirming if typed.form in {one.form for one in blank} else typed
    return draw(
        request,
        "internships/placements/placement.html",
        of=known.uai,
        placement=known,
        care=await _care(uow, known),
        typed=typed,
        withdrawing=replace(withdrawing, labels={"reason": dict(choices(WITHDRAWALS))}),
        tutoring=tutoring,
        interrupting=interrupting,
        no_show=no_show,
        reaches_family=reached,
        dating=dating,
        overriding=overriding,
        rules=await read_rules(uow, known.id) if known.status in LIVE else (),
        overrides={reason.value: label for reason, label in OVERRIDES.items()},
        role_label=lambda word: Role(word).label,
        may_override=PERMISSIONS.allows(context_of(request).user, OVERRIDE_RULE),
        has_text=known.status in HOSTED and await has_own_text(uow, known.uai, known.id),
        visit=await Visits(uow).standing(known.id),
        visit_labels=WAYS,
        today=today,
        statuses=STATUSES,
        origin_labels=ORIGINS,
        reasons=choices(WITHDRAWALS),
        reason_labels=WITHDRAWALS,
        ends=choices(ENDS),
        end_labels=ENDS,
    )


def _blank(
    known: PlacementCard, today: date, board: str | None, *, tell_family: bool
) -> tuple[Typed[Any], ...]:
    """The forms of the page, as they are before anything is typed."""
    until = known.until_on
    return (
        Typed.blank(ConfirmationForm, on=today, tableau=board),
        Typed.blank(WithdrawalForm, tableau=board),
        Typed.blank(TutorForm),
        Typed.blank(
            InterruptionForm,
            on=today if today < until else None,
            tell_family=tell_family,
            tableau=board,
        ),
        Typed.blank(NoShowForm, on=today, tableau=board),
        Typed.blank(
            OwnDatesForm, starts_on=known.first_on, ends_on=until, reason=known.dates_reason
        ),
        Typed.blank(OverrideForm),
    )


async def _care(uow: UnitOfWork, known: PlacementCard) -> Sequence[str]:
    if known.state in (PlacementStatus.CONFIRMED, PlacementStatus.IN_PROGRESS):
        return care_of_host(await ClosedSites(uow).since(known.host.site_key))
    if known.status != PlacementStatus.PROPOSED:
        return ()
    return await read_care(
        uow, known.host.site_key, today=local_date(uow.now), placement_id=known.id
    )


@router.form(f"{PLACEMENT}/confirmation", action=MANAGE_PLACEMENTS, redisplay=redraw_placement)
async def confirm(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ConfirmationForm], form_of(ConfirmationForm)],
) -> Response:
    """The host agreed."""
    form = typed.model
    await confirm_placement(
        uow,
        placement_id=placement_id,
        version=form.version,
        on=form.on,
        knowingly=form.knowingly,
        now=uow.now,
    )
    now = await read_placement(uow, placement_id)
    undo = Undo(
        f"/pfmp/placements/{placement_id}/confirmation/retrait",
        {"version": str(now.version)} | keeping(form.tableau),
    )
    return await moved(uow, placement_id, form.tableau, notice=CONFIRMED, undo=undo)


@router.form(f"{PLACEMENT}/tuteur", action=MANAGE_PLACEMENTS, redisplay=redraw_placement)
async def entrust(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[TutorForm], form_of(TutorForm)],
) -> Response:
    """Say who follows the pupil at the host; the contacts are chosen from on the company's side."""
    form = typed.model
    before = (await read_placement(uow, placement_id)).tutor_id
    placement = await choose_tutor(
        uow,
        placement_id=placement_id,
        version=form.version,
        tutor_id=form.contact_id,
        knowingly=form.knowingly,
        now=uow.now,
    )
    here = f"/pfmp/placements/{placement_id}"
    former = {"contact_id": str(before)} if before else {}
    undo = Undo(
        f"{here}/tuteur", {**former, "version": str(placement.version), "knowingly": "true"}
    )
    notice = "Tuteur choisi." if form.contact_id else "Plus de tuteur."
    return see_other(here, notice=notice, undo=undo)


async def moved(
    uow: UnitOfWork,
    placement_id: UUID,
    tableau: str | None,
    *,
    notice: str,
    undo: Undo | None = None,
) -> Response:
    """Send to the board one came from, or to the place."""
    own = f"/pfmp/placements/{placement_id}"
    if tableau is None:
        return see_other(own, notice=notice, undo=undo)
    period_id = (await read_placement(uow, placement_id)).period_id
    return see_other(board_of(period_id, tableau, otherwise=own), notice=notice, undo=undo)
