"""Requests for support: counted by who answers them, and told to no other bureau."""

from datetime import date

from msgspec import Struct

from contracts.coordination.support import SupportAnsweredV1, SupportRequestedV1
from services.supervision.read_models.model.folded_events import folded, never


@folded(SupportRequestedV1, news=never)
class SupportRequested(Struct):
    """It leaves no line: what a bureau needs help with is between it and the supervisor."""

    occurred_on: date


@folded(SupportAnsweredV1, news=never)
class SupportAnswered(Struct):
    occurred_on: date
