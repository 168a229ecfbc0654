"""What is sent about a bureau's territory."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from contracts.identifiers import CommuneCode, Uai
from services.chassis.web.views.forms import FormModel, several


class TerritoryForm(FormModel):
    """The communes a bureau looks after."""

    uai: Uai | None = None
    communes: Annotated[list[CommuneCode], BeforeValidator(several)] = Field(
        default=[], title="Communes"
    )
