"""Files of the training offer and opinions of bodies, as codes; each has its line of the journal."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from contracts.coordination.offer_files import (
    OfferFileMovedV1,
    OfferOpinionGivenV1,
    OfferOpinionWithdrawnV1,
)
from contracts.envelope import Envelope
from services.supervision.base.days_in_words import NBSP
from services.supervision.journal.model import Said
from services.supervision.read_models.model.folded_events import State, folded, never

_CHANGES = {
    "fermeture": "de fermeture",
    "ouverture_nette": "d’ouverture",
    "ouverture_compensation": "d’ouverture",
    "augmentation_nette": "d’augmentation",
    "augmentation_compensation": "d’augmentation",
    "diminution": "de diminution",
    "transfert": "de transfert",
    "coloration": "de coloration",
    "ajustement": "d’ajustement",
}
_STATES = {
    "draft": "de nouveau en préparation",
    "proposal": "proposé",
    "incomplete": "incomplet",
    "complete": "complet",
    "project": "projet de demande",
    "ready": "prêt pour le vote",
    "validated": "validé",
    "refused": "refusé",
    "deleted": "abandonné",
}


def _moved(said: Said) -> str:
    if said.times > 1:
        return f"a fait avancer {said.times}{NBSP}dossiers d’évolution de l’offre"
    what = _CHANGES.get(said.details.get("change", ""), "d’évolution")
    where = _STATES.get(said.details.get("after", ""), "en cours")
    return f"a un dossier {what} de formation {where}"


def _move(fact: "OfferFileMoved", uai: str, envelope: Envelope) -> State:
    row = {
        "uai": uai,
        "file_id": fact.file_id,
        "state": fact.after,
        "moved_on": fact.moved_on,
        "recorded_at": envelope.time,
    }
    return "offer_moves", (uai, fact.file_id, envelope.version), row


@folded(OfferFileMovedV1, state=_move, says=_moved, keeps=("change", "after"), news=never)
class OfferFileMoved(Struct):
    file_id: UUID
    change: str
    after: str
    moved_on: date
    occurred_on: date


_OPINIONS = {"favorable": "favorable", "defavorable": "défavorable", "reserve": "réservé"}


def _given(said: Said) -> str:
    if said.times > 1:
        return f"a noté {said.times}{NBSP}avis sur des dossiers d’évolution de l’offre"
    opinion = _OPINIONS.get(said.details.get("opinion", ""), "donné")
    return f"a noté un avis {opinion} sur un dossier d’évolution de l’offre"


@folded(OfferOpinionGivenV1, says=_given, keeps=("opinion",), news=never)
class OfferOpinionGiven(Struct):
    opinion: str
    occurred_on: date


@folded(OfferOpinionWithdrawnV1, news=never)
class OfferOpinionWithdrawn(Struct):
    occurred_on: date
