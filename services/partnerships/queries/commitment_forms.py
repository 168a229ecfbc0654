"""What the pages of declarations and pledges send."""

import re
from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import BeforeValidator, Field

from contracts.identifiers import Mef, Uai
from contracts.partnerships.commitments import RegulatedWork
from services.chassis.web.views.forms import Day, FormModel, several
from services.partnerships.domain.capacity import SEATS_MAX
from services.partnerships.domain.tax_pledge import EUROS_MAX, PledgeState

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


def _month(text: object) -> object:
    """« 2026-12 », as browsers send a month, or « 12/2026 », as people type it, is its first day."""
    if not isinstance(text, str):
        return text
    sent = re.fullmatch("([0-9]{4})-([0-9]{2})", text)
    typed = re.fullmatch("([0-9]{1,2})/([0-9]{4})", text)
    year, month = sent.groups() if sent else typed.groups()[::-1] if typed else ("0", "0")
    if not 1 <= int(month) <= 12:
        raise ValueError("Indiquez un mois, par exemple 12/2026.")
    return f"{year}-{int(month):02}-01"


Month = Annotated[Day, BeforeValidator(_month)]


class CapacityForm(FormModel):
    """Places a site offers; one month when the last one is left out."""

    uai: Uai | None = None
    place_id: UUID | None = Field(default=None, title="Établissement")
    seats: Annotated[int, Ge(1), Le(SEATS_MAX)] = Field(title="Places")
    from_month: Month = Field(title="Premier mois")
    to_month: Month | None = Field(default=None, title="Dernier mois")
    mef: Mef | None = Field(default=None, title="Formation")


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
