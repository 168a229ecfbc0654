"""The form of what the department sees."""

from pydantic import Field

from services.chassis.web.views.forms import Day, FormModel
from services.internships.base.form_pieces import Version


class PublicationForm(FormModel):
    """Whether the department sees a family, and from which day on."""

    version: Version
    open: bool = Field(title="Le département")
    from_on: Day = Field(title="À partir du")
