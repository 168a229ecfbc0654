"""Forms of a date of a body."""

from pydantic import Field

from contracts.coordination.offer_files import OfferBody
from contracts.identifiers import SchoolYear, Uai
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.base.form_pieces import Version
from services.coordination.offer_calendar.model import DatePlan


class DateForm(FormModel):
    """A date to add."""

    body: OfferBody = Field(title="Instance")
    effect_year: SchoolYear = Field(title="Campagne")
    meets_on: Day = Field(title="Jour de la réunion")
    lycee: Uai | None = Field(default=None, title="Lycée")
    due_on: Day | None = Field(default=None, title="Dépôt des dossiers jusqu’au")

    def plan(self) -> DatePlan:
        """When it meets. Raises DueAfterMeeting, CouncilOfNoLycee."""
        return DatePlan(self.body, self.effect_year, self.meets_on, self.lycee, self.due_on)


class ChangedDateForm(DateForm):
    """A date to change."""

    version: Version
