"""What is sent about rules of the network and pauses of sites."""

from typing import Annotated

from annotated_types import Ge, Le
from pydantic import Field

from contracts.identifiers import Uai
from contracts.partnerships.pressure import NetworkRule
from services.chassis.web.views.forms import Day, FormModel
from services.partnerships.pressure.model import STAFF_MAX


class RuleForm(FormModel):
    """What a rule of the network says from a day on."""

    rule: NetworkRule
    value: int = Field(title="Valeur")
    from_on: Day = Field(title="À partir du")


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
