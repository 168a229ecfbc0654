"""The form of a pupil to erase."""

from uuid import UUID

from pydantic import Field

from services.chassis.web.answers.confirmations import Sure
from services.chassis.web.views.forms import FormModel
from services.internships.base.form_pieces import Version


class ErasureForm(FormModel):
    """A pupil to erase; `notes` are the exchanges whose text goes too, `sure` a second yes."""

    version: Version
    notes: list[UUID] = Field(default_factory=list, max_length=200)
    sure: Sure = False
