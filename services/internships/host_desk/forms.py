"""What the forms of who hosts a pupil send."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from contracts.internships.follow_up import ReportLevel
from services.chassis.web.views.forms import FormModel
from services.internships.follow_ups.model import AlertMatter


class ArrivalForm(FormModel):
    """A button: the pupil came."""


class ArrivalMistakeForm(FormModel):
    """A button: the pupil did not, after all."""


class AbsenceForm(FormModel):
    """A button: the pupil did not come."""


class DifficultyForm(FormModel):
    """How bad something is; what it is, is said on the telephone."""

    level: Literal[ReportLevel.VIGILANCE, ReportLevel.PROBLEM, ReportLevel.URGENT] = Field(
        title="Gravité"
    )


class HostIncidentForm(FormModel):
    """A button: what happened."""

    matter: Literal[AlertMatter.DECLARATION, AlertMatter.LEAVING]


class AlertMistakeForm(FormModel):
    """An alert that was just given is taken back."""

    alert_id: UUID
