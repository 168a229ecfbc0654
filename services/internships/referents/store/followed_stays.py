"""The stays of pupils at their hosts, with who follows them: what is read of both is joined here."""

from sqlalchemy import CTE, ColumnElement, Join, or_, select

from services.internships.formations.tables import classes
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.periods.tables import periods
from services.internships.pupils.tables import pupils
from services.internships.referents.tables import followings
from services.internships.stays.model.states import HOSTED
from services.internships.stays.store.days import SAME_PERIOD
from services.internships.stays.tables import placements

P = placements.c
IS_HOSTED = or_(*(P.status == status.value for status in HOSTED))
"""Whether the pupil is, was or will be there."""


def followings_of(whose: ColumnElement[bool]) -> CTE:
    """The followings a condition on them tells, found before anything is joined to them.

    Row security hides how few they are: all pupils of a lycée were read for each following in it.
    """
    f = followings.c
    found = select(f.uai, f.period_id, f.pupil_year_id, f.referent_id).where(whose)
    return found.cte("followed").prefix_with("MATERIALIZED")


def stays_of(followed: CTE) -> Join:
    """The stays of these pupils: pupil, class, host and days."""
    f = followed.c
    own = (P.uai == f.uai) & (P.period_id == f.period_id) & (P.pupil_year_id == f.pupil_year_id)
    return (
        followed.join(placements, own)
        .join(periods, SAME_PERIOD)
        .join(pupils, (pupils.c.uai == P.uai) & (pupils.c.pupil_year_id == P.pupil_year_id))
        .join(classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id))
        .join(host_sites, host_sites.c.site_id == P.site_id)
        .join(host_companies, host_companies.c.company_id == host_sites.c.company_id)
    )
