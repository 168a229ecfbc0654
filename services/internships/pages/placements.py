"""Proposing, confirming and withdrawing a place; exempting a pupil from a period."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SiteKey
from contracts.internships import PlacementOrigin
from services.chassis.errors import NotFound
from services.chassis.web.forms import Typed, form_of
from services.chassis.web.rendering import see_other
from services.chassis.web.routing import RequestUnitOfWork, Router
from services.chassis.work import UnitOfWork
from services.internships.domain.tally import local_date
from services.internships.pages.drawing import draw
from services.internships.pages.forms import (
    ConfirmationForm,
    EmptyForm,
    ExemptionForm,
    ProposalForm,
    SiteProposalForm,
    WithdrawalForm,
)
from services.internships.pages.labels import (
    EXEMPTIONS,
    ORIGINS,
    STANDINGS,
    STATUSES,
    WITHDRAWALS,
    choices,
)
from services.internships.permissions import MANAGE_PLACEMENTS, SEE_PFMP
from services.internships.queries.placements import (
    read_host,
    read_placement,
    read_placements_at_site,
    read_waiting,
    search_hosts,
)
from services.internships.queries.pupils import read_periods_of_pupil, read_pupil
from services.internships.storage.hosts import Host
from services.internships.use_cases.confirm_placement import confirm_placement
from services.internships.use_cases.exempt_pupil import exempt_pupil
from services.internships.use_cases.lift_exemption import lift_exemption
from services.internships.use_cases.propose_placement import propose_placement
from services.internships.use_cases.withdraw_placement import withdraw_placement

router = Router()
PARTICIPATION = "/pfmp/periodes/{period_id}/eleves/{pupil_year_id}"
PLACEMENT = "/pfmp/placements/{placement_id}"
SEARCHED_CHARACTERS = 120


@router.page(PARTICIPATION, action=MANAGE_PLACEMENTS)
async def participation(
    request: Request, period_id: UUID, pupil_year_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """A pupil in a period: search a host and propose it, or exempt the pupil."""
    typed = Typed.blank(ProposalForm, origin=PlacementOrigin.OFFICE)
    return await _participation(request, uow, typed, period_id, pupil_year_id)


async def _participation(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[Any],
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
        "participation",
        pupil=pupil,
        period=found[0],
        words=words,
        hosts=await _hosts(uow, words, typed.value("site_key")),
        typed=typed,
        origins=choices(ORIGINS),
        exemptions=choices(EXEMPTIONS),
        exemption_labels=EXEMPTIONS,
        standings=STANDINGS,
    )


async def _hosts(uow: UnitOfWork, words: str, chosen: str) -> list[Host]:
    """The hosts found, and first the one that was chosen already."""
    found = list(await search_hosts(uow, words))
    if not chosen or chosen in [host.site_key for host in found]:
        return found
    try:
        kept = await read_host(uow, SiteKey(chosen))
    except ValueError:
        return found
    return [kept, *found] if kept else found


@router.form(f"{PARTICIPATION}/placements", action=MANAGE_PLACEMENTS, redisplay=_participation)
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
        now=uow.now,
    )
    return see_other(f"/pfmp/placements/{placement_id}", notice="Lieu d’accueil proposé.")


@router.form(f"{PARTICIPATION}/dispense", action=MANAGE_PLACEMENTS, redisplay=_participation)
async def exempt(
    period_id: UUID,
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ExemptionForm], form_of(ExemptionForm)],
) -> Response:
    """Exempt the pupil from the period."""
    await exempt_pupil(
        uow,
        period_id=period_id,
        pupil_year_id=pupil_year_id,
        reason=typed.model.exemption,
        now=uow.now,
    )
    return see_other(f"/pfmp/periodes/{period_id}", notice="Dispense enregistrée.")


@router.form(
    f"{PARTICIPATION}/dispense/retrait", action=MANAGE_PLACEMENTS, redisplay=_participation
)
async def lift(
    period_id: UUID,
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[EmptyForm], form_of(EmptyForm)],
) -> Response:
    """Have the pupil look for a place after all."""
    typed.model  # noqa: B018  refuses fields this form does not have
    await lift_exemption(uow, period_id=period_id, pupil_year_id=pupil_year_id, now=uow.now)
    return see_other(f"/pfmp/periodes/{period_id}", notice="Dispense levée.")


@router.page("/pfmp/placements/nouveau", action=MANAGE_PLACEMENTS)
async def new_placement(request: Request, site: str, uow: RequestUnitOfWork) -> Response:
    """Choose a pupil for a site, coming from the company's page."""
    typed = Typed.blank(SiteProposalForm, site_key=site, origin=PlacementOrigin.OFFICE)
    return await _new_placement(request, uow, typed)


async def _new_placement(
    request: Request, uow: UnitOfWork, typed: Typed[SiteProposalForm]
) -> Response:
    try:
        site_key = SiteKey(typed.value("site_key"))
    except ValueError:
        raise NotFound from None
    return draw(
        request,
        "placement_form",
        host=await read_host(uow, site_key),
        site_key=site_key,
        waiting=await read_waiting(uow, uow.scope.uais, local_date(uow.now)),
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
        now=uow.now,
    )
    return see_other(f"/pfmp/placements/{placement_id}", notice="Lieu d’accueil proposé.")


@router.page(PLACEMENT, action=SEE_PFMP)
async def placement(request: Request, placement_id: UUID, uow: RequestUnitOfWork) -> Response:
    """One placement, and what can be done about it."""
    typed = Typed.blank(ConfirmationForm, on=local_date(uow.now))
    return await _placement(request, uow, typed, placement_id)


async def _placement(
    request: Request, uow: UnitOfWork, typed: Typed[Any], placement_id: UUID
) -> Response:
    return draw(
        request,
        "placement",
        placement=await read_placement(uow, placement_id),
        typed=typed,
        today=local_date(uow.now),
        statuses=STATUSES,
        origin_labels=ORIGINS,
        reasons=choices(WITHDRAWALS),
        reason_labels=WITHDRAWALS,
    )


@router.form(f"{PLACEMENT}/confirmation", action=MANAGE_PLACEMENTS, redisplay=_placement)
async def confirm(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ConfirmationForm], form_of(ConfirmationForm)],
) -> Response:
    """The host agreed."""
    form = typed.model
    await confirm_placement(
        uow, placement_id=placement_id, version=form.version, on=form.on, now=uow.now
    )
    return see_other(f"/pfmp/placements/{placement_id}", notice="Lieu d’accueil confirmé.")


@router.form(f"{PLACEMENT}/retrait", action=MANAGE_PLACEMENTS, redisplay=_placement)
async def withdraw(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[WithdrawalForm], form_of(WithdrawalForm)],
) -> Response:
    """The place is given up."""
    form = typed.model
    await withdraw_placement(
        uow, placement_id=placement_id, version=form.version, reason=form.reason, now=uow.now
    )
    return see_other(f"/pfmp/placements/{placement_id}", notice="Lieu d’accueil retiré.")


@router.fragment("/pfmp/fragments/sites/{site_key}", action=SEE_PFMP)
async def placements_at_site(request: Request, site_key: str, uow: RequestUnitOfWork) -> Response:
    """The lycée's live placements at a site, for the company's page."""
    try:
        key = SiteKey(site_key)
    except ValueError:
        raise NotFound from None
    return draw(
        request,
        "site_fragment",
        placements=await read_placements_at_site(uow, key),
        statuses=STATUSES,
    )
