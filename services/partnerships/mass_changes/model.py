"""One change to many companies at once (changement groupé): what it asks, who gets it, what goes back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.identifiers import Naf, Uai
from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.base.errors import Conflict, Invalid, StaleVersion
from services.partnerships.actions.model import ActionStatus, CompanyAnswer, SchoolAction
from services.partnerships.choices.model import CHOSEN_MAX
from services.partnerships.companies.model.company import Company
from services.partnerships.merges.model import MergedCards
from services.partnerships.partnerships.model.partnership import MOVES, Partnership
from services.partnerships.tasks.model import Task, TaskDetails

Values = dict[str, Any]
"""What a company had, or was given: as it is kept to be put back."""


class ChangeKind(StrEnum):
    """What is changed. Each is the lycée's own to say, or a card's it knows."""

    TASK = "task"
    STAGE = "stage"
    LEAD = "lead"
    NO_LEAD = "no_lead"
    ACTIVITY = "activity"
    INVITATION = "invitation"


class ChangeStatus(StrEnum):
    """Where a change is."""

    PREVIEWED = "previewed"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class Why(StrEnum):
    """Why a company is left as it is, or keeps what it was given."""

    GONE = "gone"
    NOT_ON_THE_LIST = "not_on_the_list"
    ALREADY = "already"
    NO_PARTNERSHIP = "no_partnership"
    STAGE_REFUSED = "stage_refused"
    LED_BY_ANOTHER = "led_by_another"
    NOT_THE_LEAD = "not_the_lead"
    LEAD_DECIDED = "lead_decided"
    EDITED = "edited"
    FINISHED = "finished"
    MERGED = "merged"
    ACTION_OVER = "action_over"
    ACTION_FULL = "action_full"
    ANSWERED = "answered"


class TooManyChosen(Invalid):
    """A whole list may be too long."""

    code = "too-many-chosen"
    title = f"Cette liste compte plus de {CHOSEN_MAX} entreprises\u202f: ajoutez un filtre, puis recommencez."


class ChangeIncomplete(Invalid):
    """Each kind asks for something of its own."""

    code = "change-incomplete"
    title = "Dites ce qu’il faut noter."


class ActionOfAnother(Invalid):
    """A lycée invites to what it plans itself."""

    code = "action-of-another"
    title = "Cette action est celle d’un autre lycée\u202f: choisissez-en une du lycée qui invite."


class ChangeNotUndoable(Conflict):
    """Only what was begun is taken back, and once."""

    code = "change-not-undoable"
    title = "Ce changement n’a pas commencé\u202f: il n’y a rien à annuler."


@dataclass(frozen=True, kw_only=True)
class ChangeAsked:
    """What is to be changed: a task for each, a stage, an activity, an action; the lead needs nothing more."""

    kind: ChangeKind
    task: TaskDetails | None = None
    stage: PartnershipStage | None = None
    naf: Naf | None = None
    action_id: UUID | None = None

    def check(self) -> None:
        """Raises ChangeIncomplete, TaskWithoutWords."""
        if self.kind is ChangeKind.TASK:
            if self.task is None:
                raise ChangeIncomplete(field="code")
            self.task.check()
        if self.kind is ChangeKind.STAGE and self.stage is None:
            raise ChangeIncomplete(field="stage")
        if self.kind is ChangeKind.ACTIVITY and self.naf is None:
            raise ChangeIncomplete(field="naf")
        if self.kind is ChangeKind.INVITATION and self.action_id is None:
            raise ChangeIncomplete(field="action_id")


@dataclass(kw_only=True)
class MassChange:
    """A change to many companies, as it stands."""

    id: UUID
    uai: Uai
    asked: ChangeAsked
    asked_by: UUID
    previewed_at: datetime
    roles: frozenset[str] = frozenset()
    """What who confirmed it, or took it back, is in the lycée."""
    status: ChangeStatus = ChangeStatus.PREVIEWED
    done_at: datetime | None = None
    undone_at: datetime | None = None
    version: int = 1

    def begin(self, version: int, roles: Collection[str]) -> bool:
        """Whether it begins now: false when it did before. Raises StaleVersion."""
        if self.status is not ChangeStatus.PREVIEWED:
            return False
        self._move(version, ChangeStatus.RUNNING, roles)
        return True

    def begin_undoing(self, version: int, roles: Collection[str]) -> bool:
        """Begin taking the change back. Raises ChangeNotUndoable, StaleVersion."""
        if self.status is ChangeStatus.PREVIEWED:
            raise ChangeNotUndoable
        if self.status in (ChangeStatus.UNDOING, ChangeStatus.UNDONE):
            return False
        self._move(version, ChangeStatus.UNDOING, roles)
        return True

    def _move(self, version: int, to: ChangeStatus, roles: Collection[str]) -> None:
        if version != self.version:
            raise StaleVersion(current={"version": self.version})
        self.status, self.roles = to, frozenset(str(role) for role in roles)
        self.version += 1


@dataclass(frozen=True)
class CompanyState:
    """What there is of one company by now, as one lycée sees it."""

    company: Company
    followed: bool
    """Whether it is on the lycée's list."""
    lead: Uai | None = None
    lead_on: date | None = None
    partnership: Partnership | None = None
    """The lycée's own that is not over, or else the last one."""
    action: SchoolAction | None = None
    """The one companies are invited to: the same for all of a change."""
    lead_decided: bool = False
    """Whether the DSDEN decided who leads, or that nobody does."""


