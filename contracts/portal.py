"""Events published by the portal: which lycées take part."""

from datetime import date

from contracts.event import Event
from contracts.identifiers import CommuneCode, PublicText, Uai


class LyceeOpenedV1(Event, audience="department", aggregate="uai"):
    """A lycée joined Passerelle, or its name or commune was corrected (lycée ouvert)."""

    uai: Uai
    name: PublicText
    commune: CommuneCode
    occurred_on: date
