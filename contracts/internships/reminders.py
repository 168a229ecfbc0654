"""Reminders of the internship tracker: a day that matters for a period has come near, or has passed."""

from datetime import date
from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

from pydantic import Field

from contracts.event import Event
from contracts.identifiers import PeriodId, SchoolYear

ReminderId = NewType("ReminderId", UUID)
YearEndId = NewType("YearEndId", UUID)
"""The end of a school year, as one lycée comes to it."""


class ReminderKind(StrEnum):
    """What is still to be done for a period (rappel); what lacks is asked of its owner."""

    PERIOD_OPENS = "period_opens"
    WITHOUT_PLACE = "without_place"
    MANY_WITHOUT_PLACE = "many_without_place"
    MANY_ON_EVE = "many_on_eve"
    DEPARTURE = "departure"
    AGREEMENTS_LATE = "agreements_late"
    VISITS_LATE = "visits_late"
    ATTESTATIONS_MISSING = "attestations_missing"


class PeriodReminderAskedV1(Event, audience="bureau", aggregate="reminder_id"):
    """Something is to be done for a period by a day that comes near, or that has passed (rappel).

    `days` are those left until the period begins, or, below zero, since it ended.
    """

    reminder_id: ReminderId
    kind: ReminderKind
    period_id: PeriodId
    days: Annotated[int, Field(ge=-400, le=400)]
    occurred_on: date


class YearEndReminderAskedV1(Event, audience="bureau", aggregate="year_end_id"):
    """A school year comes to its end, with what is to be finished before its names go (fin d’année).

    What is missing, and when they go, is asked of its owner.
    """

    year_end_id: YearEndId
    school_year: SchoolYear
    occurred_on: date
