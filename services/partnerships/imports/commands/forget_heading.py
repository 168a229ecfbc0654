"""A bureau no longer wants a heading to be read as it was."""

from contracts.identifiers import Uai
from services.chassis.files.headings import Headings
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.imports.tables import import_headings


async def forget_heading(uow: UnitOfWork, *, uai: Uai, key: str) -> None:
    """Forget what it stands for (titre oublié); it is guessed again next time."""
    await Headings(uow, import_headings).forget(uow.writing_for(uai), key)
