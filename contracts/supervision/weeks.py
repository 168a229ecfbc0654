"""The event of supervision about the week of the department."""

from datetime import date
from typing import NewType
from uuid import UUID

from contracts.event import Event

DepartmentWeekId = NewType("DepartmentWeekId", UUID)


class DepartmentWeekStatedV1(Event, audience="department", aggregate="week_id", family=None):
    """A week of the department begins, and what it asks for can be read (point de la semaine).

    Which lycées need somebody, and why, is asked of supervision. `monday` is its first day.
    """

    week_id: DepartmentWeekId
    monday: date
    occurred_on: date
