"""The stays of pupils at their hosts, with who follows them: what is read of both is joined here."""

from sqlalchemy import or_

from services.internships.formations.tables import classes
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.periods.tables import periods
from services.internships.pupils.tables import pupils
from services.internships.referents.tables import followings
from services.internships.stays.model.states import HOSTED
from services.internships.stays.store.days import SAME_PERIOD
from services.internships.stays.tables import placements

P, F = placements.c, followings.c

FOLLOWED_STAYS = (
    followings.join(
        placements,
        (P.uai == F.uai) & (P.period_id == F.period_id) & (P.pupil_year_id == F.pupil_year_id),
    )
    .join(periods, SAME_PERIOD)
    .join(pupils, (pupils.c.uai == P.uai) & (pupils.c.pupil_year_id == P.pupil_year_id))
    .join(classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id))
    .join(host_sites, host_sites.c.site_id == P.site_id)
    .join(host_companies, host_companies.c.company_id == host_sites.c.company_id)
)
"""Each stay of a pupil somebody follows: pupil, class, host and days."""
IS_HOSTED = or_(*(P.status == status.value for status in HOSTED))
"""Whether the pupil is, was or will be there."""
