"""How far a campaign is: part of its page, a line of the lists, and a page of its own without a script.

A bureau reads its own figures, and the sum of all where nobody finds another’s in it.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from contracts.coordination.campaigns import CampaignMeasure
from services.chassis.base.errors import NotFound
from services.chassis.live.page_stream import ServerSentEvent, event_stream
from services.chassis.unit_of_work.unit_of_work import Scope
from services.chassis.web.answers.query_route import begin, runtime_of, still_allowed
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.page_marks import watch
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views import charts
from services.chassis.web.views.french import PARIS, number, percent
from services.supervision.base.days_in_words import day
from services.supervision.base.figures import Figure
from services.supervision.base.revision import MOVED, latest_revision
from services.supervision.base.revision import revision as read_revision
from services.supervision.base.today import today_of
from services.supervision.campaigns.labels import MEASURES, counted, parts, standing, without
from services.supervision.campaigns.model import Campaign, Share, even_pace, together
from services.supervision.campaigns.queries import read_campaign, read_progress, read_shares
from services.supervision.permissions import SEE_CAMPAIGN_FIGURES
from services.supervision.publication.pages import mark_of

router = strict_router()
FRAGMENT = "/departement/fragments/campagnes/{campaign_id}"
DRAWN_FROM = 2
"""Days a line needs."""
MARK = "/departement/fragments/campagnes/publication"
# Lines of all lycées are counted for the sum; which of them are read is said below.
DEPARTMENT = Scope(frozenset(), department_wide=True)


# First: « flux » is no campaign’s id.
@router.fragment("/departement/campagnes/flux", action=SEE_CAMPAIGN_FIGURES)
async def follow(request: Request, after: int | None = None) -> Response:  # noqa: ARG001  read with the header that replaces it
    """Server-sent events: the revision of the read model, each time it moved."""
    runtime = runtime_of(request)

    async def moved(after: int | None) -> ServerSentEvent | None:
        revision = await latest_revision(runtime.database, runtime.changes, shown=after)
        return None if revision == after else ServerSentEvent(revision, "", event=MOVED)

    return event_stream(request, runtime.changes, moved, allowed=still_allowed(request))


@router.page("/departement/campagnes/{campaign_id}", action=SEE_CAMPAIGN_FIGURES)
async def show_campaign(request: Request, campaign_id: UUID) -> Response:
    """The figures of a campaign alone, for who has no script."""
    async with begin(request, DEPARTMENT) as uow:
        watch(request, MARK, await mark_of(request, uow, await read_revision(uow)))
    found = await _figures(request, campaign_id)
    return render(request, "supervision/campaigns/campaign_figures.html", **found)


@router.fragment(MARK, action=SEE_CAMPAIGN_FIGURES)
async def mark(request: Request) -> Response:
    """The mark of what all heads publish, for pages that are open: it tells of none of them."""
    async with begin(request, DEPARTMENT) as uow:
        found = await mark_of(request, uow, await read_revision(uow))
    return Response(found, media_type="text/plain")


@router.fragment(FRAGMENT, action=SEE_CAMPAIGN_FIGURES)
async def whole(request: Request, campaign_id: UUID) -> Response:
    """The figures in the page of the campaign, with what has them follow; before there are any, that."""
    # One that was launched a moment ago, or whom it asks, is not heard of yet: its page is open, and follows.
    try:
        found = await _figures(request, campaign_id)
    except NotFound:
        found = {"campaign_id": campaign_id, "moved": MOVED, "not_yet": True}
    found.setdefault("not_yet", not found.get("whole") and not found.get("lines"))
    return render(request, "supervision/campaigns/fragment_campaign.html", **found)


@router.fragment(f"{FRAGMENT}/chiffres", action=SEE_CAMPAIGN_FIGURES)
async def figures(request: Request, campaign_id: UUID) -> Response:
    """The figures alone, each time they move."""
    found = await _figures(request, campaign_id)
    return render(request, "supervision/campaigns/_figures.html", **found)


@router.fragment(f"{FRAGMENT}/ligne", action=SEE_CAMPAIGN_FIGURES)
async def line(request: Request, campaign_id: UUID) -> Response:
    """The figure of a line: of who reads, else of all."""
    found = await _figures(request, campaign_id)
    return render(request, "supervision/campaigns/_line.html", **found)


def _curve(campaign: Campaign, told: Mapping[date, Share]) -> dict[str, Any]:
    """What was found by day, beside an even pace; nothing until there are two days of it."""
    if len(told) < DRAWN_FROM:
        return {"curve": None}
    days = (campaign.until_on - campaign.from_on).days
    every = [campaign.from_on + timedelta(days=at) for at in range(days + 1)]
    shares = {on: one.percent for on, one in told.items()}
    pace = {on: 100 * even_pace(campaign, on) for on in every}
    drawn = charts.curve(shares, campaign.until_on, campaign.from_on, pace)
    last = told[max(told)]
    return {
        "curve": drawn,
        "curve_rows": [
            (day(on), number(one.found), percent(one.found, one.target))
            for on, one in sorted(told.items())
        ],
        "curve_said": f"{percent(last.found, last.target)} le {day(max(told))}",
    }


async def _figures(request: Request, campaign_id: UUID) -> dict[str, Any]:
    context = context_of(request)
    shown = context.shown
    async with begin(request, DEPARTMENT) as uow:
        campaign = await read_campaign(uow, campaign_id)
        lines = await read_progress(uow, campaign)
        now = uow.now
        mine = [one for one in lines if shown.department_wide or one.uai in shown.uais]
        counted_of = {one.uai for one in mine if isinstance(one.told, Figure)}
        told = await read_shares(uow, campaign, counted_of, today_of(uow))
    everyone = together(lines)
    return {
        "campaign": campaign,
        "campaign_id": campaign.id,
        **_curve(campaign, told),
        "title": MEASURES[campaign.measure],
        "by_weeks": campaign.measure is CampaignMeasure.NEW_HOSTS,
        "of_places": campaign.measure is CampaignMeasure.PLACES,
        "lines": mine,
        "everyone": everyone,
        # All lycées of the reader: with one of them shown, the others are read a click away.
        "told_together": shown.department_wide or everyone.may_be_told_to(context.scope.uais),
        "whole": shown.department_wide,
        "moved": MOVED,
        "now": now,
        "heard": lambda at: day(at.astimezone(PARIS).date()),
        "counted": counted,
        "standing": standing,
        "without": without,
        "parts": parts,
    }
