"""Forms of the supervisor’s tasks."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.base.form_pieces import Version, one_line, said
from services.coordination.supervisor_tasks.model import (
    TITLE_MAX,
    About,
    AboutKind,
    TaskDetails,
)

TaskTitle = Annotated[
    str, StringConstraints(max_length=TITLE_MAX), AfterValidator(said), AfterValidator(one_line)
]


class SupervisorTaskForm(FormModel):
    """A task to note; `quoi` and `numero`: the thing it is about."""

    title: TaskTitle = Field(title="À faire")
    due_on: Day | None = Field(default=None, title="Pour le")
    lycee: Uai | None = Field(default=None, title="Lycée")
    quoi: AboutKind | None = None
    numero: UUID | None = None

    def details(self) -> TaskDetails:
        """The details of the task."""
        return TaskDetails(self.title, self.due_on, self.lycee)

    def about(self) -> About | None:
        """The thing the task is about."""
        return About(self.quoi, self.numero) if self.quoi and self.numero else None


class ChangedTaskForm(FormModel):
    """A task to say otherwise."""

    title: TaskTitle = Field(title="À faire")
    due_on: Day | None = Field(default=None, title="Pour le")
    lycee: Uai | None = Field(default=None, title="Lycée")
    version: Version

    def details(self) -> TaskDetails:
        """The details of the task from now on."""
        return TaskDetails(self.title, self.due_on, self.lycee)


class MovedTaskForm(FormModel):
    """Another day for a task, or none."""

    due_on: Day | None = Field(default=None, title="Pour le")
    version: Version
