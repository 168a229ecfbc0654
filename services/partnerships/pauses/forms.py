"""What is sent about a pause of a site."""

from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day, FormModel
from services.partnerships.pauses.model import DETAILS_CHARACTERS_MAX, PauseReason

Details = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=DETAILS_CHARACTERS_MAX)
]


class PauseForm(FormModel):
    """A pause of a site, until it is looked at again."""

    uai: Uai | None = None
    until_on: Day = Field(title="À réexaminer le")
    reason: PauseReason = Field(title="Motif")
    details: Details | None = Field(default=None, title="Précisions")


class ResumeForm(FormModel):
    """The end of a pause: the lycée's own, or the one the company asked for."""

    uai: Uai | None = None
    by_company: bool = False
