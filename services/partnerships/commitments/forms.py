"""What the pages of declarations and pledges send."""

from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import BeforeValidator, Field

from contracts.identifiers import Uai
from contracts.partnerships.commitments import RegulatedWork
from services.chassis.web.views.forms import Day, FormModel, several
from services.partnerships.commitments.model import EUROS_MAX, PledgeState

YEAR_MIN, YEAR_MAX = 2000, 2100
Year = Annotated[int, Ge(YEAR_MIN), Le(YEAR_MAX)]


class DeclarationForm(FormModel):
    """A declaration of regulated work."""

    uai: Uai | None = None
    site_id: UUID | None = Field(default=None, title="Établissement")
    works: Annotated[list[RegulatedWork], BeforeValidator(several)] = Field(
        default=[], title="Travaux"
    )
    filed_on: Day = Field(title="Déclarée le")


class PledgeForm(FormModel):
    """Where a company's pledge of a year is."""

    uai: Uai | None = None
    year: Year = Field(title="Année")
    state: PledgeState = Field(title="Où en est la promesse")
    amount_euros: Annotated[int, Ge(1), Le(EUROS_MAX)] | None = Field(
        default=None, title="Montant en euros"
    )


class ForgottenPledgeForm(FormModel):
    """A pledge noted by mistake."""

    uai: Uai
    year: Year
