"""What the forms of who hosts a pupil send."""

from typing import Annotated, Literal
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import Field

from contracts.internships.follow_up import ReportLevel
from services.chassis.web.views.forms import FormModel
from services.internships.follow_ups.model import AlertMatter
from services.internships.host_desk.model import REMARK_CHARACTERS, HostAgain


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


class OpinionForm(FormModel):
    """What the host thinks of the stay."""

    again: HostAgain = Field(title="Reprendre un élève de cette formation")
    prepared: Annotated[int, Ge(1), Le(4)] = Field(title="Préparation de l’élève")
    remark: Annotated[str, Field(max_length=REMARK_CHARACTERS)] | None = Field(
        default=None, title="Remarque"
    )


class OpinionMistakeForm(FormModel):
    """A button: the opinion is taken back."""
