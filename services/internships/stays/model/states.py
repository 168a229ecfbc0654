"""What may become of a placement: one table, and nothing else says what is allowed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from services.chassis.base.errors import Conflict, Invalid


class PlacementStatus(StrEnum):
    """Where a placement stands on a day. Only a proposed or a confirmed one is live.

    What was confirmed is in progress, then completed, by the calendar alone: neither is stored.
    """

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    INTERRUPTED = "interrupted"
    NO_SHOW = "no_show"
    WITHDRAWN = "withdrawn"


LIVE = (PlacementStatus.PROPOSED, PlacementStatus.CONFIRMED)
"""What is stored of a place the pupil has, or may have."""
ENDED = (PlacementStatus.INTERRUPTED, PlacementStatus.NO_SHOW)
"""A place that was lost after its first day: another one may follow it."""
HOSTED = (PlacementStatus.CONFIRMED, PlacementStatus.INTERRUPTED)
"""What is stored of a place where the pupil is, was or will be."""


class PlacementAction(StrEnum):
    """What is done to a placement; the last two are the calendar's."""

    CONFIRM = "confirm"
    ENTRUST = "entrust"
    WITHDRAW = "withdraw"
    SET_DATES = "set_dates"
    INTERRUPT = "interrupt"
    NOTE_NO_SHOW = "note_no_show"
    UNDO_END = "undo_end"
    BEGIN = "begin"
    FINISH = "finish"


BUREAU = frozenset({"rbde", "ddfpt", "atct"})
"""The roles that may move a placement; a test holds them against permissions.py."""
CALENDAR: frozenset[str] = frozenset()
"""Nobody: the day does it."""


@dataclass(frozen=True)
class Move:
    """What a guard looks at: the day of the fact, today, the last day the place was for."""

    on: date
    today: date
    ends_on: date
    mistake: bool = False
    """Whether it is only what was typed that is taken back."""
    followed: bool = False
    """Whether another place came after this one."""


class PlacementMoveRefused(Conflict):
    """The table has no such move; the sentence says what to do instead."""

    code = "placement-move-refused"
    title = "Ce lieu d’accueil n’en est plus là."


class PlacementNotProposed(PlacementMoveRefused):
    """Only a proposed placement can be confirmed."""

    code = "placement-not-proposed"
    title = "Ce lieu d’accueil n’est plus à confirmer."


class PlacementNotConfirmed(PlacementMoveRefused):
    """Only a confirmation that stands can be taken back."""

    code = "placement-not-confirmed"
    title = "Ce lieu d’accueil n’est plus confirmé."


class PlacementAlreadyWithdrawn(PlacementMoveRefused):
    """A withdrawn placement stays as it is; a new one is proposed instead."""

    code = "placement-already-withdrawn"
    title = "Ce lieu d’accueil a déjà été retiré."


class PlacementBegun(PlacementMoveRefused):
    """What began is not withdrawn, save what was typed by mistake."""

    code = "placement-begun"
    title = (
        "La PFMP a commencé sur ce lieu\u202f: notez une rupture, ou «\u00a0jamais commencé\u00a0». Seule une erreur "
        "de saisie se retire."
    )


class PlacementFollowed(PlacementMoveRefused):
    """The end of a placement is not taken back while another one follows it."""

    code = "placement-followed"
    title = "Un autre lieu d’accueil suit celui-ci\u202f: retirez-le d’abord."


class AgreementInTheFuture(Invalid):
    """A host's agreement is recorded once given: its date cannot be after today."""

    code = "agreement-in-the-future"
    title = "La date de l’accord ne peut pas être dans le futur."


class EndInTheFuture(Invalid):
    """An end is recorded once it happened."""

    code = "end-in-the-future"
    title = "Ce jour n’est pas encore passé\u202f: indiquez aujourd’hui ou un jour d’avant."


class EndOnTheLastDay(Invalid):
    """Who stays until the last day completes the period."""

    code = "end-on-the-last-day"
    title = "C’est le dernier jour prévu\u202f: la PFMP est allée à son terme, il n’y a pas de rupture à noter."


Guard = Callable[[Move], None]


def agreed_by_today(move: Move) -> None:
    """L’accord n’est pas dans le futur."""
    if move.on > move.today:
        raise AgreementInTheFuture(field="on")


def happened(move: Move) -> None:
    """Le jour est passé, ou c’est aujourd’hui."""
    if move.on > move.today:
        raise EndInTheFuture(field="on")


def before_the_last_day(move: Move) -> None:
    """Le dernier jour en entreprise est avant le dernier jour prévu."""
    if move.on >= move.ends_on:
        raise EndOnTheLastDay(field="on")


def only_a_mistake(move: Move) -> None:
    """Seulement une erreur de saisie."""
    if not move.mistake:
        raise PlacementBegun


def nothing_follows(move: Move) -> None:
    """Aucun autre lieu ne suit."""
    if move.followed:
        raise PlacementFollowed


@dataclass(frozen=True)
class Transition:
    """One move that is allowed: from where, to where, by whom, and on what condition."""

    state: PlacementStatus
    action: PlacementAction
    to: PlacementStatus
    roles: frozenset[str] = BUREAU
    guards: tuple[Guard, ...] = ()


