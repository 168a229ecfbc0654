"""A lycée no longer wants a heading to be read as it was."""

from contracts.identifiers import Uai
from services.chassis.files.headings import Headings
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.roster_files.tables import import_headings


async def forget_heading(uow: UnitOfWork, *, uai: Uai, key: str) -> None:
    """Forget what it stands for (titre oublié)."""
    await Headings(uow, import_headings).forget(uow.writing_for(uai), key)
