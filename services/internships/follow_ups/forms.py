"""What the forms about visits, contacts and alerts send."""

from typing import Annotated

from annotated_types import Ge, Le
from pydantic import Field

from contracts.internships.follow_up import ContactKind, ReportLevel
from services.chassis.web.views.forms import Day, FormModel
from services.internships.follow_ups.model import (
    ABSENCE_DAYS_MAX,
    NOTE_CHARACTERS,
    AlertMatter,
    Contact,
    Step,
)


class ContactForm(FormModel):
    """A visit, a call…, and how it goes."""

    kind: ContactKind = Field(title="Contact")
    on: Day = Field(title="Jour")
    level: ReportLevel = Field(default=ReportLevel.NONE, title="Comment cela va")
    absence_days: Annotated[int, Ge(0), Le(ABSENCE_DAYS_MAX)] | None = Field(
        default=None, title="Jours d’absence"
    )
    note: Annotated[str, Field(max_length=NOTE_CHARACTERS)] | None = Field(
        default=None, title="Note"
    )

    @property
    def contact(self) -> Contact:
        """The contact that was noted."""
        return Contact(self.kind, self.on, self.level, self.absence_days, self.note)


class IncidentForm(FormModel):
    """A button: what happened."""

    matter: AlertMatter


class AlertForm(FormModel):
    """What is done about an alert, on the version the page showed."""

    version: Annotated[int, Ge(0)]


class StepForm(AlertForm):
    """A step that was done, or not after all."""

    step: Step
    done: bool
