"""What may become of an agreement: one table, and nothing else says what is allowed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from contracts.internships.agreements import AgreementStanding
from services.chassis.base.errors import Conflict, Invalid
from services.internships.stays.model.states import BUREAU


class AgreementAction(StrEnum):
    """What is done to an agreement.

    The last four follow from what is done to its placement, a recount from what is learnt of the pupil.
    """

    ISSUE = "issue"
    SIGN = "sign"
    REFUSE = "refuse"
    FORGET_REFUSAL = "forget_refusal"
    UNSIGN = "unsign"
    UNISSUE = "unissue"
    UNPREPARE = "unprepare"
    RECOUNT = "recount"
    AMEND = "amend"
    REVIVE = "revive"
    DROP = "drop"
    CANCEL = "cancel"


OFFICE = BUREAU | {"secretariat", "head"}
"""The roles that prepare, issue and tick agreements; a test holds them against permissions.py."""


@dataclass(frozen=True)
class AgreementMove:
    """What a guard looks at: the day of the fact, today, whether the host has agreed.

    `signed` of `expected` signatures are there, and a refusal stands or not, once it is done.
    """

    on: date
    today: date
    confirmed: bool = True
    signed: int = 0
    expected: int = 0
    refused: bool = False
    issued_on: date | None = None


class AgreementMoveRefused(Conflict):
    """The table has no such move; the sentence says what to do instead."""

    code = "agreement-move-refused"
    title = "Cette convention n’en est plus là."


class AgreementDayInTheFuture(Invalid):
    """What is recorded of an agreement has happened."""

    code = "agreement-day-in-the-future"
    title = "Ce jour n’est pas encore passé\u202f: indiquez aujourd’hui ou un jour d’avant."


class AgreementDayBeforeIssue(Invalid):
    """A signature, or a refusal, before the agreement was given."""

    code = "agreement-day-before-issue"
    title = "Ce jour est avant l’émission\u202f: indiquez le jour de l’émission ou un jour d’après."


class AgreementOfNoPlace(AgreementMoveRefused):
    """An agreement of a place the host has not agreed to."""

    code = "agreement-of-no-place"
    title = "Le lieu d’accueil n’est plus confirmé\u202f: proposez-en un autre à l’élève."


Guard = Callable[[AgreementMove], None]


def happened(move: AgreementMove) -> None:
    """Le jour est passé, ou c’est aujourd’hui."""
    if move.on > move.today:
        raise AgreementDayInTheFuture(field="on")


def issued_by_then(move: AgreementMove) -> None:
    """La convention était émise ce jour-là."""
    if move.issued_on and move.on < move.issued_on:
        said = f"Convention émise le {move.issued_on:%d/%m/%Y}\u202f: indiquez ce jour ou un jour d’après."
        raise AgreementDayBeforeIssue(said, field="on")


def host_agreed(move: AgreementMove) -> None:
    """Le lieu d’accueil est confirmé."""
    if not move.confirmed:
        raise AgreementOfNoPlace


_S, _A = AgreementStanding, AgreementAction
COUNTED = (_S.ISSUED, _S.PARTLY_SIGNED, _S.SIGNED, _S.REFUSED)
"""Out of the lycée’s hands: which of them it is follows from the signatures and a refusal."""
OUT = (_S.ISSUED, _S.PARTLY_SIGNED)
"""On its way to who has not signed yet, with nobody who refuses to."""
CURRENT = (_S.PREPARED, *COUNTED)
"""What a placement has at most one of; the others are its history."""


@dataclass(frozen=True)
class Transition:
    """One move that is allowed: from where, to where, by whom, and on what condition.

    To several: the one the signatures say. To none: nothing is left of it.
    """

    state: AgreementStanding
    action: AgreementAction
    to: tuple[AgreementStanding, ...]
    roles: frozenset[str] = OFFICE
    guards: tuple[Guard, ...] = ()


TRANSITIONS = (
    Transition(_S.PREPARED, _A.ISSUE, (_S.ISSUED,), guards=(host_agreed, happened)),
    Transition(_S.PREPARED, _A.UNPREPARE, ()),
    Transition(_S.ISSUED, _A.UNISSUE, (_S.PREPARED,)),
    *(
        Transition(state, _A.SIGN, COUNTED, guards=(host_agreed, happened, issued_by_then))
        for state in (_S.ISSUED, _S.PARTLY_SIGNED, _S.REFUSED)
    ),
    *(Transition(state, _A.UNSIGN, COUNTED) for state in (_S.PARTLY_SIGNED, _S.SIGNED, _S.REFUSED)),
    # The age says who of pupil and representative signs.
    *(Transition(state, _A.RECOUNT, COUNTED) for state in (_S.PARTLY_SIGNED, _S.SIGNED)),
    *(
        Transition(state, _A.REFUSE, (_S.REFUSED,), guards=(host_agreed, happened, issued_by_then))
        for state in (_S.ISSUED, _S.PARTLY_SIGNED)
    ),
    Transition(_S.REFUSED, _A.FORGET_REFUSAL, COUNTED),
    *(Transition(state, _A.AMEND, (_S.AMENDED,), BUREAU) for state in COUNTED),
    # What was corrected is corrected back: the first one says again what is so.
    Transition(_S.PREPARED, _A.DROP, (), BUREAU),
    Transition(_S.AMENDED, _A.REVIVE, COUNTED, BUREAU),
    *(Transition(state, _A.CANCEL, (_S.CANCELLED,), BUREAU) for state in CURRENT),
)
_ROWS = MappingProxyType({(row.state, row.action): row for row in TRANSITIONS})

WHAT_TO_DO: Mapping[AgreementStanding, str] = MappingProxyType(
    {
        _S.PREPARED: "Cette convention est seulement préparée\u202f: émettez-la d’abord.",
        _S.ISSUED: "Cette convention est émise et attend ses signatures\u202f: notez-les à leur retour.",
        _S.PARTLY_SIGNED: (
            "Des signatures sont notées sur cette convention\u202f: annulez-les d’abord si c’est une erreur."
        ),
        _S.SIGNED: (
            "Cette convention est signée par tous\u202f: annulez d’abord une signature si c’est une erreur."
        ),
        _S.REFUSED: (
            "Un refus de signer est noté pour cette convention\u202f: annulez-le d’abord si c’est une erreur."
        ),
        _S.AMENDED: (
            "Cette convention est remplacée par un avenant\u202f: ouvrez le lieu d’accueil pour le trouver."
        ),
        _S.CANCELLED: (
            "Cette convention est annulée avec son lieu d’accueil\u202f: préparez celle du nouveau lieu."
        ),
    }
)
"""What somebody is told whose move the table does not have, by where the agreement stands."""


def ask(
    state: AgreementStanding, action: AgreementAction, move: AgreementMove
) -> AgreementStanding | None:
    """Where the action leads; None when nothing is left. Raises AgreementMoveRefused, or what a guard says."""
    row = _ROWS.get((state, action))
    if row is None:
        raise AgreementMoveRefused(WHAT_TO_DO[state])
    for guard in row.guards:
        guard(move)
    if row.to == COUNTED:
        return _counted(move)
    return row.to[0] if row.to else None


def _counted(move: AgreementMove) -> AgreementStanding:
    if move.refused:
        return _S.REFUSED
    if not move.signed:
        return _S.ISSUED
    return _S.SIGNED if move.signed >= move.expected else _S.PARTLY_SIGNED
