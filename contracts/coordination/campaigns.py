"""Campaigns of the network (campagnes): what bureaux are asked to find by a day, and how many of it each.

Its title, its text and what bureaux write of it are in `coordination` alone.
"""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event
from contracts.identifiers import Count, Mef

CampaignId = NewType("CampaignId", UUID)
CampaignTargetId = NewType("CampaignTargetId", UUID)


class CampaignMeasure(StrEnum):
    """What a campaign counts (mesure): facts that can be counted again exactly after corrections.

    Left out: partnerships signed, whose events are told again when a family is opened and name no
    day that stays; seats companies declare, which no event of the department tells; confirmations
    at a new host, which are not taken back when the place is lost.
    """

    PLACES = "places"
    """Places found since the eve of its first day, in PFMP that begin in the days of stays."""
    NEW_HOSTS = "new_hosts"
    """Hosts whose first pupil of the lycée comes in a week of these days."""
    EXCHANGES = "exchanges"
    """Exchanges with companies, in the days of the campaign."""
    ACTIONS = "actions"
    """Actions with companies held in the days of the campaign."""


class CampaignOpenedV1(Event, audience="department", aggregate="campaign_id", family=None):
    """A campaign is under way (campagne lancée), for the first time or again; told whole."""

    campaign_id: CampaignId
    measure: CampaignMeasure
    mefs: tuple[Mef, ...]
    from_on: date
    until_on: date
    stays_from: date | None
    stays_until: date | None
    occurred_on: date


class CampaignChangedV1(Event, audience="department", aggregate="campaign_id", family=None):
    """A campaign under way asks for something else (campagne modifiée); told whole."""

    campaign_id: CampaignId
    measure: CampaignMeasure
    mefs: tuple[Mef, ...]
    from_on: date
    until_on: date
    stays_from: date | None
    stays_until: date | None
    occurred_on: date


class CampaignClosedV1(Event, audience="department", aggregate="campaign_id", family=None):
    """A campaign is over (campagne close); told whole."""

    campaign_id: CampaignId
    measure: CampaignMeasure
    mefs: tuple[Mef, ...]
    from_on: date
    until_on: date
    stays_from: date | None
    stays_until: date | None
    occurred_on: date


class CampaignTargetStatedV1(Event, audience="department", aggregate="target_id", family=None):
    """What a campaign asks of a lycée (objectif d’un lycée dans une campagne), said in its name.

    `target`: None once it is asked for nothing any more, which is not zero.
    """

    target_id: CampaignTargetId
    campaign_id: CampaignId
    target: Count | None
    occurred_on: date


class CampaignStep(StrEnum):
    """What a bureau hears of a campaign (suivi d’une campagne)."""

    OPENED = "opened"
    CHANGED = "changed"
    CLOSED = "closed"
    RELEASED = "released"
    """Its lycée is asked for nothing any more."""


class CampaignFollowedV1(Event, audience="bureau", aggregate="campaign_id"):
    """A lycée is asked for something by a campaign, or no more (suivi d’une campagne).

    It speaks for the lycée that is asked.
    """

    campaign_id: CampaignId
    step: CampaignStep
    occurred_on: date


class CampaignCommentedV1(Event, audience="department", aggregate="campaign_id", family=None):
    """A bureau says what it meets in a campaign (commentaire d’un bureau); what it says is in `coordination` alone."""

    campaign_id: CampaignId
    occurred_on: date
