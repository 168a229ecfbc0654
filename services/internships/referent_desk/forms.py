"""What a teacher sends about the pupils they follow; signed in, it says which, as no link does."""

from uuid import UUID

from pydantic import Field

from services.chassis.web.views.forms import FormModel
from services.internships.follow_ups.forms import ContactForm, IncidentForm
from services.internships.visits.forms import ShownVisitForm, VisitForm


class MistakeForm(FormModel):
    """What was just told is taken back."""

    follow_up_id: UUID


class UntrueForm(FormModel):
    """An alert that was just given is taken back."""

    alert_id: UUID


class OwnPupilForm(FormModel):
    """Which of one's own pupils it is about, by their stay."""

    stay_id: UUID = Field(title="Élève")


class OwnContactForm(OwnPupilForm, ContactForm):
    """A visit, a call…, and how it goes."""


class OwnIncidentForm(OwnPupilForm, IncidentForm):
    """A button: what happened."""


class OwnMistakeForm(OwnPupilForm, MistakeForm):
    """What was just told is taken back."""


class OwnUntrueForm(OwnPupilForm, UntrueForm):
    """An alert that was just given is taken back."""


class OwnVisitForm(OwnPupilForm, VisitForm):
    """A visit that is planned, or moved."""


class OwnShownVisitForm(OwnPupilForm, ShownVisitForm):
    """A button about a visit."""
