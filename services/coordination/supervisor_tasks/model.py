"""A task of the supervisor (tâche): what is to be done, by which day, about what, and where it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

TITLE_MAX = 200


class TaskState(StrEnum):
    """Where a task is."""

    OPEN = "open"
    DONE = "done"
    REMOVED = "removed"


class AboutKind(StrEnum):
    """What a task may be about; the words are those of the address."""

    NEED = "besoin"
    SUPPORT = "appui"
    COMMITTEE = "comite"
    MEETING = "reunion"
    DECISION = "decision"
    ACTOR = "acteur"
    COMPANY = "entreprise"
    OFFER_FILE = "dossier"
    CAMPAIGN = "campagne"


@dataclass(frozen=True)
class About:
    """The thing a task is about: an id and a kind, and nothing of what it says."""

    kind: AboutKind
    id: UUID


@dataclass(frozen=True)
class TaskDetails:
    """What is to be done, by which day if one was said, and with which lycée."""

    title: str
    due_on: date | None = None
    lycee: Uai | None = None


@dataclass(frozen=True)
class SupervisorTask:
    """A task of the list the supervisors of the department share."""

    id: UUID
    details: TaskDetails
    about: About | None = None
    state: TaskState = TaskState.OPEN
    settled_at: datetime | None = None
    """When it was done, or removed."""
    version: int = 1

    def changed(self, version: int, details: TaskDetails) -> "SupervisorTask":
        """The task, said otherwise. Raises StaleVersion, TaskOver."""
        self._expect(version, TaskState.OPEN)
        return replace(self, details=details, version=self.version + 1)

    def moved(self, version: int, due_on: date | None) -> "SupervisorTask":
        """The task on another day, or on none. Raises StaleVersion, TaskOver."""
        return self.changed(version, replace(self.details, due_on=due_on))

    def settled(self, version: int, state: TaskState, *, now: datetime) -> "SupervisorTask":
        """The task once it is done, or removed. Raises StaleVersion, TaskOver."""
        self._expect(version, TaskState.OPEN)
        return replace(self, state=state, settled_at=now, version=self.version + 1)

    def reopened(self, version: int) -> "SupervisorTask":
        """The task, to be done after all. Raises StaleVersion, TaskToDo."""
        self._expect(version, TaskState.DONE, TaskState.REMOVED)
        return replace(self, state=TaskState.OPEN, settled_at=None, version=self.version + 1)

    def _expect(self, version: int, *states: TaskState) -> None:
        if self.state not in states:
            raise TaskToDo if self.state is TaskState.OPEN else TaskOver(_OVER[self.state])
        if version != self.version:
            raise StaleVersion(current={**vars(self.details), "version": self.version})


_OVER: Mapping[TaskState, str] = {
    TaskState.DONE: "Cette tâche est déjà faite\u202f: remettez-la à faire pour la changer.",
    TaskState.REMOVED: "Cette tâche a été retirée\u202f: notez-la de nouveau si elle est à faire.",
}


class TaskOver(Conflict):
    """A task that was done, or removed, meanwhile."""

    code = "supervisor-task-over"
    title = "Cette tâche n’est plus à faire."


class TaskToDo(Conflict):
    """A task that is to be done already."""

    code = "supervisor-task-to-do"
    title = "Cette tâche est déjà à faire."


class TaskLyceeUnknown(Invalid):
    """A task is about a lycée of the network."""

    code = "supervisor-task-lycee-unknown"
    title = "Ce lycée ne participe pas au réseau\u202f: choisissez-en un autre, ou aucun."
