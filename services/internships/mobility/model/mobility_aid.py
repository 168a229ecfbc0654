"""Help with what a place far from home costs (aide à la mobilité): one table says what may become of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from contracts.identifiers import Uai
from contracts.internships.mobility import AidKind, AidState
from services.chassis.base.errors import Conflict, Invalid
from services.internships.stays.model.states import BUREAU

EUROS_MAX = 5_000
"""More for one pupil and one period is a slip of the finger."""
DESK = BUREAU | {"secretariat"}
"""The roles that may move an aid; a test holds them against permissions.py."""


class AidMoveRefused(Conflict):
    """The table has no such move; the sentence says what to do instead."""

    code = "aid-move-refused"
    title = "Cette aide n’en est plus là."


class AidAlreadyAsked(Conflict):
    """One aid of a kind for a pupil and a period."""

    code = "aid-already-asked"
    title = "Cette aide est déjà demandée pour cette PFMP\u202f: suivez celle qui existe."


class AidWithoutAmount(Invalid):
    """An aid that is granted has an amount."""

    code = "aid-without-amount"
    title = "Indiquez le montant accordé, en euros."


class AidStepInTheFuture(Invalid):
    """A step is recorded once it happened."""

    code = "aid-step-in-the-future"
    title = "Ce jour n’est pas encore passé\u202f: indiquez aujourd’hui ou un jour d’avant."


class AidStepBeforeTheLast(Invalid):
    """Steps follow one another."""

    code = "aid-step-before-the-last"
    title = "Ce jour est avant l’étape précédente\u202f: indiquez un jour qui la suit, ou annulez-la d’abord."


@dataclass(frozen=True)
class AidStep:
    """Where an aid came on a day; `amount_euros` from the day it is granted."""

    state: AidState
    on: date
    amount_euros: int | None = None
    role: str | None = None


@dataclass(frozen=True)
class Move:
    """What a guard looks at: the day of the step and of the one before, today, the amount."""

    on: date
    today: date
    before: date
    amount_euros: int | None = None


Guard = Callable[[Move], None]


def happened(move: Move) -> None:
    """Le jour est passé, ou c’est aujourd’hui."""
    if move.on > move.today:
        raise AidStepInTheFuture(field="on")


def after_the_last(move: Move) -> None:
    """Le jour n’est pas avant l’étape précédente."""
    if move.on < move.before:
        raise AidStepBeforeTheLast(field="on")


def with_an_amount(move: Move) -> None:
    """Un montant est indiqué."""
    if not move.amount_euros:
        raise AidWithoutAmount(field="amount_euros")


@dataclass(frozen=True)
class Transition:
    """One step that is allowed: from where, to where, by whom, and on what condition."""

    state: AidState
    to: AidState
    guards: tuple[Guard, ...] = ()
    roles: frozenset[str] = DESK


_S = AidState
_DAYS = (happened, after_the_last)
TRANSITIONS = (
    Transition(_S.ASKED, _S.ELIGIBLE, _DAYS),
    Transition(_S.ASKED, _S.INELIGIBLE, _DAYS),
    Transition(_S.ASKED, _S.WITHDRAWN, _DAYS),
    Transition(_S.ELIGIBLE, _S.GRANTED, (*_DAYS, with_an_amount)),
    Transition(_S.ELIGIBLE, _S.INELIGIBLE, _DAYS),
    Transition(_S.ELIGIBLE, _S.WITHDRAWN, _DAYS),
    # A paper that was missing came.
    Transition(_S.INELIGIBLE, _S.ELIGIBLE, _DAYS),
    Transition(_S.GRANTED, _S.PAID, _DAYS),
    Transition(_S.GRANTED, _S.WITHDRAWN, _DAYS),
)
_ROWS = MappingProxyType({(row.state, row.to): row for row in TRANSITIONS})
WHAT_TO_DO: Mapping[AidState, str] = MappingProxyType(
    {
        _S.ASKED: "Cette aide est seulement demandée\u202f: dites d’abord si l’élève y a droit.",
        _S.ELIGIBLE: "L’élève y a droit\u202f: indiquez le montant accordé, ou retirez la demande.",
        _S.INELIGIBLE: "L’élève n’y a pas droit\u202f: si une pièce a changé cela, dites qu’il y a droit.",
        _S.GRANTED: "Cette aide est accordée\u202f: notez son versement, ou annulez l’étape.",
        _S.PAID: "Cette aide est versée\u202f: annulez l’étape si c’est une erreur.",
        _S.WITHDRAWN: "Cette demande est retirée\u202f: annulez l’étape pour la reprendre.",
    }
)
"""What somebody is told whose step the table does not have, by where the aid is."""


@dataclass(frozen=True)
class MobilityAid:
    """An aid asked for a pupil and a period, with its steps, the oldest first."""

    id: UUID
    uai: Uai
    pupil_year_id: UUID
    period_id: UUID
    kind: AidKind
    version: int
    steps: Sequence[AidStep]

    @property
    def last(self) -> AidStep:
        """The step the aid has come to."""
        return self.steps[-1]

    @property
    def next_states(self) -> Sequence[AidState]:
        """Where it may go."""
        return [row.to for row in TRANSITIONS if row.state is self.last.state]

    def step(
        self, to: AidState, *, on: date, today: date, amount_euros: int | None, role: str | None
    ) -> AidStep:
        """The step it makes. Raises AidMoveRefused, or what a guard says."""
        row = _ROWS.get((self.last.state, to))
        if row is None:
            raise AidMoveRefused(WHAT_TO_DO[self.last.state])
        move = Move(on, today, self.last.on, amount_euros)
        for guard in row.guards:
            guard(move)
        amount = amount_euros if to is AidState.GRANTED else self.last.amount_euros
        return AidStep(to, on, amount, role)


def asked(on: date, *, today: date, role: str | None) -> AidStep:
    """The first step. Raises AidStepInTheFuture."""
    happened(Move(on, today, on))
    return AidStep(AidState.ASKED, on, role=role)
