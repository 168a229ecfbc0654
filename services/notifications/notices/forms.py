"""The form that takes a reading back."""

from pydantic import AwareDatetime, Field

from services.chassis.web.views.forms import FormModel


class ReadingForm(FormModel):
    """What takes back that all was read: the instant it was."""

    read_at: AwareDatetime = Field(title="Instant")
