"""What is sent from a company's own page, and about the link to it."""

from typing import Annotated

from annotated_types import Ge, Le
from pydantic import Field

from contracts.identifiers import Mef
from services.chassis.web.views.forms import Day, FormModel
from services.partnerships.capacities.forms import Month
from services.partnerships.capacities.model import SEATS_MAX
from services.partnerships.pauses.model import PauseReason


class OfferedPlacesForm(FormModel):
    """Places the company offers; one month when the last one is left out."""

    seats: Annotated[int, Ge(1), Le(SEATS_MAX)] = Field(title="Places")
    from_month: Month = Field(title="Premier mois")
    to_month: Month | None = Field(default=None, title="Dernier mois")
    mef: Mef | None = Field(default=None, title="Formation")


class ChangedPlacesForm(OfferedPlacesForm):
    """Places in the place of what was offered before."""


class OwnPauseForm(FormModel):
    """A pause of the company's own."""

    until_on: Day = Field(title="Jusqu’au")
    reason: PauseReason = Field(title="Motif")


class GivenPageForm(FormModel):
    """A link for a contact, to be written to it or printed."""

    by_mail: bool = False
