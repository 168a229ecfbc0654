"""Events published by the partnership registry about school–company actions: codes and counts."""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event, Facts
from contracts.identifiers import ActionId, Count, SchoolYear
from contracts.publication import FactFamily

AxisTotalsId = NewType("AxisTotalsId", UUID)


class ActionKind(StrEnum):
    """What a lycée and companies do together (action école-entreprise)."""

    VISIT = "visit"
    INTERVENTION = "intervention"
    FORUM = "forum"
    JURY = "jury"
    MENTORING = "mentoring"
    IMMERSION = "immersion"
    CHALLENGE = "challenge"
    TRAINING = "training"
    OTHER = "other"


class ActionPartner(StrEnum):
    """Who of the network takes part (partenaire)."""

    CLEE = "clee"
    CMQ = "cmq"
    FRANCE_TRAVAIL = "france_travail"
    MISSION_LOCALE = "mission_locale"
    REGION = "region"
    PREFECTURE = "prefecture"
    CHAMBERS = "chambers"
    OPCO = "opco"
    GRETA = "greta"
    ALUMNI = "alumni"


class ActionFacts(Facts):
    """The whole published state of an action: no class, no company, no title."""

    action_id: ActionId
    kind: ActionKind
    planned_on: date
    companies: Count
    partners: tuple[ActionPartner, ...]
    occurred_on: date


# These are states: told again as they are on the day the family is opened.
class ActionPlannedV1(
    ActionFacts, Event, audience="department", aggregate="action_id", family=FactFamily.EXCHANGES
):
    """An action is to take place (action prévue), for the first time, anew or on another day."""


class ActionHeldV1(
    ActionFacts, Event, audience="department", aggregate="action_id", family=FactFamily.EXCHANGES
):
    """An action took place (action menée)."""

    pupils: Count
    accompanying: Count


class ActionCancelledV1(
    ActionFacts, Event, audience="department", aggregate="action_id", family=FactFamily.EXCHANGES
):
    """An action will not take place (action annulée)."""


class ActionAxesTotalledV1(
    Event, audience="department", aggregate="totals_id", family=FactFamily.EXCHANGES
):
    """Actions of a school year were counted by axis of the Parcours Avenir (actions menées par axe).

    Those held, all together. Of actions whose axis a lycée tied to none, nothing is told here. It takes the place of the total
    that was told before.
    """

    totals_id: AxisTotalsId
    school_year: SchoolYear
    discovery: Count
    initiative: Count
    guidance: Count
    occurred_on: date
