"""What is asked of a task."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day, FormModel
from services.partnerships.base.forms import Version
from services.partnerships.tasks.model import TASK_NOTE_CHARACTERS_MAX, TaskCode, TaskDetails

TaskNote = Annotated[str, StringConstraints(max_length=TASK_NOTE_CHARACTERS_MAX)]


class FromWeek(FormModel):
    """What is sent from « Ma semaine », and which of its lists one comes back to."""

    everybody: bool = False


class TaskFields(FromWeek):
    """Fields of a task: what there is to do, when, by whom."""

    code: TaskCode = Field(title="Quoi")
    note: TaskNote | None = Field(default=None, title="Précision")
    due_on: Day | None = Field(default=None, title="Pour le")
    assignee: UUID | None = Field(default=None, title="Qui s’en charge")
    urgent: bool = Field(default=False, title="Urgente")

    def details(self) -> TaskDetails:
        """What the task says."""
        return TaskDetails(**self.model_dump(include=set(TaskDetails.__dataclass_fields__)))


class NewTaskForm(TaskFields):
    """A task of a lycée, with a company or not."""

    uai: Uai | None = None
    company_id: UUID | None = None


class TaskForm(TaskFields):
    """A task to change."""

    version: Version


class TaskDateForm(FromWeek):
    """Another day for a task, or none."""

    due_on: Day | None = Field(default=None, title="Pour le")


class DoneForm(FromWeek):
    """A task that was done, from the company's page or from the week."""

    company_id: UUID | None = None
