"""The head of the lycée has a pupil erased (droit à l’effacement)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import InteractionId, PlacementId, PupilYearId
from contracts.internships.periods import PupilErasedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.pupils.store.pupils import Pupils
from services.internships.rights.store import erase_pupils
from services.internships.stays.store.placements import Placements

ERASED_KIND = "pupil"


async def erase_pupil(
    uow: UnitOfWork,
    *,
    pupil_year_id: UUID,
    version: int,
    notes: Collection[UUID],
    now: datetime,
) -> None:
    """Erase the name, in each year it is known under; places stay, and stay counted.

    `notes` are exchanges whose text names the pupil. Raises NotFound, PupilErased, StaleVersion.
    """
    pupils = Pupils(uow)
    pupil = await pupils.get_for_update(pupil_year_id, version)
    others = await pupils.same_person(pupil.uai, pupil.id)
    placements = Placements(uow)
    for one in await erase_pupils(uow, [pupil.id, *others], now=now):
        uow.erased.note(ERASED_KIND, one, lycee=pupil.uai)
        uow.publish(
            PupilErasedV1(
                pupil_year_id=PupilYearId(one),
                placements=tuple(map(PlacementId, await placements.ids_of_pupil(one))),
                interactions=tuple(map(InteractionId, notes)) if one == pupil.id else (),
                occurred_on=local_date(now),
            ),
            version=pupil.version + 1,
            uai=pupil.uai,
        )
