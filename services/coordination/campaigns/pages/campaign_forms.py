"""The forms of a campaign: prepared, changed, and begun again from one that is over."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.campaigns.commands import change_campaign, draft_campaign
from services.coordination.campaigns.forms import (
    CampaignForm,
    ChangedCampaignForm,
    target_field,
)
from services.coordination.campaigns.labels import MEASURES
from services.coordination.campaigns.model import (
    TARGET_MAX,
    TEXT_CHARACTERS_MAX,
    CampaignDetails,
    CampaignStatus,
)
from services.coordination.campaigns.store import Campaigns
from services.coordination.formations.store import Formations
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import RUN_CAMPAIGNS

router = Router()
NEW = "/campagnes/nouvelle"
EDIT = "/campagnes/{campaign_id}/correction"


@router.page(NEW, action=RUN_CAMPAIGNS)
async def new(request: Request, uow: RequestUnitOfWork, modele: UUID | None = None) -> Response:
    """An empty campaign, or one that asks what another one asked: its days are to be said anew."""
    if modele is None:
        return await _form(request, uow, Typed.blank(CampaignForm))
    known = await Campaigns(uow).get(modele)
    values = _values(known.details)
    for name in ("from_on", "until_on", "stays_from", "stays_until"):
        del values[name]
    return await _form(request, uow, Typed.blank(CampaignForm, **values))


async def _new_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _form(request, uow, typed)


@router.form(NEW, action=RUN_CAMPAIGNS, redisplay=_new_again)
async def prepare(
    uow: RequestUnitOfWork, typed: Annotated[Typed[CampaignForm], form_of(CampaignForm)]
) -> Response:
    """Prepare a campaign."""
    campaign_id = await draft_campaign(uow, details=typed.model.details(), now=uow.now)
    return see_other(
        f"/campagnes/{campaign_id}",
        notice="Brouillon enregistré. Relisez-le, puis lancez la campagne.",
    )


@router.page(EDIT, action=RUN_CAMPAIGNS)
async def edit(request: Request, uow: RequestUnitOfWork, campaign_id: UUID) -> Response:
    """A campaign to change."""
    found = await Campaigns(uow).get(campaign_id)
    values = _values(found.details)
    typed = Typed.blank(ChangedCampaignForm, **values, version=found.version)
    return await _form(request, uow, typed, campaign_id)


async def _edit_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], campaign_id: UUID
) -> Response:
    return await _form(request, uow, typed, campaign_id)


@router.form(EDIT, action=RUN_CAMPAIGNS, redisplay=_edit_again)
async def change(
    campaign_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ChangedCampaignForm], form_of(ChangedCampaignForm)],
) -> Response:
    """Ask for something else."""
    form = typed.model
    await change_campaign(
        uow,
        campaign_id=campaign_id,
        version=form.version,
        details=form.details(),
        now=uow.now,
    )
    return see_other(f"/campagnes/{campaign_id}", notice="Campagne modifiée.")


async def _form(
    request: Request, uow: UnitOfWork, typed: Typed[Any], campaign_id: UUID | None = None
) -> Response:
    known = await Campaigns(uow).get(campaign_id) if campaign_id else None
    if typed.current:
        shown = {name: value for name, value in typed.current.items() if name in _COMPARED}
        typed = replace(typed, current=shown, labels={"measure": dict(_measures())})
    labels = await Formations(uow).labels()
    gone = {mef: f"Formation {mef}" for mef in typed.chosen("mefs") if mef not in labels}
    names = await Lycees(uow).names()
    lycees = [(uai, name) for uai, name in names.items() if uai != uow.department_uai]
    return render(
        request,
        "coordination/campaigns/campaign_form.html",
        typed=typed,
        campaign_id=campaign_id,
        under_way=known is not None and known.status is CampaignStatus.OPEN,
        measures=_measures(),
        formations=[*labels.items(), *gone.items()],
        lycees=[(target_field(uai), name) for uai, name in sorted(lycees, key=lambda one: one[1])],
        target_max=TARGET_MAX,
        text_max=TEXT_CHARACTERS_MAX,
    )


_COMPARED = frozenset(
    {"version", "title", "text", "measure", "from_on", "until_on", "stays_from", "stays_until"}
)
"""What is shown beside what somebody else left; targets and formations are read on the page."""


def _measures() -> list[tuple[str, str]]:
    return [(one.value, label) for one, label in MEASURES.items()]


def _values(details: CampaignDetails) -> dict[str, Any]:
    """What the form holds of a campaign."""
    return {
        "title": details.title,
        "text": details.text,
        "measure": details.measure,
        "mefs": list(details.mefs),
        "from_on": details.from_on,
        "until_on": details.until_on,
        "stays_from": details.stays_from,
        "stays_until": details.stays_until,
        **{target_field(uai): target for uai, target in details.targets.items()},
    }
