"""What may become of a need: one table, and nothing else says what is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from services.chassis.base.errors import Conflict


class NeedStatus(StrEnum):
    """Where a need stands."""

    UNVERIFIED = "unverified"
    RECEIVED = "received"
    QUALIFIED = "qualified"
    ROUTED = "routed"
    TAKEN = "taken"
    ANSWERED = "answered"
    CLOSED = "closed"
    DISMISSED = "dismissed"


WAITING = (NeedStatus.RECEIVED, NeedStatus.QUALIFIED, NeedStatus.ROUTED)
"""Where nobody has taken it in charge yet: these are escalated."""
OPEN = (*WAITING, NeedStatus.TAKEN)
"""Where the company still waits for an answer."""


class NeedAction(StrEnum):
    """What is done to a need."""

    VERIFY = "verify"
    QUALIFY = "qualify"
    ROUTE = "route"
    RECALL = "recall"
    TAKE = "take"
    RELEASE = "release"
    ANSWER = "answer"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    DISMISS = "dismiss"
    RESTORE = "restore"


COMPANY = frozenset({"company"})
SUPERVISOR = frozenset({"supervisor"})
HANDLERS = frozenset({"rbde", "ddfpt", "atct", "actor"})


@dataclass(frozen=True)
class Transition:
    """One move that is allowed: from where, by whom, and where it may lead."""

    state: NeedStatus
    action: NeedAction
    to: tuple[NeedStatus, ...]
    roles: frozenset[str]
    guards: tuple[object, ...] = ()


_S, _A = NeedStatus, NeedAction
_PASSED_ON = (_S.QUALIFIED, _S.ROUTED, _S.TAKEN)


def _of_open(state: NeedStatus) -> tuple[Transition, ...]:
    """What may be done of a need that was qualified: handlers move it by what each of them does."""
    return (
        Transition(state, _A.QUALIFY, (state,), SUPERVISOR),
        Transition(state, _A.ROUTE, (_S.ROUTED, _S.TAKEN), SUPERVISOR),
        Transition(state, _A.CLOSE, (_S.CLOSED,), SUPERVISOR),
        Transition(state, _A.WITHDRAW, (_S.CLOSED,), COMPANY),
        Transition(state, _A.DISMISS, (_S.DISMISSED,), SUPERVISOR),
    )


def _of_passed_on(state: NeedStatus) -> tuple[Transition, ...]:
    return (
        *_of_open(state),
        Transition(state, _A.RECALL, _PASSED_ON, SUPERVISOR),
        Transition(state, _A.TAKE, (_S.TAKEN,), HANDLERS),
        Transition(state, _A.ANSWER, (*_PASSED_ON, _S.ANSWERED), HANDLERS),
    )


TRANSITIONS = (
    Transition(_S.UNVERIFIED, _A.VERIFY, (_S.RECEIVED,), COMPANY | SUPERVISOR),
    Transition(_S.UNVERIFIED, _A.DISMISS, (_S.DISMISSED,), COMPANY | SUPERVISOR),
    Transition(_S.RECEIVED, _A.QUALIFY, (_S.QUALIFIED,), SUPERVISOR),
    Transition(_S.RECEIVED, _A.DISMISS, (_S.DISMISSED,), SUPERVISOR),
    Transition(_S.RECEIVED, _A.WITHDRAW, (_S.CLOSED,), COMPANY),
    *_of_open(_S.QUALIFIED),
    *_of_passed_on(_S.ROUTED),
    *_of_passed_on(_S.TAKEN),
    Transition(_S.TAKEN, _A.RELEASE, (_S.ROUTED, _S.TAKEN), HANDLERS),
    Transition(_S.ANSWERED, _A.CLOSE, (_S.CLOSED,), SUPERVISOR),
    Transition(_S.ANSWERED, _A.REOPEN, _PASSED_ON, SUPERVISOR),
    Transition(_S.CLOSED, _A.REOPEN, _PASSED_ON, SUPERVISOR),
    Transition(_S.CLOSED, _A.RESTORE, (_S.ANSWERED,), SUPERVISOR),
    Transition(_S.DISMISSED, _A.RESTORE, (_S.UNVERIFIED, _S.RECEIVED, *_PASSED_ON), SUPERVISOR),
)
_ROWS = MappingProxyType({(row.state, row.action): row for row in TRANSITIONS})

WHAT_TO_DO: Mapping[NeedStatus, str] = MappingProxyType(
    {
        _S.UNVERIFIED: "Cette demande n’est pas vérifiée\u202f: confirmez-la, ou écartez-la.",
        _S.RECEIVED: "Ce besoin est reçu\u202f: qualifiez-le avant de le transmettre.",
        _S.QUALIFIED: "Ce besoin est qualifié et personne ne l’a\u202f: transmettez-le, ou répondez.",
        _S.ROUTED: "Ce besoin est transmis\u202f: quelqu’un doit le prendre en charge.",
        _S.TAKEN: "Ce besoin est pris en charge\u202f: notez la réponse donnée.",
        _S.ANSWERED: "Une réponse est déjà donnée\u202f: rouvrez le besoin s’il reste à faire.",
        _S.CLOSED: "Ce besoin est clos\u202f: rouvrez-le s’il reste à faire.",
        _S.DISMISSED: "Cette demande est écartée\u202f: remettez-la d’abord.",
    }
)
"""What the supervisor is told whose move the table does not have, by where the need stands."""
_TO_HANDLERS: Mapping[NeedStatus, str] = MappingProxyType(
    {
        _S.ANSWERED: (
            "Une réponse est déjà donnée à l’entreprise\u202f: la vôtre n’est pas partie. "
            "S’il reste à faire, demandez à la supervision de rouvrir le besoin."
        ),
        _S.CLOSED: (
            "Ce besoin est clos\u202f: vous n’avez plus rien à y faire. "
            "S’il reste à faire, demandez à la supervision de le rouvrir."
        ),
        _S.DISMISSED: "La supervision a écarté cette demande\u202f: vous n’avez plus rien à y faire.",
    }
)
_TO_THE_COMPANY: Mapping[NeedStatus, str] = MappingProxyType(
    {
        _S.UNVERIFIED: "Cette demande n’est pas confirmée\u202f: sans confirmation, elle s’efface d’elle-même.",
        _S.ANSWERED: "Une réponse vous est déjà donnée\u202f: lisez-la sur cette page.",
        _S.CLOSED: "Votre demande est déjà close\u202f: personne ne vous appellera à son sujet.",
        _S.DISMISSED: "Cette demande est écartée\u202f: si c’est une erreur, envoyez-la de nouveau.",
    }
)
_BY_OTHERS: Mapping[NeedAction, Mapping[NeedStatus, str]] = MappingProxyType(
    {
        **dict.fromkeys((_A.TAKE, _A.RELEASE, _A.ANSWER), _TO_HANDLERS),
        **dict.fromkeys((_A.VERIFY, _A.WITHDRAW), _TO_THE_COMPANY),
    }
)
"""The same for those who can do nothing of what she can."""


class NeedMoveRefused(Conflict):
    """The table has no such move; the sentence says what to do instead."""

    code = "need-move-refused"
    title = "Ce besoin n’en est plus là."


def ask(state: NeedStatus, action: NeedAction) -> Transition:
    """The move, if the table has it. Raises NeedMoveRefused."""
    row = _ROWS.get((state, action))
    if row is None:
        raise NeedMoveRefused(_BY_OTHERS.get(action, {}).get(state, WHAT_TO_DO[state]))
    return row


def allowed(state: NeedStatus, action: NeedAction) -> bool:
    """Whether a page may offer it."""
    return (state, action) in _ROWS
