"""Hand-overs of bureaux: that one changes hands, and from when; each has its line of the journal."""

from datetime import date

from msgspec import Struct

from contracts.portal.handovers import HandoverCancelledV1, HandoverPlannedV1
from services.supervision.base.days_in_words import day
from services.supervision.journal.model import Said
from services.supervision.read_models.model.folded_events import folded, never


def _handed_over(said: Said) -> str:
    from_on = said.details.get("from_on")
    when = f" à partir du {day(date.fromisoformat(from_on))}" if from_on else ""
    return f"passe la main de son bureau des entreprises{when}"


@folded(HandoverPlannedV1, says=_handed_over, keeps=("from_on",), news=never)
class HandoverPlanned(Struct):
    from_on: date
    occurred_on: date


def _cancelled(_: Said) -> str:
    return "a annulé la passation de son bureau des entreprises"


@folded(HandoverCancelledV1, says=_cancelled, news=never)
class HandoverCancelled(Struct):
    occurred_on: date
