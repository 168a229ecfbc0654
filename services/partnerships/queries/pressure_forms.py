"""What is sent about rules of the network and pauses of sites."""

from typing import Annotated

from annotated_types import Ge, Le
from pydantic import Field, StringConstraints

from contracts.identifiers import Uai
from contracts.partnerships.pressure import NetworkRule
from services.chassis.web.views.forms import Day, FormModel
from services.partnerships.domain.hosting_limit import STAFF_MAX
from services.partnerships.domain.pause import DETAILS_CHARACTERS_MAX, PauseReason

Details = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=DETAILS_CHARACTERS_MAX)
]


class RuleForm(FormModel):
    """What a rule of the network says from a day on."""

    rule: NetworkRule
    value: int = Field(title="Valeur")
    from_on: Day = Field(title="À partir du")


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


class LimitForm(FormModel):
    """How many pupils a site may host in a week, from a day on."""

    percent: int = Field(title="Part de l’effectif")
    small: int = Field(title="Petit lieu")
    small_under: int = Field(title="Petit lieu en dessous de")
    from_on: Day = Field(title="À partir du")


class StaffForm(FormModel):
    """How many people work at a site."""

    uai: Uai | None = None
    staff: Annotated[int, Ge(0), Le(STAFF_MAX)] = Field(title="Effectif")
