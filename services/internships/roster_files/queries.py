"""What headings of class lists were said to be."""

from collections.abc import Mapping, Sequence

from contracts.identifiers import Uai
from services.chassis.files.headings import Headings, RememberedHeading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.roster_files.tables import import_headings

HEADINGS_SHOWN = 50


async def known_headings(uow: UnitOfWork, uai: Uai) -> Mapping[str, str | None]:
    """The field of each heading a lycée explained, by key."""
    return await Headings(uow, import_headings).known(uai)


async def read_headings(
    uow: UnitOfWork, *, after: str = ""
) -> tuple[Sequence[RememberedHeading], str | None]:
    """A page of them, and after which one there are more."""
    found = await Headings(uow, import_headings).page(after, HEADINGS_SHOWN + 1)
    shown = found[:HEADINGS_SHOWN]
    more = len(found) > HEADINGS_SHOWN
    return shown, f"{shown[-1].key} {shown[-1].uai}" if more else None
