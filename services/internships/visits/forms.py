"""What the forms about planned visits send."""

from datetime import time
from typing import Annotated
from uuid import UUID

from annotated_types import Ge
from pydantic import Field

from contracts.internships.visits import VisitWay
from services.chassis.web.views.forms import Day, FormModel
from services.internships.visits.model import VisitPlan


class VisitForm(FormModel):
    """A day, an hour if one is agreed, and how; of a visit that is moved, which one, as the page showed it."""

    visit_on: Day = Field(title="Jour de la visite")
    visit_at: time | None = Field(default=None, title="Heure de la visite")
    visit_way: VisitWay = Field(title="Forme de la visite")
    visit_id: UUID | None = None
    version: Annotated[int, Ge(0)] | None = None

    @property
    def plan(self) -> VisitPlan:
        """What is agreed."""
        return VisitPlan(self.visit_on, self.visit_at, self.visit_way)


class ShownVisitForm(FormModel):
    """A button about a visit, as the page showed it."""

    visit_id: UUID
    version: Annotated[int, Ge(0)]
