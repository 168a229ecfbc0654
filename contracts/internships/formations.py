"""Events published by the internship tracker: a formation that is taken back."""

from datetime import date

from contracts.event import Event
from contracts.identifiers import FormationId, Mef


class FormationClosedV1(Event, audience="department", aggregate="formation_id", family=None):
    """A formation opened by mistake was taken back before anybody used it (formation retirée)."""

    formation_id: FormationId
    mef: Mef
    occurred_on: date
