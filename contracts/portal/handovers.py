"""What the portal tells of hand-overs: that a bureau passes from one person to another, never who they are."""

from datetime import date
from typing import NewType
from uuid import UUID

from contracts.event import Event

HandoverId = NewType("HandoverId", UUID)


class HandoverPlannedV1(Event, audience="department", aggregate="handover_id", family=None):
    """A bureau is handed over from a day on (passation d’un bureau): somebody else runs it then."""

    handover_id: HandoverId
    from_on: date
    occurred_on: date


class HandoverCancelledV1(Event, audience="department", aggregate="handover_id", family=None):
    """A hand-over of a bureau that was told will not take place (passation annulée)."""

    handover_id: HandoverId
    occurred_on: date
