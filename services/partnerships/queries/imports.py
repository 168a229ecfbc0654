"""One import with its lines, and the last ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.chassis.errors import NotFound
from services.chassis.work import UnitOfWork
from services.partnerships.domain.import_plan import Verdict
from services.partnerships.domain.import_rejects import rejects_file
from services.partnerships.storage.import_effects import ImportEffects
from services.partnerships.storage.imports import Import, ImportLine, Imports

LATEST = 5
LINES_SHOWN = 100


@dataclass(frozen=True)
class ImportCard:
    """An import as its page shows it, a preview then a result; `after` leads to more lines."""

    about: Import
    lines: Sequence[ImportLine]
    after: int | None
    counts: Mapping[Verdict, int]
    left: int
    rejects_kept: bool
    undoable: bool
    """Whether what undoing needs, or what it did, is still kept."""

    @property
    def total(self) -> int:
        """How many lines the file has."""
        return sum(self.counts.values())

    @property
    def useful(self) -> int:
        """How many of them bring something."""
        return self.counts[Verdict.CREATED] + self.counts[Verdict.UPDATED]


async def read_import_card(uow: UnitOfWork, import_id: UUID, *, after: int = 0) -> ImportCard:
    """Raises NotFound, for another lycée's import too."""
    imports = Imports(uow)
    about = await imports.get(import_id)
    lines = await imports.lines(import_id, after, LINES_SHOWN + 1)
    shown = lines[:LINES_SHOWN]
    return ImportCard(
        about=about,
        lines=shown,
        after=shown[-1].line if len(lines) > LINES_SHOWN else None,
        counts=await imports.counts(import_id),
        left=await imports.left(import_id),
        rejects_kept=bool(await imports.rejected(import_id)),
        undoable=await ImportEffects(uow, about).any(),
    )


async def read_latest_imports(uow: UnitOfWork) -> Sequence[Import]:
    """The lycée's last imports."""
    return await Imports(uow).latest(LATEST)


async def read_rejects_file(uow: UnitOfWork, import_id: UUID) -> bytes:
    """The rejected lines as a CSV. Raises NotFound, also when there are none (any more)."""
    imports = Imports(uow)
    about = await imports.get(import_id)
    lines = await imports.rejected(import_id)
    if not lines:
        raise NotFound
    return rejects_file(about.headings, lines)
