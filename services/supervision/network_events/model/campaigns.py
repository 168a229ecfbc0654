"""Campaigns and yearly objectives of the network: what is asked of whom, and that it is over."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from contracts.coordination.campaigns import (
    CampaignChangedV1,
    CampaignClosedV1,
    CampaignCommentedV1,
    CampaignOpenedV1,
    CampaignTargetStatedV1,
)
from contracts.coordination.objectives import ObjectiveSetV1
from contracts.envelope import Envelope
from services.supervision.base.days_in_words import day
from services.supervision.journal.model import Said
from services.supervision.read_models.model.folded_events import State, folded, never

_MEASURES = {
    "places": "des lieux d’accueil",
    "new_hosts": "de nouvelles entreprises d’accueil",
    "exchanges": "des échanges avec des entreprises",
    "actions": "des actions avec des entreprises",
}


class CampaignTold(Struct):
    """What a campaign asks: each of its events tells it whole."""

    campaign_id: UUID
    measure: str
    mefs: tuple[str, ...]
    from_on: date
    until_on: date
    stays_from: date | None
    stays_until: date | None
    occurred_on: date


def _campaign(fact: CampaignTold, uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "campaign_id": fact.campaign_id,
        "measure": fact.measure,
        "mefs": list(fact.mefs),
        "from_on": fact.from_on,
        "until_on": fact.until_on,
        "stays_from": fact.stays_from,
        "stays_until": fact.stays_until,
        "over": isinstance(fact, CampaignClosed),
    }
    return "campaigns", (fact.campaign_id,), row


def _asked(said: Said) -> str:
    what = _MEASURES.get(said.details.get("measure", ""), "une recherche commune")
    return f"une campagne pour {what}"


def _opened(said: Said) -> str:
    until = said.details.get("until_on")
    when = f", jusqu’au {day(date.fromisoformat(until))}" if until else ""
    return f"a lancé {_asked(said)}{when}"


def _closed(said: Said) -> str:
    return f"a clos {_asked(said)}"


# News of no bureau: the DSDEN says it.
@folded(CampaignOpenedV1, state=_campaign, says=_opened, keeps=("measure", "until_on"), news=never)
class CampaignOpened(CampaignTold):
    pass


@folded(CampaignChangedV1, state=_campaign, news=never)
class CampaignChanged(CampaignTold):
    pass


@folded(CampaignClosedV1, state=_campaign, says=_closed, keeps=("measure",), news=never)
class CampaignClosed(CampaignTold):
    pass


@folded(CampaignCommentedV1, news=never)
class CampaignCommented(Struct):
    """It leaves no line: what a bureau meets is between it and the supervisor."""

    occurred_on: date


def _target(fact: "CampaignTargetStated", uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "target_id": fact.target_id,
        "campaign_id": fact.campaign_id,
        "target": fact.target,
    }
    return "campaign_targets", (uai, fact.target_id), row


@folded(CampaignTargetStatedV1, state=_target, news=never)
class CampaignTargetStated(Struct):
    """It leaves no line: the campaign has one."""

    target_id: UUID
    campaign_id: UUID
    target: int | None


def _objective(fact: "ObjectiveSet", uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "objective_id": fact.objective_id,
        "school_year": fact.school_year,
        "indicator": fact.indicator,
        "target": fact.target,
    }
    return "objectives", (uai, fact.objective_id), row


@folded(ObjectiveSetV1, state=_objective, news=never)
class ObjectiveSet(Struct):
    """It leaves no line: what is agreed with a bureau is between it and the supervisor."""

    objective_id: UUID
    school_year: str
    indicator: str
    target: int | None
