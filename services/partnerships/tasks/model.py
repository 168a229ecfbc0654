"""What a task is, and when its next step is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionOutcome
from services.chassis.base.errors import Invalid, StaleVersion

_SATURDAY = 5


class NextStepIn(StrEnum):
    """How soon the next step (prochaine étape) is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def after(self, today: date) -> date:
        """A working day: nobody is called on a Saturday or a Sunday."""
        return working_day(today + timedelta(days=_DAYS[self]))


_DAYS = {NextStepIn.DAY: 1, NextStepIn.WEEK: 7, NextStepIn.MONTH: 28}


def working_day(day: date) -> date:
    """The working day for a day: itself, or the Monday after it."""
    late = day.weekday() - _SATURDAY
    return day + timedelta(days=2 - late) if late >= 0 else day


TASK_NOTE_CHARACTERS_MAX = 500
POSTPONED_BY = timedelta(days=7)
_CALLED_BACK = {InteractionOutcome.TO_CALL_BACK, InteractionOutcome.NO_ANSWER}


class TaskCode(StrEnum):
    """What is to be done, in a list."""

    CALL_BACK = "call_back"
    FOLLOW_UP = "follow_up"
    MEET = "meet"
    SEND = "send"
    PREPARE = "prepare"
    OTHER = "other"

    @classmethod
    def after(cls, outcome: InteractionOutcome) -> "TaskCode":
        """What the next step of an exchange is."""
        return cls.CALL_BACK if outcome in _CALLED_BACK else cls.FOLLOW_UP


TASKS: Mapping[TaskCode, str] = {
    TaskCode.CALL_BACK: "Rappeler",
    TaskCode.FOLLOW_UP: "Donner suite",
    TaskCode.MEET: "Rencontrer",
    TaskCode.SEND: "Envoyer un document",
    TaskCode.PREPARE: "Préparer",
    TaskCode.OTHER: "Autre",
}
"""What people read."""


class TaskWithoutWords(Invalid):
    """« Autre » says nothing by itself."""

    code = "task-without-words"
    title = "Dites en quelques mots ce qu’il y a à faire."


class AssigneeNotThere(Invalid):
    """A task is given to somebody who works at the bureau of its lycée."""

    code = "assignee-not-there"
    title = "Cette personne ne travaille pas au bureau de ce lycée\u202f: choisissez-en une autre, ou personne."


@dataclass(frozen=True, kw_only=True)
class TaskDetails:
    """What a task says. The note is the lycée's own: it is never told."""

    code: TaskCode
    note: str | None = None
    due_on: date | None = None
    assignee: UUID | None = None
    """The account that does it; None: whoever of the bureau comes first."""
    urgent: bool = False

    def check(self) -> None:
        """Raises TaskWithoutWords."""
        if self.code is TaskCode.OTHER and not self.note:
            raise TaskWithoutWords(field="note")


@dataclass(frozen=True, kw_only=True)
class Task(TaskDetails):
    """A task of a lycée; `interaction_id` is the exchange whose next step it is."""

    id: UUID
    uai: Uai
    company_id: UUID | None = None
    site_id: UUID | None = None
    actor_id: UUID | None = None
    """An actor of the network, when it is to be done with one."""
    interaction_id: UUID | None = None
    shared_id: UUID | None = None
    """The same for each lycée of one exchange that was noted once for several."""
    done_at: datetime | None = None
    version: int = 1

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            held = {name: getattr(self, name) for name in TaskDetails.__dataclass_fields__}
            raise StaleVersion(current={**held, "version": self.version})
