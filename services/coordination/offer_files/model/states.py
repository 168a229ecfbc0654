"""What may become of a file of the training offer: one table, and nothing else says what is allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from contracts.coordination.offer_files import OfferCorrection, OfferState
from services.chassis.base.errors import Conflict


class OfferAction(StrEnum):
    """What is done to a file."""

    PROPOSE = "propose"
    ASK_MORE = "ask_more"
    """Something is missing: the lycée completes it."""
    COMPLETE = "complete"
    PLAN = "plan"
    """It becomes a project of request."""
    MAKE_READY = "make_ready"
    VALIDATE = "validate"
    REFUSE = "refuse"
    RESUME = "resume"
    """What was refused is proposed again."""
    DELETE = "delete"
    POSTPONE = "postpone"
    CANCEL = "cancel"
    RESIZE = "resize"


SUPERVISOR = frozenset({"supervisor"})


@dataclass(frozen=True)
class Transition:
    """One move that is allowed: from where, by whom, and where it leads."""

    state: OfferState
    action: OfferAction
    to: tuple[OfferState, ...]
    roles: frozenset[str] = SUPERVISOR
    guards: tuple[object, ...] = ()


def _not_cancelled() -> None:
    """La demande validée n’est pas annulée."""


_S, _A = OfferState, OfferAction


def _move(state: OfferState, action: OfferAction, to: OfferState) -> Transition:
    return Transition(state, action, (to,))


def _correct(action: OfferAction) -> Transition:
    return Transition(_S.VALIDATED, action, (_S.VALIDATED,), guards=(_not_cancelled,))


TRANSITIONS = (
    _move(_S.DRAFT, _A.PROPOSE, _S.PROPOSAL),
    _move(_S.PROPOSAL, _A.COMPLETE, _S.COMPLETE),
    _move(_S.PROPOSAL, _A.ASK_MORE, _S.INCOMPLETE),
    _move(_S.INCOMPLETE, _A.COMPLETE, _S.COMPLETE),
    _move(_S.COMPLETE, _A.PLAN, _S.PROJECT),
    _move(_S.COMPLETE, _A.ASK_MORE, _S.INCOMPLETE),
    _move(_S.PROJECT, _A.MAKE_READY, _S.READY),
    _move(_S.PROJECT, _A.ASK_MORE, _S.INCOMPLETE),
    _move(_S.READY, _A.VALIDATE, _S.VALIDATED),
    _move(_S.READY, _A.REFUSE, _S.REFUSED),
    _move(_S.READY, _A.PLAN, _S.PROJECT),
    *(_correct(action) for action in (_A.POSTPONE, _A.RESIZE, _A.CANCEL)),
    _move(_S.REFUSED, _A.RESUME, _S.PROPOSAL),
    *(
        _move(state, _A.DELETE, _S.DELETED)
        for state in (_S.DRAFT, _S.PROPOSAL, _S.INCOMPLETE, _S.COMPLETE, _S.PROJECT, _S.READY)
    ),
)
_ROWS = MappingProxyType({(row.state, row.action): row for row in TRANSITIONS})
OPEN = (_S.INCOMPLETE, _S.DRAFT, _S.PROPOSAL, _S.COMPLETE, _S.PROJECT, _S.READY)
"""Where nobody has voted yet, in the order of what is to be done."""
NOT_READY = frozenset(OPEN) - {_S.READY}
CORRECTIONS: Mapping[OfferAction, OfferCorrection] = MappingProxyType(
    {
        _A.POSTPONE: OfferCorrection.POSTPONED,
        _A.CANCEL: OfferCorrection.CANCELLED,
        _A.RESIZE: OfferCorrection.CAPACITY,
    }
)
_UNDO = "ou annulez le dernier changement"
WHAT_TO_DO: Mapping[OfferState, str] = MappingProxyType(
    {
        _S.DRAFT: "Ce dossier est un brouillon\u202f: proposez-le d’abord.",
        _S.PROPOSAL: "Ce dossier est une proposition\u202f: dites d’abord s’il est complet.",
        _S.INCOMPLETE: "Ce dossier est incomplet\u202f: notez d’abord qu’il est complété.",
        _S.COMPLETE: f"Ce dossier est complet\u202f: faites-en un projet de demande, {_UNDO}.",
        _S.PROJECT: f"C’est un projet de demande\u202f: notez qu’il est prêt pour le vote, {_UNDO}.",
        _S.READY: f"Ce dossier est prêt pour le vote\u202f: notez le vote, {_UNDO}.",
        _S.VALIDATED: f"Cette demande est validée\u202f: notez une correction, {_UNDO}.",
        _S.REFUSED: f"Cette demande est refusée\u202f: reprenez-la, {_UNDO}.",
        _S.DELETED: "Ce dossier est supprimé\u202f: annulez d’abord la suppression.",
    }
)
"""What the supervisor is told whose move the table does not have, by where the file stands."""


class OfferMoveRefused(Conflict):
    """The table has no such move; the sentence says what to do instead."""

    code = "offer-move-refused"
    title = "Ce dossier n’en est plus là."


def ask(
    state: OfferState, action: OfferAction, correction: OfferCorrection | None = None
) -> OfferState:
    """Where the move leads, if the table has it. Raises OfferMoveRefused."""
    if action not in possible(state, correction):
        raise OfferMoveRefused(WHAT_TO_DO[state])
    return _ROWS[(state, action)].to[0]


def possible(state: OfferState, correction: OfferCorrection | None = None) -> Sequence[OfferAction]:
    """The moves a page may offer."""
    if correction is OfferCorrection.CANCELLED:
        return ()
    return [row.action for row in TRANSITIONS if row.state is state]
