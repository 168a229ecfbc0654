"""Actors of the network (acteurs du réseau): the one list of their kinds, and what the DSDEN tells of its exchanges with them.

Who they are, whom one calls there and what was said stay in `coordination`.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from contracts.event import Event
from contracts.partnerships.actors import ActorExchangeId, ActorId
from contracts.partnerships.companies import InteractionKind


class ActorKind(StrEnum):
    """What an actor is (nature d’un acteur): in the directory, and where it takes part in an action."""

    CLEE = "clee"
    CMQ = "cmq"
    TECHNOLOGY_PLATFORM = "technology_platform"
    INSPECTORATE = "inspectorate"
    TRADES_LYCEE = "trades_lycee"
    SCHOOL_ENGINEERS = "school_engineers"
    DRAFPICA = "drafpica"
    ACADEMIC_CFA = "academic_cfa"
    GRETA = "greta"
    CHAMBER = "chamber"
    PREFECTURE = "prefecture"
    REGION = "region"
    FRANCE_TRAVAIL = "france_travail"
    MISSION_LOCALE = "mission_locale"
    OPCO = "opco"
    BRANCH = "branch"
    ALUMNI = "alumni"

    @property
    def label(self) -> str:
        """As shown to people, everywhere."""
        return ACTOR_KINDS[self]


ACTOR_KINDS: Mapping[ActorKind, str] = {
    ActorKind.CLEE: "CLEE",
    ActorKind.CMQ: "Campus des métiers et des qualifications",
    ActorKind.TECHNOLOGY_PLATFORM: "Plateforme technologique",
    ActorKind.INSPECTORATE: "Corps d’inspection",
    ActorKind.TRADES_LYCEE: "Lycée des métiers",
    ActorKind.SCHOOL_ENGINEERS: "Ingénieurs pour l’école",
    ActorKind.DRAFPICA: "Drafpica",
    ActorKind.ACADEMIC_CFA: "CFA académique",
    ActorKind.GRETA: "Greta",
    ActorKind.CHAMBER: "Chambre consulaire",
    ActorKind.PREFECTURE: "Préfecture",
    ActorKind.REGION: "Région",
    ActorKind.FRANCE_TRAVAIL: "France Travail",
    ActorKind.MISSION_LOCALE: "Mission locale",
    ActorKind.OPCO: "OPCO",
    ActorKind.BRANCH: "Branche professionnelle",
    ActorKind.ALUMNI: "Anciens élèves",
}
"""The one list of French labels."""


class ActorPurpose(StrEnum):
    """What an exchange of the supervisor with an actor was about (motif)."""

    PROJECT = "project"
    COMPANIES = "companies"
    EVENT = "event"
    TRAINING_OFFER = "training_offer"
    AGREEMENT = "agreement"
    OTHER = "other"


class DepartmentActorMetV1(Event, audience="department", aggregate="exchange_id", family=None):
    """The supervisor had an exchange with an actor of the network, or corrected what was noted (échange de la supervision avec un acteur)."""

    exchange_id: ActorExchangeId
    actor_id: ActorId
    actor_kind: ActorKind
    kind: InteractionKind
    purpose: ActorPurpose
    occurred_on: date


class DepartmentActorMeetingWithdrawnV1(
    Event, audience="department", aggregate="exchange_id", family=None
):
    """An exchange of the supervisor with an actor was noted by mistake (échange de la supervision retiré)."""

    exchange_id: ActorExchangeId
    actor_id: ActorId
    occurred_on: date
