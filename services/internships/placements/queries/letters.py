"""What a mail about a placement says, read when the mail leaves."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select

from contracts.identifiers import SiteKey
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import formations
from services.internships.periods.tables import periods
from services.internships.pupils.tables import pupils
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY
from services.internships.stays.tables import placements

_OWN = placements.c.uai
_READ = (
    select(
        placements.c.status,
        placements.c.confirmed_by,
        placements.c.site_key,
        FIRST_DAY.label("starts_on"),
        LAST_DAY.label("ends_on"),
        formations.c.label,
        pupils.c.first_name,
        pupils.c.last_name,
    )
    .select_from(
        placements.join(
            periods, (periods.c.uai == _OWN) & (periods.c.period_id == placements.c.period_id)
        )
        .join(
            pupils,
            (pupils.c.uai == _OWN) & (pupils.c.pupil_year_id == placements.c.pupil_year_id),
        )
        .join(formations, (formations.c.uai == _OWN) & (formations.c.mef == placements.c.mef))
    )
    .where(placements.c.placement_id == bindparam("id"))
)


@dataclass(frozen=True)
class LetterFacts:
    """A placement as a mail tells it; `standing` while the host's agreement stands."""

    standing: bool
    formation: str
    starts_on: date
    ends_on: date
    pupil_name: str | None
    """None once the pupil was erased: no mail about the place leaves any more."""
    site_key: SiteKey
    confirmed_by: UUID | None


async def read_placement_letter(uow: UnitOfWork, placement_id: UUID) -> LetterFacts:
    """Raises NotFound, for another lycée's placement too."""
    row = (await uow.execute(_READ, {"id": placement_id})).first()
    if row is None:
        raise NotFound
    return LetterFacts(
        standing=row.status == PlacementStatus.CONFIRMED,
        formation=row.label,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        pupil_name=f"{row.first_name} {row.last_name}" if row.last_name else None,
        site_key=SiteKey(row.site_key),
        confirmed_by=row.confirmed_by,
    )