_S, _A = PlacementStatus, PlacementAction
TRANSITIONS = (
    Transition(_S.PROPOSED, _A.CONFIRM, _S.CONFIRMED, guards=(agreed_by_today,)),
    Transition(_S.PROPOSED, _A.ENTRUST, _S.PROPOSED),
    Transition(_S.PROPOSED, _A.WITHDRAW, _S.WITHDRAWN),
    Transition(_S.CONFIRMED, _A.ENTRUST, _S.CONFIRMED),
    Transition(_S.CONFIRMED, _A.SET_DATES, _S.CONFIRMED),
    Transition(_S.CONFIRMED, _A.WITHDRAW, _S.WITHDRAWN),
    Transition(_S.CONFIRMED, _A.BEGIN, _S.IN_PROGRESS, CALENDAR),
    Transition(_S.IN_PROGRESS, _A.ENTRUST, _S.IN_PROGRESS),
    Transition(_S.IN_PROGRESS, _A.SET_DATES, _S.IN_PROGRESS),
    Transition(_S.IN_PROGRESS, _A.WITHDRAW, _S.WITHDRAWN, guards=(only_a_mistake,)),
    Transition(
        *(_S.IN_PROGRESS, _A.INTERRUPT, _S.INTERRUPTED), guards=(happened, before_the_last_day)
    ),
    Transition(_S.IN_PROGRESS, _A.NOTE_NO_SHOW, _S.NO_SHOW, guards=(happened,)),
    Transition(_S.IN_PROGRESS, _A.FINISH, _S.COMPLETED, CALENDAR),
    # That nobody came may be known once all is over.
    Transition(_S.COMPLETED, _A.NOTE_NO_SHOW, _S.NO_SHOW, guards=(happened,)),
    Transition(_S.COMPLETED, _A.ENTRUST, _S.COMPLETED),
    Transition(_S.COMPLETED, _A.SET_DATES, _S.COMPLETED),
    Transition(_S.COMPLETED, _A.WITHDRAW, _S.WITHDRAWN, guards=(only_a_mistake,)),
    Transition(_S.INTERRUPTED, _A.UNDO_END, _S.CONFIRMED, guards=(nothing_follows,)),
    Transition(_S.NO_SHOW, _A.UNDO_END, _S.CONFIRMED, guards=(nothing_follows,)),
)
"""A fact is asked about in the state of the day it happened: a rupture told late is allowed as well
as one told on the day."""
_ROWS = MappingProxyType({(row.state, row.action): row for row in TRANSITIONS})

WHAT_TO_DO: Mapping[PlacementStatus, str] = MappingProxyType(
    {
        _S.PROPOSED: "Ce lieu d’accueil est seulement proposé\u202f: confirmez-le, ou retirez-le.",
        _S.CONFIRMED: (
            "Ce lieu d’accueil est confirmé et la PFMP n’y avait pas commencé ce jour-là\u202f: s’il est perdu,"
            " retirez-le."
        ),
        _S.IN_PROGRESS: (
            "L’élève était attendu en entreprise ce jour-là\u202f: notez une rupture, ou «\u00a0jamais commencé\u00a0» s’il"
            " n’est pas venu."
        ),
        _S.COMPLETED: (
            "La PFMP était terminée sur ce lieu ce jour-là\u202f: indiquez un jour d’avant sa fin."
        ),
        _S.INTERRUPTED: (
            "Une rupture est notée pour ce lieu\u202f: annulez-la si c’est une erreur, ou proposez un autre lieu à"
            " l’élève."
        ),
        _S.NO_SHOW: (
            "«\u00a0Jamais commencé\u00a0» est noté pour ce lieu\u202f: annulez-le si c’est une erreur, ou proposez un autre"
            " lieu à l’élève."
        ),
        _S.WITHDRAWN: "Ce lieu d’accueil a été retiré\u202f: proposez-en un autre à l’élève.",
    }
)
"""What somebody is told whose move the table does not have, by where the placement stands."""


def ask(state: PlacementStatus, action: PlacementAction, move: Move) -> PlacementStatus:
    """Where the action leads. Raises PlacementMoveRefused, or what a guard says."""
    row = _ROWS.get((state, action))
    if row is None:
        raise _refusal(state, action)(WHAT_TO_DO[state])
    for guard in row.guards:
        guard(move)
    return row.to


def _refusal(state: PlacementStatus, action: PlacementAction) -> type[PlacementMoveRefused]:
    if action is PlacementAction.CONFIRM:
        return PlacementNotProposed
    if state is PlacementStatus.WITHDRAWN:
        return PlacementAlreadyWithdrawn
    return PlacementMoveRefused


def state_on(
    status: PlacementStatus, *, starts_on: date, ends_on: date, day: date
) -> PlacementStatus:
    """Where a placement stands on a day, from what is stored and the days it is for."""
    reached = {
        PlacementAction.BEGIN: day >= starts_on,
        PlacementAction.FINISH: day > ends_on,
    }
    for action, is_reached in reached.items():
        row = _ROWS.get((status, action))
        if row is not None and is_reached:
            status = row.to
    return status
