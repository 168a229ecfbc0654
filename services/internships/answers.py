"""What the internship tracker answers to the services that write to hosts and to bureaux."""

from contracts.internships import (
    PLACEMENT_DATES,
    PLACEMENT_LETTER,
    PlacementDates,
    PlacementLetter,
    PlacementRequest,
)
from services.chassis.questions import Answers
from services.chassis.work import UnitOfWork
from services.internships.queries.letters import read_placement_letter

answers = Answers("internships")


@answers.to(PLACEMENT_DATES)
async def dates_of_a_placement(request: PlacementRequest, uow: UnitOfWork) -> PlacementDates:
    """When, and for which training course; nothing about the pupil."""
    found = await read_placement_letter(uow, request.placement_id)
    return PlacementDates(
        standing=found.standing,
        formation=found.formation,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
    )


@answers.to(PLACEMENT_LETTER)
async def letter_of_a_placement(request: PlacementRequest, uow: UnitOfWork) -> PlacementLetter:
    """The same, with the pupil's name: it is put in the mail and kept nowhere else."""
    found = await read_placement_letter(uow, request.placement_id)
    return PlacementLetter(
        standing=found.standing,
        formation=found.formation,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        pupil_name=found.pupil_name,
        site_key=found.site_key,
    )