@dataclass(frozen=True)
class Effect:
    """What was done to one company."""

    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)


def left_because(
    asked: ChangeAsked, standing: CompanyState | None, uai: Uai, roles: Collection[str]
) -> Why | None:
    """Why the change leaves a company as it is; None: it is changed."""
    if standing is None:
        return Why.GONE
    if not standing.followed:
        return Why.NOT_ON_THE_LIST
    if asked.kind in (ChangeKind.LEAD, ChangeKind.NO_LEAD) and standing.lead_decided:
        return Why.LEAD_DECIDED
    if asked.kind is ChangeKind.LEAD:
        return _not_led(standing.lead, uai)
    if asked.kind is ChangeKind.NO_LEAD:
        return None if standing.lead == uai else Why.NOT_THE_LEAD
    if asked.kind is ChangeKind.STAGE:
        return _not_moved(standing.partnership, asked.stage, roles)
    if asked.kind is ChangeKind.ACTIVITY and standing.company.details.naf == asked.naf:
        return Why.ALREADY
    if asked.kind is ChangeKind.INVITATION:
        return _not_invited(standing.action, standing.company.id)
    return None


def _not_invited(action: SchoolAction | None, company_id: UUID) -> Why | None:
    if action is None or action.status is not ActionStatus.PLANNED:
        return Why.ACTION_OVER
    if company_id in action.companies:
        return Why.ALREADY
    return Why.ACTION_FULL if action.full else None


def _not_led(lead: Uai | None, uai: Uai) -> Why | None:
    if lead is None:
        return None
    return Why.ALREADY if lead == uai else Why.LED_BY_ANOTHER


def _not_moved(
    partnership: Partnership | None, to: PartnershipStage | None, roles: Collection[str]
) -> Why | None:
    if partnership is None or to is None or partnership.stage is PartnershipStage.ENDED:
        return Why.NO_PARTNERSHIP
    if partnership.stage is to:
        return Why.ALREADY
    return None if partnership.allows(MOVES[to], roles) else Why.STAGE_REFUSED


def task_kept_because(task: Task | None) -> Why | None:
    """Why a task stays when the change that made it is taken back."""
    if task is None:
        return Why.GONE
    if task.done_at is not None:
        return Why.FINISHED
    return Why.EDITED if task.version > 1 else None


def invitation_kept_because(action: SchoolAction | None, company_id: UUID) -> Why | None:
    """Why a company stays invited when the change that invited it is taken back."""
    answer = action.companies.get(company_id) if action else None
    if answer is None:
        return Why.GONE
    return None if answer is CompanyAnswer.INVITED else Why.ANSWERED


def came_along(naf: str, merges: Sequence[MergedCards]) -> bool:
    """Whether a card has this activity from the one that became it: by itself, it had none."""
    return all(one.before.details.naf is None and one.after.details.naf == naf for one in merges)
