"""One import with its lines, and the last ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.chassis.work import UnitOfWork
from services.partnerships.domain.import_plan import Verdict
from services.partnerships.storage.imports import Import, ImportLine, Imports

LATEST = 5


@dataclass(frozen=True)
class ImportCard:
    """An import as its page shows it: a preview, then a result."""

    about: Import
    lines: Sequence[ImportLine]
    counts: Mapping[Verdict, int]

    @property
    def left(self) -> int:
        """How many lines are still to be recorded."""
        return sum(not line.done for line in self.lines)


async def read_import_card(uow: UnitOfWork, import_id: UUID) -> ImportCard:
    """Raises NotFound, for another lycée's import too."""
    imports = Imports(uow)
    about = await imports.get(import_id)
    lines = await imports.lines(import_id)
    return ImportCard(about, lines, await imports.counts(import_id))


async def read_latest_imports(uow: UnitOfWork) -> Sequence[Import]:
    """The lycée's last imports."""
    return await Imports(uow).latest(LATEST)
