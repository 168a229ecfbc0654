"""What is sent about one change to many companies."""

from uuid import UUID

from pydantic import Field

from contracts.identifiers import Naf
from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.web.views.forms import Day, FormModel
from services.partnerships.base.forms import Version
from services.partnerships.choices.forms import ChoiceFields
from services.partnerships.mass_changes.model import ChangeAsked, ChangeKind
from services.partnerships.tasks.forms import TaskNote
from services.partnerships.tasks.model import TaskCode, TaskDetails


class ChangeForm(ChoiceFields):
    """What is to be changed, of which companies: each kind has fields of its own."""

    kind: ChangeKind
    code: TaskCode | None = Field(default=None, title="Quoi")
    note: TaskNote | None = Field(default=None, title="Précision")
    due_on: Day | None = Field(default=None, title="Pour le")
    assignee: UUID | None = Field(default=None, title="Qui s’en charge")
    urgent: bool = Field(default=False, title="Urgente")
    stage: PartnershipStage | None = Field(default=None, title="Étape")
    naf: Naf | None = Field(default=None, title="Code NAF")
    action_id: UUID | None = Field(default=None, title="Action")

    def asked(self) -> ChangeAsked:
        """What the change asks, without what its kind does not."""
        return ChangeAsked(
            kind=self.kind,
            task=self._task() if self.kind is ChangeKind.TASK else None,
            stage=self.stage if self.kind is ChangeKind.STAGE else None,
            naf=self.naf if self.kind is ChangeKind.ACTIVITY else None,
            action_id=self.action_id if self.kind is ChangeKind.INVITATION else None,
        )

    def _task(self) -> TaskDetails | None:
        if self.code is None:
            return None
        return TaskDetails(
            code=self.code,
            note=self.note,
            due_on=self.due_on,
            assignee=self.assignee,
            urgent=self.urgent,
        )


class ChangeVersionForm(FormModel):
    """A change to confirm, to take back or to give up, as it was seen."""

    version: Version
