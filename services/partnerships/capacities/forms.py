"""What is sent about the places a company offers."""

import re
from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import BeforeValidator, Field

from contracts.identifiers import Mef, Uai
from services.chassis.web.views.forms import Day, FormModel
from services.partnerships.capacities.model import SEATS_MAX


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
