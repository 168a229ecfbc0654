"""Companies’ needs: that one came, who has it, what came of it; each has its line of the journal."""

from datetime import date
from typing import Any

from msgspec import Struct

from contracts.coordination.needs import (
    NeedAnsweredV1,
    NeedClosedV1,
    NeedDismissedV1,
    NeedEntrustedV1,
    NeedEscalatedV1,
    NeedQualifiedV1,
    NeedReceivedV1,
    NeedReleasedV1,
    NeedReopenedV1,
    NeedRoutedV1,
    NeedTakenV1,
)
from services.supervision.base.days_in_words import day
from services.supervision.journal.model import Said, how_many
from services.supervision.read_models.model.folded_events import folded, never

_KINDS = {
    "pfmp": "un accueil en PFMP",
    "apprentice": "un apprenti",
    "job": "un recrutement",
    "intervention": "une intervention",
    "training": "une formation",
    "visit": "une visite",
    "equipment": "du matériel",
    "other": "autre chose",
}
_OUTCOMES = {
    "helped": "l’entreprise a été aidée",
    "no_solution": "sans solution",
    "unreachable": "l’entreprise n’a pas pu être jointe",
    "not_for_us": "hors du champ du réseau",
}


def _bureau(fact: Any) -> bool:
    """What an actor or the DSDEN does is no news of a bureau's activity."""
    return bool(fact.handler == "bureau")


def _received(said: Said) -> str:
    if said.times > 1:
        return f"a reçu {said.times} besoins d’entreprises"
    return (
        f"a reçu un besoin d’entreprise, {_KINDS.get(said.details.get('kind', ''), 'autre chose')}"
    )


@folded(NeedReceivedV1, says=_received, keeps=("kind",), news=never)
class NeedReceived(Struct):
    kind: str
    occurred_on: date


@folded(NeedQualifiedV1, news=never)
class NeedQualified(Struct):
    occurred_on: date


def _routed(said: Said) -> str:
    many = how_many(int(said.details.get("bureaux", 1)), "bureau")
    return f"a transmis un besoin d’entreprise à {many.replace('bureaus', 'bureaux')}"


@folded(NeedRoutedV1, says=_routed, keeps=("bureaux",), news=never)
class NeedRouted(Struct):
    bureaux: int
    occurred_on: date


def _entrusted(_: Said) -> str:
    return "a confié un besoin d’entreprise à un acteur du réseau"


@folded(NeedEntrustedV1, says=_entrusted, news=never)
class NeedEntrusted(Struct):
    occurred_on: date


def _taken(said: Said) -> str:
    promised = said.details.get("promised_on")
    by = (
        f", avec une réponse promise pour le {day(date.fromisoformat(promised))}"
        if promised
        else ""
    )
    actor = " par un acteur du réseau" if said.details.get("handler") == "actor" else ""
    verb = "a fait prendre en charge" if actor else "a pris en charge"
    return f"{verb} un besoin d’entreprise{actor}{by}"


@folded(NeedTakenV1, says=_taken, keeps=("handler", "promised_on"), news=_bureau)
class NeedTaken(Struct):
    handler: str
    promised_on: date
    occurred_on: date


@folded(NeedReleasedV1, news=never)
class NeedReleased(Struct):
    occurred_on: date


def _answered(said: Said) -> str:
    outcome = _OUTCOMES.get(said.details.get("outcome", ""), "réponse donnée")
    return f"a répondu à un besoin d’entreprise\u202f: {outcome}"


@folded(NeedAnsweredV1, says=_answered, keeps=("outcome", "handler"), news=_bureau)
class NeedAnswered(Struct):
    outcome: str
    handler: str
    occurred_on: date


def _escalated(_: Said) -> str:
    return "a un besoin d’entreprise que personne n’a pris en charge en cinq jours ouvrés"


@folded(NeedEscalatedV1, says=_escalated, news=never)
class NeedEscalated(Struct):
    occurred_on: date


@folded(NeedClosedV1, news=never)
class NeedClosed(Struct):
    occurred_on: date


@folded(NeedReopenedV1, news=never)
class NeedReopened(Struct):
    occurred_on: date


@folded(NeedDismissedV1, news=never)
class NeedDismissed(Struct):
    """It leaves no line: it was no need."""

    occurred_on: date
