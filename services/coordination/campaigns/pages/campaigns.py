"""Campaigns: those under way and over, and one with what is asked, how far it is, and what bureaux write."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.campaigns.commands import (
    close_campaign,
    comment_campaign,
    open_campaign,
    reopen_campaign,
    restore_campaign,
    restore_campaign_comment,
    uncomment_campaign,
    withdraw_campaign,
)
from services.coordination.campaigns.forms import ClosingForm, CommentForm, CommentRef
from services.coordination.campaigns.labels import COUNTED, MEASURES, STATUSES, formations, unit
from services.coordination.campaigns.model import TEXT_CHARACTERS_MAX
from services.coordination.campaigns.queries import read_closed, read_drafts, read_open
from services.coordination.campaigns.store import Campaigns, Comments
from services.coordination.formations.store import Formations
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import (
    COMMENT_CAMPAIGNS,
    PERMISSIONS,
    RUN_CAMPAIGNS,
    SEE_CAMPAIGNS,
)

router = Router()
LIST = "/campagnes"
ONE = f"{LIST}/{{campaign_id}}"
Decision = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page(LIST, action=SEE_CAMPAIGNS)
async def all_campaigns(
    request: Request, uow: RequestUnitOfWork, avant: UUID | None = None
) -> Response:
    """Campaigns under way, then those that are over (campagnes)."""
    runs = _runs(request)
    return render(
        request,
        "coordination/campaigns/campaigns.html",
        first=avant is None,
        under_way=await read_open(uow) if avant is None else (),
        drafts=await read_drafts(uow) if runs and avant is None else (),
        page=await read_closed(uow, before=avant),
        measures=MEASURES,
        unit=unit,
        today=local_date(uow.now),
        runs=runs,
    )


@router.page(ONE, action=SEE_CAMPAIGNS)
async def campaign(request: Request, uow: RequestUnitOfWork, campaign_id: UUID) -> Response:
    """One campaign."""
    return await _campaign(request, uow, Typed.blank(DecisionForm), campaign_id)


async def _campaign(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], campaign_id: UUID
) -> Response:
    found = await Campaigns(uow).get(campaign_id)
    asked = found.details.targets
    comments = await Comments(uow).of(campaign_id)
    bureaux = writable(request, PERMISSIONS, COMMENT_CAMPAIGNS)
    closing = Typed.blank(ClosingForm, closing=found.closing)
    return render(
        request,
        "coordination/campaigns/campaign.html",
        campaign=found,
        details=found.details,
        asked=asked,
        names=await Lycees(uow).names(),
        formations=formations(found.details, await Formations(uow).labels()),
        comments=comments,
        writes=[one for one in bureaux if one[0] in asked],
        takes_back={uai for uai, _ in bureaux},
        typed=typed,
        closing=typed if typed.form is ClosingForm else closing,
        comment=typed if typed.form is CommentForm else Typed.blank(CommentForm),
        measures=MEASURES,
        counted=COUNTED,
        statuses=STATUSES,
        unit=unit,
        now=uow.now,
        today=local_date(uow.now),
        text_max=TEXT_CHARACTERS_MAX,
        runs=_runs(request),
    )


@router.form(f"{ONE}/lancement", action=RUN_CAMPAIGNS, redisplay=_campaign)
async def launch(campaign_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Launch a campaign."""
    await open_campaign(uow, campaign_id=campaign_id, version=typed.model.version, now=uow.now)
    return see_other(
        f"{LIST}/{campaign_id}",
        notice="Campagne lancée\u202f: les bureaux sollicités en sont avertis.",
    )


@router.form(f"{ONE}/cloture", action=RUN_CAMPAIGNS, redisplay=_campaign)
async def close(
    campaign_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ClosingForm], form_of(ClosingForm)],
) -> Response:
    """Close a campaign."""
    form = typed.model
    await close_campaign(
        uow, campaign_id=campaign_id, version=form.version, closing=form.closing, now=uow.now
    )
    return await _undoable(uow, campaign_id, "reouverture", "Campagne close.")


@router.form(f"{ONE}/reouverture", action=RUN_CAMPAIGNS, redisplay=_campaign)
async def reopen(campaign_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Take back that it is over."""
    await reopen_campaign(uow, campaign_id=campaign_id, version=typed.model.version, now=uow.now)
    return see_other(f"{LIST}/{campaign_id}", notice="La campagne est de nouveau en cours.")


@router.form(f"{ONE}/retrait", action=RUN_CAMPAIGNS, redisplay=_campaign)
async def withdraw(campaign_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Give a draft up."""
    await withdraw_campaign(uow, campaign_id=campaign_id, version=typed.model.version, now=uow.now)
    return await _undoable(uow, campaign_id, "reprise", "Brouillon retiré.")


@router.form(f"{ONE}/reprise", action=RUN_CAMPAIGNS, redisplay=_campaign)
async def restore(campaign_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Take a draft up again."""
    await restore_campaign(uow, campaign_id=campaign_id, version=typed.model.version, now=uow.now)
    return see_other(f"{LIST}/{campaign_id}", notice="Le brouillon est repris.")


@router.form(f"{ONE}/commentaires", action=COMMENT_CAMPAIGNS, redisplay=_campaign)
async def comment(
    campaign_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CommentForm], form_of(CommentForm)],
) -> Response:
    """Say what a bureau meets."""
    form = typed.model
    await comment_campaign(uow, campaign_id=campaign_id, text=form.text, uai=form.uai, now=uow.now)
    return see_other(f"{LIST}/{campaign_id}#commentaires", notice="La supervision peut le lire.")


@router.form(f"{ONE}/commentaires/retrait", action=COMMENT_CAMPAIGNS, redisplay=_campaign)
async def uncomment(
    campaign_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CommentRef], form_of(CommentRef)],
) -> Response:
    """Take a comment back."""
    comment_id = typed.model.campaign_comment_id
    await uncomment_campaign(uow, campaign_id=campaign_id, comment_id=comment_id, now=uow.now)
    back = f"{LIST}/{campaign_id}/commentaires/retablissement"
    undo = Undo(back, {"campaign_comment_id": str(comment_id)})
    return see_other(f"{LIST}/{campaign_id}#commentaires", notice="Commentaire retiré.", undo=undo)


@router.form(f"{ONE}/commentaires/retablissement", action=COMMENT_CAMPAIGNS, redisplay=_campaign)
async def comment_again(
    campaign_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CommentRef], form_of(CommentRef)],
) -> Response:
    """Put a comment back."""
    comment_id = typed.model.campaign_comment_id
    await restore_campaign_comment(uow, campaign_id=campaign_id, comment_id=comment_id)
    return see_other(f"{LIST}/{campaign_id}#commentaires", notice="Commentaire rétabli.")


async def _undoable(uow: UnitOfWork, campaign_id: UUID, back: str, notice: str) -> Response:
    version = (await Campaigns(uow).get(campaign_id)).version
    undo = Undo(f"{LIST}/{campaign_id}/{back}", {"version": str(version)})
    return see_other(f"{LIST}/{campaign_id}", notice=notice, undo=undo)


def _runs(request: Request) -> bool:
    return PERMISSIONS.allows(context_of(request).user, RUN_CAMPAIGNS)
