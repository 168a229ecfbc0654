"""Headings of class lists: remembered, forgotten."""

from collections.abc import Sequence
from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.files.columns import Column
from services.chassis.files.headings import Headings
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.roster_files.tables import import_headings


async def forget_heading(uow: UnitOfWork, *, uai: Uai, key: str) -> None:
    """Forget what it stands for (titre oublié)."""
    await Headings(uow, import_headings).forget(uow.writing_for(uai), key)


async def remember_headings(
    uow: UnitOfWork, *, uai: Uai, columns: Sequence[Column], now: datetime
) -> None:
    """Read the same headings alike next time (titres retenus)."""
    await Headings(uow, import_headings).remember(uow.writing_for(uai), columns, now)
