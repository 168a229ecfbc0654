"""What the mail about a visit says: the visit as it is now, whom it is about and who comes."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import formations
from services.internships.hosts.tables import host_sites
from services.internships.pupils.tables import pupils
from services.internships.referents.tables import followings, referents
from services.internships.stays.tables import placements
from services.internships.visits.model import Visit
from services.internships.visits.store import Visits

P, F = placements.c, followings.c


@dataclass(frozen=True)
class ToldVisit:
    """A visit with what its host is told of it."""

    visit: Visit
    site_key: str
    commune: str | None
    pupil_name: str
    formation: str
    referent: str | None


async def read_told_visit(uow: UnitOfWork, visit_id: UUID) -> ToldVisit:
    """Raises NotFound, where the pupil is named no more too."""
    visit = await Visits(uow).get(visit_id)
    row = (await uow.execute(_of_place(visit.placement_id))).first()
    if row is None:
        raise NotFound
    return ToldVisit(
        visit,
        row.site_key,
        commune_name(row.commune),
        f"{row.first_name} {row.last_name}",
        row.formation,
        row.referent,
    )


def _of_place(placement_id: UUID) -> Any:
    followed = (
        (F.uai == P.uai) & (F.period_id == P.period_id) & (F.pupil_year_id == P.pupil_year_id)
    )
    named = (referents.c.uai == F.uai) & (referents.c.referent_id == F.referent_id)
    return (
        select(
            *(P.site_key, host_sites.c.commune, pupils.c.first_name, pupils.c.last_name),
            formations.c.label.label("formation"),
            referents.c.name.label("referent"),
        )
        .select_from(
            placements.join(
                pupils, (pupils.c.uai == P.uai) & (pupils.c.pupil_year_id == P.pupil_year_id)
            )
            .join(host_sites, host_sites.c.site_id == P.site_id)
            .join(formations, (formations.c.uai == P.uai) & (formations.c.mef == P.mef))
            .outerjoin(followings, followed)
            .outerjoin(referents, named)
        )
        .where(P.placement_id == placement_id, pupils.c.last_name.is_not(None))
    )
