"""Committees of the network: that one met, what was decided and what became of it, what was signed."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from contracts.coordination.committees import (
    CharterSignedV1,
    CommitteeMetV1,
    DecisionMovedV1,
    DecisionTakenV1,
    DecisionWithdrawnV1,
)
from services.supervision.base.days_in_words import NBSP, day
from services.supervision.journal.model import Said, how_many
from services.supervision.read_models.model.folded_events import folded, never

_COMMITTEES = {
    "clee": "un CLEE",
    "campus": "un conseil de Campus des métiers",
    "steering": "un comité de pilotage",
    "network": "le réseau des bureaux",
}


def _committee(said: Said) -> str:
    return _COMMITTEES.get(said.details.get("kind", ""), "un comité")


def _met(said: Said) -> str:
    if said.times > 1:
        return f"a réuni {said.times}{NBSP}fois {_committee(said)}"
    came = how_many(int(said.details.get("attended", 0)), "personne")
    return f"a réuni {_committee(said)}{NBSP}: {came}"


# News of no bureau: the DSDEN says it.
@folded(CommitteeMetV1, says=_met, keeps=("kind", "attended"), news=never)
class CommitteeMet(Struct):
    kind: str
    attended: int
    occurred_on: date


def _taken(said: Said) -> str:
    many = f"{said.times}{NBSP}décisions" if said.times > 1 else "une décision"
    return f"a noté {many} prise{'s' if said.times > 1 else ''} par {_committee(said)}"


# Decisions are kept by their ids: what takes one back is of another day, and has to find it.
@folded(DecisionTakenV1, says=_taken, keeps=("decision_id", "kind"), news=never)
class DecisionTaken(Struct):
    decision_id: UUID
    kind: str
    occurred_on: date


_MOVES = {
    "done": "a mené",
    "given_up": "a renoncé à",
    "open": "reprend",
}


def _moved(said: Said) -> str:
    verb = _MOVES.get(said.details.get("state", ""), "suit")
    what = f"{said.times}{NBSP}décisions" if said.times > 1 else "une décision"
    return f"{verb} {what} prise{'s' if said.times > 1 else ''} par {_committee(said)}"


# The DSDEN moves some too: nothing in it says that a bureau is at work.
@folded(DecisionMovedV1, says=_moved, keeps=("decision_id", "kind", "state"), news=never)
class DecisionMoved(Struct):
    decision_id: UUID
    kind: str
    state: str
    occurred_on: date


def _withdrawn(said: Said) -> str:
    if said.times > 1:
        return (
            f"a retiré {said.times}{NBSP}décisions notées par erreur, prises par {_committee(said)}"
        )
    return f"a retiré une décision notée par erreur, prise par {_committee(said)}"


@folded(DecisionWithdrawnV1, says=_withdrawn, keeps=("decision_id", "kind"), news=never)
class DecisionWithdrawn(Struct):
    decision_id: UUID
    kind: str
    occurred_on: date


def _signed(said: Said) -> str:
    signed_on = said.details.get("signed_on")
    when = f" le {day(date.fromisoformat(signed_on))}" if signed_on else ""
    return f"a noté une charte signée par {_committee(said)}{when}"


@folded(CharterSignedV1, says=_signed, keeps=("kind", "signed_on"), news=never)
class CharterSigned(Struct):
    kind: str
    signed_on: date
    occurred_on: date
