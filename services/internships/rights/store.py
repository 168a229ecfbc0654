"""The erasure of pupils (effacement): their names, and all that leads to them or was written of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.tables import approaches
from services.internships.families.tables import family_addresses, family_agreements
from services.internships.follow_ups.tables import follow_ups
from services.internships.host_desk.tables import host_opinions
from services.internships.personal_links.tables import personal_links
from services.internships.pupils.tables import pupils
from services.internships.stays.tables import placements
from services.internships.visits.tables import planned_visits


async def erase_pupils(
    uow: UnitOfWork, pupil_year_ids: Collection[UUID], *, now: datetime
) -> Sequence[UUID]:
    """Take the names, what is known besides, links and notes away, for good; whose names were there."""
    those = list(pupil_year_ids)
    statement = (
        update(pupils)
        .where(pupils.c.pupil_year_id.in_(those), pupils.c.erased_at.is_(None))
        .values(
            last_name=None,
            first_name=None,
            name_key=None,
            born_on=None,
            commune=None,
            erased_at=now,
            version=pupils.c.version + 1,
        )
        .returning(pupils.c.pupil_year_id)
    )
    # Nothing is left that leads to the pupil, restored from a backup or not.
    stays = select(placements.c.placement_id).where(placements.c.pupil_year_id.in_(those))
    links = personal_links.c
    await uow.execute(
        delete(personal_links).where(links.pupil_year_id.in_(those) | links.placement_id.in_(stays))
    )
    for table in (family_addresses, family_agreements):
        await uow.execute(delete(table).where(table.c.pupil_year_id.in_(those)))
    await uow.execute(
        update(approaches)
        .where(approaches.c.pupil_year_id.in_(those))
        .values(note=None, presumed_discriminatory=False)
    )
    for table in (host_opinions, planned_visits):
        await uow.execute(delete(table).where(table.c.placement_id.in_(stays)))
    # What somebody wrote of them goes with their name.
    await uow.execute(
        update(follow_ups).where(follow_ups.c.pupil_year_id.in_(those)).values(note=None)
    )
    return list((await uow.execute(statement)).scalars())
