"""What the form of attestations sends: one line a stay, in the order of the page."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.web.views.forms import Day, FormModel
from services.internships.attestations.model import AttestationInvalid, Attested

CLASS_STAYS_MAX = 240
SHOWN = r"^([0-9]{1,3}/[0-9]{1,3})?$"
"""The days and absences a line was shown with: nothing where none were known."""
_NONE = ("", "0")
_Cell = Annotated[str, Field(max_length=6)]
_Shown = Annotated[str, Field(pattern=SHOWN)]


class AttestationsForm(FormModel):
    """The papers of a class: an empty line is none, or none any more. `shown` is what was noted when the page was made."""

    classe: Annotated[str, Field(max_length=120)] = ""
    received_on: Day = Field(title="Reçues le")
    placement: Annotated[list[UUID], Field(max_length=CLASS_STAYS_MAX)]
    days: Annotated[list[_Cell], Field(max_length=CLASS_STAYS_MAX)]
    absences: Annotated[list[_Cell], Field(max_length=CLASS_STAYS_MAX)]
    shown: Annotated[list[_Shown], Field(max_length=CLASS_STAYS_MAX)]


def attested(form: AttestationsForm) -> Mapping[UUID, Attested | None]:
    """What is typed, by placement: nothing where a line was emptied. Raises AttestationInvalid, by its line."""
    if not len(form.placement) == len(form.days) == len(form.absences) == len(form.shown):
        raise AttestationInvalid
    lines = zip(form.placement, form.days, form.absences, form.shown, strict=True)
    return {
        place: _line(place, days, absences)
        for place, days, absences, known in lines
        if days or known or absences not in _NONE
    }


def _line(place: UUID, days: str, absences: str) -> Attested | None:
    if not days and absences in _NONE:
        return None
    return Attested(_whole(place, days), _whole(place, absences or "0"))


def shown(form: AttestationsForm) -> Mapping[UUID, Attested]:
    """What was noted already when the page was made, by placement."""
    told = {
        place: text.split("/")
        for place, text in zip(form.placement, form.shown, strict=True)
        if text
    }
    return {place: Attested(int(days), int(absences)) for place, (days, absences) in told.items()}


def _whole(place: UUID, text: str) -> int:
    """A number of whole days: half days are for nobody."""
    said = text.strip()
    if said.isascii() and said.isdecimal() and len(said) <= 3:
        return int(said)
    raise AttestationInvalid(
        "Écrivez un nombre entier de jours, sans demi-journée, comme sur l’attestation.",
        field=str(place),
    )
