"""A site where a pupil is proposed a place stays at the registry."""

from contracts.internships.periods import PlacementProposedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import reactions
from services.partnerships.places.commands import note_place


@reactions.on(PlacementProposedV1, group="places", since="beginning")
async def keep_the_site_of_a_place(event: PlacementProposedV1, uow: UnitOfWork) -> None:
    """Undoing an import leaves alone what a pupil's way leads to."""
    await note_place(
        uow,
        placement_id=event.placement_id,
        site_key=event.site_key,
        on=event.occurred_on,
        now=uow.now,
    )
