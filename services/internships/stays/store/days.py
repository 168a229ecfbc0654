"""The days a place is for, in SQL: one way to say them for all uses."""

from sqlalchemy import func

from services.internships.periods.tables import periods
from services.internships.stays.tables import placements

SAME_PERIOD = (periods.c.uai == placements.c.uai) & (periods.c.period_id == placements.c.period_id)
FIRST_DAY = func.coalesce(
    placements.c.own_starts_on, func.greatest(periods.c.starts_on, placements.c.resumes_on)
)
"""That of the period, or after the place it follows, unless somebody said otherwise."""
LAST_DAY = func.coalesce(placements.c.own_ends_on, periods.c.ends_on)
"""That of the period, unless somebody said otherwise."""
LEFT_ON = func.least(LAST_DAY, placements.c.ended_on)
"""The last day somebody was there, or will be."""
