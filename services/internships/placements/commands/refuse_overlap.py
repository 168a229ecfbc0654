"""A placement is refused on days its pupil is at another host."""

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.stays.model.placement import Placement, StaysOverlap
from services.internships.stays.store.placements import Placements


async def refuse_overlap(uow: UnitOfWork, *, placement: Placement) -> None:
    """Raises StaysOverlap when the pupil is, or may be, at another host on days of this place.

    The pupil is locked: two of their places are not put onto the same days at once.
    """
    meanwhile = await Placements(uow).stay_meanwhile(placement)
    if meanwhile is None:
        return
    first, last = meanwhile
    raise StaysOverlap(
        f"L’élève est dans un autre lieu d’accueil du {first:%d/%m/%Y} au {last:%d/%m/%Y}\u202f: "
        "corrigez d’abord ces dates, ou retirez cet autre lieu."
    )
