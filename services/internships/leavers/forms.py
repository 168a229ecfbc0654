"""Forms of a pupil who leaves the lycée, or is back."""

from pydantic import Field

from services.chassis.web.views.forms import Day, FormModel
from services.internships.base.form_pieces import Version


class ReturnForm(FormModel):
    """A pupil is back, or had never left."""

    version: Version
    by_mistake: bool = False


class DepartureForm(FormModel):
    """The day a pupil left."""

    version: Version
    on: Day = Field(title="Date de sortie")
